/**
 * The guard keeps packets for home off the underlay while home is wanted, tunnel or not. It has two belts. The first are policy rules:
 * they look those packets up in table 6006, and refuse them where that table has no route. Policies of xfrm belong to this belt; they
 * block IPv4 packets of sockets that name an output device, as rules do not. The second is a filter of nftables (`guard-filter.ts`), which drops what would leave all the same. Each may be made, taken away and put
 * back without the other.
 */
import type { Profile } from '../../contract/profile.ts'
import { contains, disjoint, familyOf, parseAddress } from '../ip.ts'
import { linksOf } from '../layer/links.ts'
import { outerPackets } from '../layer/outer-packets.ts'
import { remoteNetworks } from '../layer/remote-networks.ts'
import type { Change, Family, GuardFilterChange, OnLink, RuleChange, XfrmBlockChange } from './change.ts'
import { everywhere } from './make.ts'
import { daemonUser, fwmark, rulePriority, table } from './marks.ts'
import { linkLocal, onEveryLink, outsideHome, type Surroundings } from './surroundings.ts'

const families: readonly Family[] = [4, 6]

interface Extent {
  readonly home: readonly string[]
  /** What the layers reach besides. */
  readonly remote: readonly string[]
  /** What the laptop's own links have, and is no part of home. */
  readonly local: readonly OnLink[]
  /** The same without the links. */
  readonly own: readonly string[]
  /** Of `remote`, without what one of the laptop's own links has as a whole, or as a part of more: that is left to the link. */
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

/** Those that are known of the gateway. */
function gatewaysOf({ gateway }: Profile, surroundings: Surroundings): readonly string[] {
  const literal = parseAddress(gateway)?.address
  return [...new Set([...(literal === undefined ? [] : [literal]), ...surroundings.gateways])]
}

/** Whether the profile wants nothing of the IPv6 internet to leave by another way than through home. */
export const guardsInternet = ({ internet }: Profile): boolean => internet?.guarded === true

/** Whose packets go to the gateway: those with our mark, and all of a daemon that is no root and cannot set one. */
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

/** Leads packets to the rules that decide, past whatever other programs have before those. */
const jump = (family: Family, selector: RuleChange['selector']) =>
  rule(family, rulePriority.jump, selector, { goto: rulePriority.marked })

/** The refusal first, so that no kill between the two leaves a prefix that is looked up but not guarded. */
const guarding = (to: string, lookup: number, unreachable: number): RuleChange[] => [
  rule(familyOf(to), unreachable, { to }, { unreachable: true }),
  rule(familyOf(to), lookup, { to }, { lookup: table }),
]

/**
 * The rules decide at 6000 to 6099. Other programs' rules land before those: `ip rule add` without a preference takes the one below the
 * lowest. So each packet that is ours to decide is led there by a rule at preference 0, which no later rule comes before. All of those
 * jump to the same place, so that their order does not matter, and one that was taken is put back by itself. They are rules and not
 * routes: a table's `unreachable` route is passed over by a socket that is bound to another device, an `unreachable` rule after the
 * lookup is not (measured).
 */
export function guardRules(profile: Profile, surroundings: Surroundings): RuleChange[] {
  const { home, led: remote, own } = extentOf(profile, surroundings)
  const everyFamily = senders(profile.layer).flatMap((sender) => families.map((family) => ({ family, sender })))
  const internet = guardsInternet(profile)
  const inMidst = (own: string) => remote.some((network) => contains(network, own)) || (internet && familyOf(own) === 6)
  return [
    // The way to the gateway never goes into the tunnel, not even where no other way is left.
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
    ...[...home, ...remote].map((to) => jump(familyOf(to), { to })),
  ]
}

/**
 * Where a lookup fails and the socket names an output device, IPv4 takes the destination for on-link (ip_route_output_key_hash_rcu): no
 * rule keeps such a packet. A policy of xfrm does, whatever was looked up; what leaves by our links passes it (`XfrmPassChange`).
 * A prefix is left out that has the gateway in it, or a network of one of the laptop's own links: a policy that let those pass would
 * also pass over the policies of other programs.
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

/** The filter first: it is one transaction, and from then on nothing leaves. */
export const guardChanges = (profile: Profile, surroundings: Surroundings): readonly Change[] => [
  guardFilter(profile, surroundings),
  ...guardRefusals(profile, surroundings),
  ...guardRules(profile, surroundings),
]
