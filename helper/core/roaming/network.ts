/** Recognises the underlay again, by what leads out of it in each family. */
import type { Family } from '../change/change.ts'
import type { Observed } from '../change/observed.ts'
import { familyOf, network } from '../ip.ts'
import { underlayRoute } from '../underlay.ts'
import type { Network } from './facts.ts'

/**
 * Link, router, and the laptop's addresses there. Of IPv6 the prefixes only: privacy extensions (RFC 8981) replace the addresses
 * every few hours.
 */
function wayOut(now: Observed, family: Family, gateway: string | null): string | null {
  const destination = gateway !== null && familyOf(gateway) === family ? gateway : null
  const route = underlayRoute(now, destination, family)
  if (!route) return null
  const own = now.addresses
    .filter((one) => one.interface === route.interface && one.family === family && one.scope === 'global')
    .map(({ address, prefixLength }) => `${address}/${prefixLength}`)
  const kept = family === 4 ? own : own.map(network)
  return [route.interface, route.via ?? 'on link', ...new Set(kept)].join(' ')
}

/** @param gateway an address of it, where one is known: it may be reached without a default route. */
export function networkOf(now: Observed, gateway: string | null): Network | null {
  const found = { v4: wayOut(now, 4, gateway), v6: wayOut(now, 6, gateway) }
  return found.v4 === null && found.v6 === null ? null : found
}

/** @param family the one that matters; null: both do. */
export const sameNetwork = (a: Network | null, b: Network | null, family: Family | null): boolean =>
  (family === 6 || a?.v4 === b?.v4) && (family === 4 || a?.v6 === b?.v6)
