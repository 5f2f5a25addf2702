/** Reads all that the loop decides by from the kernel itself, without starting a program (`build/decisions/0016`). */
import { guardTable, inputTable } from '../core/change/marks.ts'
import type { ObservedSetting } from '../core/change/observed.ts'
import { type Ask, createAsk, NetlinkFailed } from './netlink/ask.ts'
import { readFilters } from './netlink/read-filters.ts'
import { readNetwork } from './netlink/read-network.ts'
import { createRoutes } from './netlink/read-routes.ts'
import { readWireless } from './netlink/read-wireless.ts'
import { readXfrm } from './netlink/read-xfrm.ts'
import { createSockets, type TakeSocket } from './netlink/socket.ts'
import { createTurns } from './netlink/turns.ts'
import type { Observer } from './ports.ts'
import { isInstalled, programFolders } from './programs.ts'
import { unlessAborted } from './unless-aborted.ts'

/**
 * A look takes a millisecond, and longer only while another program holds a lock of the kernel's. It is given up after this long (ms),
 * as `down` is promised within two seconds.
 */
const deadlineMs = 1_500

/** Names of Wi-Fi networks are waited for so long (ms) at most: they are only shown, and a look is not to fail for want of them. */
const namesDeadlineMs = 300

/** Looks use at most half of the four threads in Node's pool: the rest is for all others, even while the kernel keeps looks waiting. */
const questionsAtOnce = 2

/** @param commonSettings those that no link has: of "all" and "default" */
export function createObserver(
  commonSettings: () => readonly ObservedSetting[],
  sockets: TakeSocket = createSockets(),
): Observer {
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
        const [network, xfrm, filters, networkNames] = await unlessAborted(
          overdue.signal,
          Promise.all([
            readNetwork(ask, readRoutes),
            readXfrm(ask),
            readFilters(ask, [inputTable, guardTable]),
            networkNamesSoon(askUntil, overdue.signal),
          ]),
        )
        return {
          ...network,
          networkNames,
          ...(routes.isPartial ? { routesPartial: true } : {}),
          ...xfrm,
          // Where `nft` is not installed, no rule can be made or deleted, even if the kernel has nftables.
          filters: isInstalled('nft') ? filters : { unusable: `there is no nft in ${programFolders.join(', ')}` },
          settings: [...network.settings, ...commonSettings()],
        }
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

async function networkNamesSoon(askUntil: (signal: AbortSignal) => Ask, overdue: AbortSignal) {
  const signal = AbortSignal.any([overdue, AbortSignal.timeout(namesDeadlineMs)])
  try {
    return await unlessAborted(signal, readWireless(askUntil(signal)))
  } catch {
    return {}
  }
}
