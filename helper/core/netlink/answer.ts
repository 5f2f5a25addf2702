/** Whether an answer is complete: which messages of what the kernel sends belong to a question, and what ends them. */
import { attributes } from './attributes.ts'
import { i32, text, u32 } from './bytes.ts'
import { control, decodeMessages, flag, headerLength, type NetlinkMessage } from './message.ts'

export interface Asked {
  readonly sequence: number
  /** The port of the socket that asked (netlink(7), nl_pid). */
  readonly port: number
}

export type Progress =
  | { readonly at: 'more' }
  | { readonly at: 'done' }
  /** What was listed changed meanwhile: an entry may be missing or be there twice (NLM_F_DUMP_INTR). Ask again. */
  | { readonly at: 'interrupted' }
  /** `words` is what the kernel says besides the number: "Unknown device type". It is '' where the kernel says nothing. */
  | { readonly at: 'refused'; readonly errno: number; readonly words: string }

export interface AnswerReader {
  /** Hands each message that belongs to the answer to `receive`. Throws `NetlinkMalformed`. */
  take(datagram: Uint8Array): Progress
}

/** NLMSGERR_ATTR_MSG (linux/netlink.h). */
const errorMessage = 1

/**
 * Reads the kernel's words in a refusal. They follow the error number and the header of the request that is refused (struct nlmsgerr), and
 * the rest of that request where the kernel has not left it out.
 */
function wordsOf({ type, flags, body }: NetlinkMessage): string {
  if (type !== control.error || (flags & flag.extended) === 0) return ''
  const echoed = (flags & flag.capped) === 0 ? (u32(body, 4) + 3) & ~3 : headerLength
  const words = attributes(body, 4 + echoed).get(errorMessage)
  return words ? text(words) : ''
}

export function readAnswer(asked: Asked, receive: (message: NetlinkMessage) => void): AnswerReader {
  let interrupted = false
  const ended = (message: NetlinkMessage): Progress => {
    const { body } = message
    // Zero, or an error number with a minus (struct nlmsgerr). A dump's end may be without one.
    const errno = body.length < 4 ? 0 : -i32(body)
    if (errno !== 0) return { at: 'refused', errno, words: wordsOf(message) }
    return { at: interrupted ? 'interrupted' : 'done' }
  }
  return {
    take(datagram) {
      for (const message of decodeMessages(datagram)) {
        if (message.sequence !== asked.sequence || message.port !== asked.port) continue
        interrupted ||= (message.flags & flag.interrupted) !== 0
        if (message.type === control.done || message.type === control.error) return ended(message)
        if (message.type === control.overrun) interrupted = true
        else if (message.type !== control.nothing) receive(message)
      }
      return { at: 'more' }
    },
  }
}
