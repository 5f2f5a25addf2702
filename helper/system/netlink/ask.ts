/** Asks the kernel one question, and asks again where the answer is not whole. */
import { readAnswer } from '../../core/netlink/answer.ts'
import { encodeMessage } from '../../core/netlink/message.ts'
import type { Question } from '../../core/netlink/question.ts'
import { errorName } from '../probes/libc.ts'
import type { NetlinkSocket, TakeSocket } from './socket.ts'
import type { Turns } from './turns.ts'

/** The most tries for one answer. A list changes while it is read only when something is being set up: a dozen times in a row is a fault. */
const attempts = 12

/** The kernel gave no answer that one could use, though it could have. */
export class NetlinkFailed extends Error {}

/** Errors of a shortage that passes: memory, descriptors, an overrun (netlink(7), ENOBUFS). They do not say that the kernel lacks something. */
const passing: ReadonlySet<string> = new Set(['ENOBUFS', 'ENOMEM', 'EMFILE', 'ENFILE', 'EAGAIN', 'EINTR', 'EBUSY'])

/** The entries that the kernel listed, or the name of the error by which it refused: it lacks the feature, or has no such entry. */
export type Answer<Entry> = { readonly entries: readonly Entry[] } | { readonly refused: string }

type Decode<Entry> = (body: Uint8Array) => Entry | undefined
export type Ask = <Entry>(question: Question, decode: Decode<Entry>) => Promise<Answer<Entry>>

/** @param signal once aborted, no further call is made; a call that is under way is not cut off */
export const createAsk =
  (take: TakeSocket, turns: Turns, signal: AbortSignal): Ask =>
  (question, decode) =>
    turns.take(signal, async () => {
      let why = ''
      for (let attempt = 0; attempt < attempts; attempt++) {
        const socket = await take(question.protocol)
        const answer =
          typeof socket === 'string' ? { refused: socket } : await askOnce(socket, question, decode, signal)
        if ('entries' in answer) return answer
        if ('refused' in answer && !passing.has(answer.refused)) return answer
        why = 'refused' in answer ? answer.refused : answer.again
      }
      throw new NetlinkFailed(`netlink ${question.protocol}, question ${question.type}: ${attempts} times ${why}`)
    })

async function askOnce<Entry>(
  socket: NetlinkSocket,
  { type, flags, body }: Question,
  decode: Decode<Entry>,
  signal: AbortSignal,
): Promise<Answer<Entry> | { readonly again: string }> {
  const entries: Entry[] = []
  let whole = false
  const reader = readAnswer(socket.asked, (message) => {
    const entry = decode(message.body)
    if (entry !== undefined) entries.push(entry)
  })
  try {
    const unsent = await socket.send(encodeMessage({ ...socket.asked, type, flags, body }))
    if (unsent !== null) return { refused: unsent }
    for (;;) {
      signal.throwIfAborted()
      const datagrams = await socket.receive()
      if (typeof datagrams === 'string') return { refused: datagrams }
      for (const datagram of datagrams) {
        const progress = reader.take(datagram)
        whole = progress.at !== 'more'
        if (progress.at === 'done') return { entries }
        if (progress.at === 'interrupted') return { again: 'it changed meanwhile' }
        if (progress.at === 'refused') return { refused: errorName(progress.errno) }
      }
    }
  } finally {
    socket.release(whole)
  }
}
