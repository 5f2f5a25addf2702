/** Recognises an underlay again by the way that leads out of it in each family. */
import type { Family } from '../change/change.ts'
import type { Observed } from '../change/observed.ts'
import { familyOf, network } from '../ip.ts'
import { underlayRoute } from '../underlay.ts'
import type { Network } from './facts.ts'

/**
 * Describes a family's way out by link, router, and the laptop's addresses there. Of IPv6 addresses only the prefixes
 * count: privacy extensions (RFC 8981) replace the addresses every few hours. The kernel lists the newest address first, so their order
 * says nothing.
 */
function wayOut(now: Observed, family: Family, gateway: string | null): string | null {
  const destination = gateway !== null && familyOf(gateway) === family ? gateway : null
  const route = underlayRoute(now, destination, family)
  if (!route) return null
  const own = now.addresses
    .filter((one) => one.interface === route.interface && one.family === family && one.scope === 'global')
    .map(({ address, prefixLength }) => `${address}/${prefixLength}`)
  const kept = family === 4 ? own : own.map(network)
  return [route.interface, route.via ?? 'on link', ...[...new Set(kept)].sort()].join(' ')
}

/**
 * Finds the network that the laptop is on.
 * @param gateway an address of the gateway, where one is known: the gateway may be reached without a default route
 */
export function networkOf(now: Observed, gateway: string | null): Network | null {
  const found = { v4: wayOut(now, 4, gateway), v6: wayOut(now, 6, gateway) }
  return found.v4 === null && found.v6 === null ? null : found
}

/**
 * Tells whether two networks are the same.
 * @param family the family that matters; null: both do
 */
export const sameNetwork = (a: Network | null, b: Network | null, family: Family | null): boolean =>
  (family === 6 || a?.v4 === b?.v4) && (family === 4 || a?.v6 === b?.v6)
