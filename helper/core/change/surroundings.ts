/** The surroundings are all that the guard depends on besides the profile. The guard is planned anew whenever they change. */
import type { Profile } from '../../contract/profile.ts'
import { contains, isDefault, network, parsePrefix } from '../ip.ts'
import type { OnLink } from './change.ts'
import { isOurAlias, mainTable } from './marks.ts'
import type { Observed } from './observed.ts'

export interface Surroundings {
  /** Addresses that the gateway's name resolved to, and others that the gateway itself has announced. */
  readonly gateways: readonly string[]
  /** The networks on this laptop's links, without those of the tunnel. */
  readonly networks: readonly OnLink[]
  /** The network behind this laptop; null where there is none, or where its link leads to the internet. */
  readonly behind: OnLink | null
}

/** The surroundings as they are known before the first look. */
export const nowhere: Surroundings = { gateways: [], networks: [], behind: null }

/** Link-local addresses (RFC 4291, 2.5.6) and multicast (2.7) are on every link, and never of the internet. */
export const linkLocal = 'fe80::/10'
export const onEveryLink = [linkLocal, 'ff00::/8']

/** The networks of all links but the tunnel's, by the addresses that the laptop has there. */
export function networksOnLinks({ links, addresses }: Pick<Observed, 'links' | 'addresses'>): readonly OnLink[] {
  const others = links.filter(({ loopback, alias }) => !loopback && !isOurAlias(alias)).map(({ name }) => name)
  const found = addresses
    .filter(({ interface: link, scope }) => scope === 'global' && others.includes(link))
    .map(({ interface: link, address, prefixLength }) => ({ link, network: network(`${address}/${prefixLength}`) }))
  // Privacy extensions (RFC 8981) give a link several addresses of one network.
  const isFirst = (one: OnLink, n: number) =>
    found.findIndex(({ link, network: net }) => link === one.link && net === one.network) === n
  return found.filter(isFirst)
}

const leadsOut = (link: string, { routes }: Observed) =>
  routes.some((route) => route.table === mainTable && route.interface === link && isDefault(route.to))

export function surroundingsOf({ behind }: Profile, now: Observed, gateways: readonly string[]): Surroundings {
  const guests = behind && parsePrefix(behind.address) && { link: behind.link, network: network(behind.address) }
  return { gateways, networks: networksOnLinks(now), behind: guests && !leadsOut(guests.link, now) ? guests : null }
}

/** Chooses the networks that are no part of home. A link may claim a network of home's, but home is nowhere but at home. */
export const outsideHome = (networks: readonly OnLink[], home: readonly string[]): readonly OnLink[] =>
  networks.filter((own) => !home.some((prefix) => contains(prefix, own.network)))
