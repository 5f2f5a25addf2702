/**
 * The network behind the laptop: the changes that make the laptop a router of that one prefix, to home and nowhere
 * else. The carrier has no part in this.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import type { Underlay } from '../../contract/snapshot.ts'
import type { AddressChange, Change, Forwarding, RouteChange, SysctlChange } from '../change/change.ts'
import { rulePriority, table } from '../change/marks.ts'
import type { Observed, ObservedSetting } from '../change/observed.ts'
import { isPresent, settingOf } from '../change/present.ts'
import { network, parsePrefix } from '../ip.ts'
import { finding } from '../outcome.ts'

/** The network behind this laptop, or null with findings that say why there is none here. */
export interface PlacedBehind {
  readonly behind: Behind | null
  readonly findings: readonly Finding[]
}

export interface Behind {
  readonly link: string
  readonly network: string
  readonly address: AddressChange
  /** Whether the address was on the link already when the tunnel was planned: then the address stays when the tunnel ends. */
  readonly addressIsThere: boolean
  readonly settings: readonly SysctlChange[]
  readonly routerBefore: boolean
}

/**
 * Values of accept_ra (kernel, Documentation/networking/ip-sysctl): advertisements are taken while the machine forwards
 * nothing (1), or also by a router (2).
 */
const acceptRa = { byHost: 1, byRouter: 2 } as const

/**
 * The settings that switch forwarding on. Forwarding set for "all" applies to every link, and a link that took router
 * advertisements as a host would stop taking them and lose its default route (addrconf_fixup_forwarding in
 * net/ipv6/addrconf.c). Such links are told first to take advertisements as a router does. A link's own value is
 * journaled, and is put back afterwards.
 */
function forwardingSettings(settings: readonly ObservedSetting[]): SysctlChange[] {
  const isAll = ({ interface: name }: ObservedSetting) => name === 'all'
  if (settings.some((one) => isAll(one) && one.name === 'forwarding' && one.value !== 0)) return []
  const ofLinks = settings.filter((one) => !isAll(one))
  const sysctl = { kind: 'sysctl' } as const
  return [
    ...ofLinks
      .filter(({ name, value }) => name === 'accept_ra' && value === acceptRa.byHost)
      .map(({ interface: link, value: before }): SysctlChange => {
        return { ...sysctl, interface: link, name: 'accept_ra', value: acceptRa.byRouter, before }
      }),
    ...ofLinks
      .filter(({ name, value }) => name === 'forwarding' && value !== 0)
      .map(({ interface: link, value }): SysctlChange => {
        return { ...sysctl, interface: link, name: 'forwarding', value, before: value }
      }),
    { ...sysctl, interface: 'all', name: 'forwarding', value: 1, before: 0 },
  ]
}

/**
 * Plans the network behind the laptop where this machine and this network allow one; otherwise the tunnel is built
 * without. The link may be down or missing now, and may come later.
 */
export function placeBehind({ behind }: Profile, now: Observed, underlay: Underlay): PlacedBehind {
  const own = behind && parsePrefix(behind.address)
  if (!behind || !own) return { behind: null, findings: [] }
  const { link } = behind
  const without = (found: Finding) => ({ behind: null, findings: [found] })
  if (link === underlay.interface) return without(finding('behind-link-outside', { interface: link }))
  // Only the filter keeps packets of the underlay from being forwarded.
  if ('unusable' in now.filters)
    return without(finding('behind-without-filter', { interface: link, package: 'nftables' }, [now.filters.unusable]))
  const settings = forwardingSettings(now.settings)
  return {
    behind: {
      link,
      network: network(behind.address),
      settings,
      routerBefore: settings.length === 0,
      address: { kind: 'address', interface: link, address: own.address, prefixLength: own.length, elsewhere: true },
      addressIsThere: now.addresses.some((one) => one.interface === link && one.address === own.address),
    },
    findings: [],
  }
}

/** @param links all of ours, outer to inner */
export const forwardingOf = (behind: Behind, links: readonly string[]): Forwarding => ({
  behind: behind.link,
  network: behind.network,
  tunnel: links.at(-1) ?? '',
  links,
  amongOthers: behind.routerBefore,
})

const stateOfLink = (link: string, { links }: Observed): 'up' | 'down' | 'not there' => {
  const seen = links.find(({ name }) => name === link)
  return seen ? (seen.up ? 'up' : 'down') : 'not there'
}

/** The changes on the link of that network. The kernel undoes them by itself when the link goes down. */
const onItsLink = ({
  link,
  network: to,
  address,
  addressIsThere,
}: Behind): readonly (AddressChange | RouteChange)[] => [
  ...(addressIsThere ? [] : [address]),
  { kind: 'route', to, interface: link, mtu: null },
]

/** The changes that can be made now: all of them while the link is up, which may be later than the tunnel. */
export const reachableOnLink = (behind: Behind, now: Observed): readonly (AddressChange | RouteChange)[] =>
  stateOfLink(behind.link, now) === 'up' ? onItsLink(behind) : []

/** Finds what keeps hosts behind the laptop from reaching home. */
export function behindDeviations(behind: Behind, now: Observed): readonly Finding[] {
  const { link } = behind
  const state = stateOfLink(link, now)
  if (state !== 'up') return [finding('behind-link-missing', { interface: link, state })]
  const missing = onItsLink(behind).filter((change) => !isPresent(change, now))
  const found = missing.map((change) =>
    change.kind === 'address'
      ? finding('address-missing', { address: change.address }, [`not on ${link}`])
      : finding('route-missing', { to: change.to }, [`not in table ${table} by ${link}`]),
  )
  const forwards = settingOf({ interface: 'all', name: 'forwarding' }, now.settings)
  return forwards === 0 ? [...found, finding('behind-not-forwarded', { interface: link })] : found
}

/**
 * The changes that do not depend on the link being up, in the order in which they are made. Forwarding comes last: the rules that
 * restrict it stand by then. Packets from the network behind the laptop are looked up in our table alone; where the tunnel
 * has no route for a packet, the packet is refused.
 */
export function behindChanges({ link, network: to, settings }: Behind): Change[] {
  const rule = { kind: 'rule', family: 6 } as const
  const fromBehind = { from: to, iif: link }
  return [
    { ...rule, priority: rulePriority.chosen, selector: { to }, action: { lookup: table } },
    { ...rule, priority: rulePriority.behindUnreachable, selector: fromBehind, action: { unreachable: true } },
    { ...rule, priority: rulePriority.behind, selector: fromBehind, action: { lookup: table } },
    ...settings,
  ]
}
