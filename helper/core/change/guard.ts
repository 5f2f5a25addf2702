/**
 * The guard keeps packets for home off the underlay while home is wanted, tunnel or not. It has two belts. The first are policy rules:
 * they look those packets up in table 6006, and refuse them where that table has no route. Policies of xfrm belong to this belt; they
 * block IPv4 packets of sockets that name an output device, as rules do not. The second is a filter of nftables (`guard-filter.ts`), which
 * drops what would leave all the same. Each may be made, taken away and put back without the other.
 */
import type { Profile } from '../../contract/profile.ts'
import { contains, disjoint, familyOf, hostPrefix, parseAddress } from '../ip.ts'
import { linksOf } from '../layer/links.ts'
import { outerPackets } from '../layer/outer-packets.ts'
import { remoteNetworks } from '../layer/remote-networks.ts'
import type { Change, Family, GuardFilterChange, OnLink, RuleChange, XfrmBlockChange } from './change.ts'
import { everywhere } from './make.ts'
import { daemonUser, emptyTable, fwmark, rulePriority, table } from './marks.ts'
import { linkLocal, onEveryLink, outsideHome, type Surroundings } from './surroundings.ts'

const families: readonly Family[] = [4, 6]

interface Extent {
  readonly home: readonly string[]
  /** The networks that the layers reach besides home. */
  readonly remote: readonly string[]
  /** The networks on the laptop's own links that are no part of home. */
  readonly local: readonly OnLink[]
  /** The networks of `local`, each once, without their links. */
  readonly own: readonly string[]
  /** The networks of `remote` that our rules lead. A network that is one of `own`, or a part of one, is left to its link. */
  readonly led: readonly string[]
}

function extentOf(profile: Profile, { networks }: Surroundings): Extent {
  const home = disjoint(profile.home.prefixes)
  const remote = disjoint(remoteNetworks(profile)).filter((one) => !home.some((prefix) => contains(prefix, one)))
  const local = outsideHome(networks, home)
  const own = disjoint(local.map(({ network }) => network))
  const led = remote.filter((network) => !own.some((one) => contains(one, network)))
  return { home, remote, local, own, led }
}

/** The addresses that are known of the gateway. */
function gatewaysOf({ gateway }: Profile, surroundings: Surroundings): readonly string[] {
  const literal = parseAddress(gateway)?.address
  return [...new Set([...(literal === undefined ? [] : [literal]), ...surroundings.gateways])]
}

/** Whether the profile wants nothing of the IPv6 internet to leave by another way than through home. */
export const guardsInternet = ({ internet }: Profile): boolean => internet?.guarded === true

/** Selects the packets to the gateway: those with our mark, and all packets of a daemon that is not root and so cannot set a mark. */
const senders = (layers: Profile['layer']): RuleChange['selector'][] => [
  { fwmark },
  ...(layers.some(({ kind }) => kind === 'openvpn' || kind === 'tinc') ? [{ user: daemonUser }] : []),
]

const rule = (
  family: Family,
  priority: number,
  selector: RuleChange['selector'],
  action: RuleChange['action'],
): RuleChange => ({ kind: 'rule', family, priority, selector, action })

/** A rule that leads packets to the rules that decide, past the rules that other programs have before those. */
const jump = (family: Family, selector: RuleChange['selector']) =>
  rule(family, rulePriority.jump, selector, { goto: rulePriority.decisions })

/** The two rules of a guarded prefix. The refusal is made first, so that a kill between the two leaves no prefix that is looked up but not guarded. */
const guarding = (to: string, lookup: number, unreachable: number): RuleChange[] => [
  rule(familyOf(to), unreachable, { to }, { unreachable: true }),
  rule(familyOf(to), lookup, { to }, { lookup: table }),
]

/**
 * Plans the rules of the guard. They decide at preferences 6000 to 6099, but other programs' rules come before those: `ip rule add` without
 * a preference takes the one below the lowest. So a rule at preference 0, which no later rule comes before, leads each packet that is
 * ours to decide to 6000. All rules at 0 jump to the same place, so that their order does not matter, and one that was taken away
 * is put back by itself. Refusals are rules and not routes: a socket that is bound to another device passes over a
 * table's `unreachable` route, but not over an `unreachable` rule after the lookup (measured).
 */
