/**
 * The network behind the laptop: what makes it a router of that one prefix, to home and nowhere else. Nothing of it is the
 * carrier's business.
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

/** The network behind this laptop, where it can be had here; else why not. */
export interface PlacedBehind {
  readonly behind: Behind | null
  readonly findings: readonly Finding[]
}

export interface Behind {
  readonly link: string
  readonly network: string
  readonly address: AddressChange
  /** Whether the person has put it there: then it stays. */
  readonly addressIsThere: boolean
  readonly settings: readonly SysctlChange[]
  readonly routerBefore: boolean
}

/** Of ip-sysctl: router advertisements are taken, and taken by a router too. */
const acceptRa = { byHost: 1, byRouter: 2 } as const

/**
 * Forwarding is the whole machine's. Written for "all" it is every link's, and whoever took router advertisements as a host
 * would stop, its default route would go (addrconf_fixup_forwarding). So they are told to take them as a router first; what
 * a link had of its own is held, to be its own again afterwards.
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
 * Where it can be had on this machine and this network; without it the tunnel is what it is. Its link may be down or not there: it
 * may come later.
 */
export function placeBehind({ behind }: Profile, now: Observed, underlay: Underlay): PlacedBehind {
  const own = behind && parsePrefix(behind.address)
  if (!behind || !own) return { behind: null, findings: [] }
  const { link } = behind
  const without = (found: Finding) => ({ behind: null, findings: [found] })
  if (link === underlay.interface) return without(finding('behind-link-outside', { interface: link }))
  // Nothing else keeps this network's packets out of what is forwarded.
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

/** What the kernel takes away when its link goes down. */
const onItsLink = ({
  link,
  network: to,
  address,
  addressIsThere,
}: Behind): readonly (AddressChange | RouteChange)[] => [
  ...(addressIsThere ? [] : [address]),
  { kind: 'route', to, interface: link, mtu: null },
]

/** What can be there now: all of it while its link is up, which may be later than the tunnel. */
export const reachableOnLink = (behind: Behind, now: Observed): readonly (AddressChange | RouteChange)[] =>
  stateOfLink(behind.link, now) === 'up' ? onItsLink(behind) : []

/** What keeps who is behind from reaching home. */
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
 * Besides what is on its link, in the order in which they are made: forwarding last, when all that restrains it stands. What
 * comes from behind knows our table alone: where the tunnel does not lead, it is refused.
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
