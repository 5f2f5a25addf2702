/** Whether an answer is complete: which messages of what the kernel sends belong to a question, and what ends them. */
import { i32 } from './bytes.ts'
import { control, decodeMessages, flag, type NetlinkMessage } from './message.ts'

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
  | { readonly at: 'refused'; readonly errno: number }

export interface AnswerReader {
  /** Hands each message that belongs to the answer to `receive`. Throws `NetlinkMalformed`. */
  take(datagram: Uint8Array): Progress
}

export function readAnswer(asked: Asked, receive: (message: NetlinkMessage) => void): AnswerReader {
  let interrupted = false
  const ended = (body: Uint8Array): Progress => {
    // Zero, or an error number with a minus (struct nlmsgerr). A dump's end may be without one.
    const errno = body.length < 4 ? 0 : -i32(body)
    if (errno !== 0) return { at: 'refused', errno }
    return { at: interrupted ? 'interrupted' : 'done' }
  }
  return {
    take(datagram) {
      for (const message of decodeMessages(datagram)) {
        if (message.sequence !== asked.sequence || message.port !== asked.port) continue
        interrupted ||= (message.flags & flag.interrupted) !== 0
        if (message.type === control.done || message.type === control.error) return ended(message.body)
        if (message.type === control.overrun) interrupted = true
        else if (message.type !== control.nothing) receive(message)
      }
      return { at: 'more' }
    },
  }
}
