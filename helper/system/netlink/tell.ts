/** Tells the kernel to do one thing, and waits for its acknowledgement. */
import { readAnswer } from '../../core/netlink/answer.ts'
import { encodeTold, type Question } from '../../core/netlink/question.ts'
import type { Refusal } from '../ports.ts'
import { errorName } from '../probes/libc.ts'
import type { TakeSocket } from './socket.ts'

/**
 * Sends the message once: after an error nobody knows whether it was done, so it is for the next look to tell. Throws `NetlinkMalformed`
 * where the answer contradicts itself.
 * @returns null when the kernel has done it
 */
export async function tellKernel(take: TakeSocket, question: Question): Promise<Refusal | null> {
  const socket = await take(question.protocol)
  if (typeof socket === 'string') return { error: socket, words: '' }
  let whole = false
  const reader = readAnswer(socket.asked, () => {})
  try {
    const unsent = await socket.send(encodeTold(question, socket.asked))
    if (unsent !== null) return { error: unsent, words: '' }
    for (;;) {
      // The kernel has answered within the call that told it.
      const datagrams = await socket.receive()
      if (typeof datagrams === 'string') return { error: datagrams, words: '' }
      for (const datagram of datagrams) {
        const progress = reader.take(datagram)
        whole = progress.at !== 'more'
        if (progress.at === 'refused') return { error: errorName(progress.errno), words: progress.words }
        if (whole) return null
      }
    }
  } finally {
    socket.release(whole)
  }
}
