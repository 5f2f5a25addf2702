/**
 * Carries out requests: by netlink, by /dev/net/tun, by nft (`build/decisions/0024`). The kernel may keep each of them waiting, for a lock that
 * another program holds; each waits in a thread of Node's pool, and the event loop goes on.
 */
import { linkNamedBy, type Request } from '../core/change/request.ts'
import { NetlinkMalformed } from '../core/netlink/bytes.ts'
import { askLink, decodeLink } from '../core/netlink/links.ts'
import { encodeRequest } from '../core/netlink/request.ts'
import { createAsk, NetlinkFailed } from './netlink/ask.ts'
import type { TakeSocket } from './netlink/socket.ts'
import { tellKernel } from './netlink/tell.ts'
import { createTurns } from './netlink/turns.ts'
import type { ApplyRuleset } from './nft.ts'
import type { Refusal, Requests } from './ports.ts'
import { addTun } from './tun.ts'
import { unlessAborted } from './unless-aborted.ts'

/** A request takes less than a millisecond, or some tens where the kernel waits for all processors. A person waits for it. */
export const requestMs = 5_000

export function createRequests(sockets: TakeSocket, applyRuleset: ApplyRuleset): Requests {
  /** One at a time: none may come before an earlier one that has not come back. nft has a turn of its own, as it takes long. */
  const turns = { kernel: createTurns(1), nft: createTurns(1) }

  async function indexOf(name: string, signal: AbortSignal): Promise<number | Refusal> {
    const answer = await createAsk(sockets, createTurns(1), signal)(askLink(name), decodeLink)
    if ('refused' in answer) return { error: answer.refused, words: `cannot find device "${name}"` }
    return answer.entries[0]?.index ?? { error: 'ENODEV', words: `cannot find device "${name}"` }
  }

  async function carryOut(request: Request, signal: AbortSignal): Promise<Refusal | null> {
    try {
      return await attempt(request, signal)
    } catch (error) {
      // An answer that nobody understands: whether it was done is for the next look to tell.
      if (error instanceof NetlinkFailed || error instanceof NetlinkMalformed)
        return { error: 'EPROTO', words: error.message }
      throw error
    }
  }

  async function attempt(request: Request, signal: AbortSignal): Promise<Refusal | null> {
    if (request.kind === 'ruleset') return applyRuleset(request.lines, signal)
    if (request.kind === 'add-tun') return addTun(request)
    const name = linkNamedBy(request)
    const index = name === undefined ? undefined : await indexOf(name, signal)
    if (typeof index === 'object') return index
    signal.throwIfAborted()
    return tellKernel(sockets, encodeRequest(request, index))
  }

  return {
    async send(request, signal) {
      const late = new AbortController()
      const timer = setTimeout(() => late.abort(), requestMs)
      const either = AbortSignal.any([late.signal, ...(signal ? [signal] : [])])
      try {
        return await unlessAborted(
          either,
          turns[request.kind === 'ruleset' ? 'nft' : 'kernel'].take(either, () => carryOut(request, either)),
        )
      } catch (error) {
        if (!late.signal.aborted || signal?.aborted) throw error
        return { error: 'ETIMEDOUT', words: `the kernel did not answer within ${requestMs} ms` }
      } finally {
        clearTimeout(timer)
      }
    },
    async settled(signal = new AbortController().signal) {
      const own = Object.values(turns).map((turn) => turn.take(signal, async () => {}))
      await unlessAborted(signal, Promise.all(own))
    },
  }
}
