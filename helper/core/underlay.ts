/** The network that the laptop is on, read from what the kernel has: the way to the gateway, or the default route. */
import type { Underlay } from '../contract/snapshot.ts'
import type { Family } from './change/change.ts'
import { isOurAlias, mainTable } from './change/marks.ts'
import type { Observed, ObservedRoute } from './change/observed.ts'
import { contains, network, parsePrefix } from './ip.ts'

const lengthOf = (route: ObservedRoute) => parsePrefix(route.to)?.length ?? 0

/** The kernel's order: longest prefix, then lowest metric. */
const better = (a: ObservedRoute, b: ObservedRoute) => lengthOf(b) - lengthOf(a) || a.metric - b.metric

/**
 * The main table's route to an address, or its best default; over links with a carrier that are not ours.
 * @param family of the default route; null: whichever has the lower metric
 */
export function underlayRoute(
  now: Observed,
  destination: string | null,
  family: Family | null = null,
): ObservedRoute | undefined {
  const usable = now.routes.filter((route) => {
    if (family !== null && route.family !== family) return false
    const link = now.links.find(({ name }) => name === route.interface)
    return route.table === mainTable && route.type === 'unicast' && link?.up && link.carrier && !isOurAlias(link.alias)
  })
  const matching = usable.filter((route) =>
    destination === null ? lengthOf(route) === 0 : contains(route.to, destination),
  )
  return matching.sort(better)[0]
}

export function describeUnderlay(now: Observed, destination: string | null, nat: boolean | null): Underlay | null {
  const route = underlayRoute(now, destination)
  const link = now.links.find(({ name }) => name === route?.interface)
  if (!route || !link) return null
  const name = now.networkNames?.[link.name]
  return {
    interface: link.name,
    ...(name === undefined ? {} : { network: name }),
    addresses: now.addresses
      .filter((address) => address.interface === link.name && address.scope === 'global')
      .map(({ address, prefixLength }) => `${address}/${prefixLength}`),
    router: route.via ?? null,
    nat,
    mtu: route.mtu ?? link.mtu,
  }
}

/** Prefixes on link there: what the underlay uses itself. */
export const underlayNetworks = ({ addresses }: Underlay) => [...new Set(addresses.map(network))]

/**
 * Addresses that the underlay needs for itself and the tunnel would take away: ours there, and the router's.
 * Sharing a network with the tunnel is no conflict, sharing an address is.
 */
export function conflictWith(underlay: Underlay, address: string): string | null {
  if (underlay.router === address) return 'router'
  return underlay.addresses.some((text) => text.split('/')[0] === address) ? 'address for this laptop' : null
}
