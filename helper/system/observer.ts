/** Reads all that the loop decides by from the kernel itself, without starting a program (`build/decisions/0016`). */
import { guardTable, inputTable } from '../core/change/marks.ts'
import { createAsk, NetlinkFailed } from './netlink/ask.ts'
import { readFilters } from './netlink/read-filters.ts'
import { readNetwork } from './netlink/read-network.ts'
import { createRoutes } from './netlink/read-routes.ts'
import { readXfrm } from './netlink/read-xfrm.ts'
import { createSockets, type TakeSocket } from './netlink/socket.ts'
import { createTurns } from './netlink/turns.ts'
import type { Observer, Settings } from './ports.ts'
import { isInstalled, programFolders } from './programs.ts'

/**
 * A look takes a millisecond, and longer only while another program holds a lock of the kernel's. It is given up after this long (ms),
 * as `down` is promised within two seconds.
 */
const deadlineMs = 1_500

/** Looks use at most half of the four threads in Node's pool: the rest is for all others, even while the kernel keeps looks waiting. */
const questionsAtOnce = 2

export function createObserver(settings: Settings, sockets: TakeSocket = createSockets()): Observer {
  const turns = createTurns(questionsAtOnce)
  const routes = createRoutes()
  return {
    async observe() {
      const overdue = new AbortController()
      const timer = setTimeout(
        () => overdue.abort(new NetlinkFailed(`the kernel did not answer within ${deadlineMs} ms`)),
        deadlineMs,
      )
      const askUntil = (signal: AbortSignal) => createAsk(sockets, turns, signal)
      const ask = askUntil(overdue.signal)
      const readRoutes = () =>
        routes.read((sooner) => (sooner ? askUntil(AbortSignal.any([overdue.signal, sooner])) : ask))
      try {
        const [network, xfrm, filters] = await unlessAborted(
          overdue.signal,
          Promise.all([readNetwork(ask, readRoutes), readXfrm(ask), readFilters(ask, [inputTable, guardTable])]),
        )
        return {
          ...network,
          ...(routes.isPartial ? { routesPartial: true } : {}),
          ...xfrm,
          // Where `nft` is not installed, no rule can be made or deleted, even if the kernel has nftables.
          filters: isInstalled('nft') ? filters : { unusable: `there is no nft in ${programFolders.join(', ')}` },
          settings: settings.read(),
        }
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

const unlessAborted = <Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