export function guardRules(profile: Profile, surroundings: Surroundings): RuleChange[] {
  const { home, led: remote, own } = extentOf(profile, surroundings)
  const everyFamily = senders(profile.layer).flatMap((sender) => families.map((family) => ({ family, sender })))
  const internet = guardsInternet(profile)
  const guarded = [...home, ...remote]
  const gateways = gatewaysOf(profile, surroundings)
    .filter((gateway) => guarded.some((prefix) => contains(prefix, gateway)))
    .map(hostPrefix)
  const inMidst = (own: string) => remote.some((network) => contains(network, own)) || (internet && familyOf(own) === 6)
  return [
    // An empty table decides nothing: the next rule is asked.
    ...families.map((family) => rule(family, rulePriority.decisions, { fwmark }, { lookup: emptyTable })),
    // The way to the gateway never goes into the tunnel, not even where no other way is left; and it leads to no one else at home.
    ...senders(profile.layer).flatMap((sender) => [
      ...gateways.map((to) => rule(familyOf(to), rulePriority.markedGateway, { ...sender, to }, { lookup: 'main' })),
      ...guarded.map((to) => rule(familyOf(to), rulePriority.markedHome, { ...sender, to }, { unreachable: true })),
    ]),
    ...everyFamily.flatMap(({ family, sender }) => [
      rule(family, rulePriority.marked, sender, { lookup: 'main' }),
      rule(family, rulePriority.markedUnreachable, sender, { unreachable: true }),
    ]),
    ...home.flatMap((to) => guarding(to, rulePriority.home, rulePriority.homeUnreachable)),
    ...own.filter(inMidst).map((to) => rule(familyOf(to), rulePriority.local, { to }, { lookup: 'main' })),
    ...remote.flatMap((to) => guarding(to, rulePriority.remote, rulePriority.remoteUnreachable)),
    ...(internet
      ? [
          ...onEveryLink.map((to) => rule(6, rulePriority.local, { to }, { lookup: 'main' })),
          rule(6, rulePriority.internetUnreachable, {}, { unreachable: true }),
          jump(6, {}),
        ]
      : []),
    ...everyFamily.map(({ family, sender }) => jump(family, sender)),
    ...guarded.map((to) => jump(familyOf(to), { to })),
  ]
}

/**
 * Plans the policies of xfrm that refuse packets for home. They are for sockets that name an output device: where the lookup fails,
 * IPv4 takes the destination of such a socket for on-link (ip_route_output_key_hash_rcu), so no rule stops the packet. A policy
 * does, whatever the lookup said; packets that leave by our links pass it (`XfrmPassChange`). A prefix is left out that has
 * the gateway in it, or a network of one of the laptop's own links: those would need a policy that lets them pass, and such a
 * policy would have precedence over the policies of other programs, too.
 */
export function guardRefusals(profile: Profile, surroundings: Surroundings): readonly XfrmBlockChange[] {
  const { home, led, own } = extentOf(profile, surroundings)
  const otherwise = [...gatewaysOf(profile, surroundings), ...own]
  return [...home, ...led]
    .filter((prefix) => familyOf(prefix) === 4 && !otherwise.some((one) => contains(prefix, one)))
    .map((destination) => ({ kind: 'xfrm-block', source: everywhere, destination, protocol: null, leaving: true }))
}

export function guardFilter(profile: Profile, surroundings: Surroundings): GuardFilterChange {
  const { home, remote, local, own } = extentOf(profile, surroundings)
  const gateways = gatewaysOf(profile, surroundings)
  return {
    kind: 'guard-filter',
    links: linksOf(profile),
    behind: surroundings.behind,
    home,
    local,
    remote,
    internet: guardsInternet(profile),
    senders: outerPackets(profile, gateways, [linkLocal, ...own]),
  }
}

/** The changes of the guard in the order in which they are made. The filter is first: it is one transaction, after which nothing leaves. */
export const guardChanges = (profile: Profile, surroundings: Surroundings): readonly Change[] => [
  guardFilter(profile, surroundings),
  ...guardRefusals(profile, surroundings),
  ...guardRules(profile, surroundings),
]
