/**
 * Which prefixes go home by which of our links: routes in table 6006 and the rules that lead there.
 * The main table stays as it was; what is specific there wins over our default, never over home (`guard.ts`).
 */
import type { Profile } from '../../contract/profile.ts'
import { contains, familyOf, hostPrefix, isDefault, overlaps, parsePrefix } from '../ip.ts'
import type { AddressChange, RouteChange, RuleChange } from './change.ts'
import { guardsInternet } from './guard.ts'
import { rulePriority, table } from './marks.ts'

/** A link of ours that packets can go home by. */
export interface WayHome {
  readonly interface: string
  /** The networks that a carrier reaches; null where the far end routes whatever arrives, as behind an overlay. */
  readonly reachable: readonly string[] | null
  /** Networks on this link itself, by the addresses that we have on it. */
  readonly onLink: readonly string[]
  /** Ethernet: what is beyond the link has a next hop, the profile's. */
  readonly ethernet: boolean
  /** MTU for its routes: measured, or null for the device's own. */
  readonly mtu: number | null
  /** The largest packet that passes in one piece, where that is less than IPv6's minimum: routes then announce an MSS that fits (`advmss`). */
  readonly whole?: number | undefined
}

/** IPv6 and TCP headers without options (RFC 8200, RFC 9293). */
const headers = 60

export interface Routing {
  readonly routes: readonly RouteChange[]
  readonly rules: readonly RuleChange[]
  /** Remote networks of which the underlay uses addresses itself: those are left to it. */
  readonly overlapping: readonly { readonly network: string; readonly underlay: string }[]
}

/** A rule that leads a chosen prefix into table 6006; a default stands below all that is specific in main. */
function rulesTo(to: string, profile: Profile): RuleChange[] {
  const family = familyOf(to)
  if (!isDefault(to))
    return [{ kind: 'rule', family, priority: rulePriority.chosen, selector: { to }, action: { lookup: table } }]
  const whole: RuleChange = {
    kind: 'rule',
    family,
    priority: rulePriority.default,
    selector: {},
    action: { lookup: table },
  }
  // A guarded internet has no other way, however specific: the guard says what stays with the laptop's own links.
  if (family === 6 && guardsInternet(profile)) return [whole]
  const { specificBeforeDefault } = rulePriority
  const specific = { lookup: 'main', suppressPrefixLength: 0 } as const
  return [{ kind: 'rule', family, priority: specificBeforeDefault, selector: {}, action: specific }, whole]
}

/**
 * Gives a rule for each IPv6 address of the tunnel. Packets from that address are looked up in table 6006. Without it, firewalld's strict filter
 * (IPv6_rpfilter in firewalld.conf(5)) drops what the internet answers: it asks nftables' `fib` by which link a packet to the answer's
 * sender would leave. `fib` ignores suppress_prefixlength for IPv6 (tried, Linux 6.12), and so finds the default route of the network that
 * the laptop is on by the rule at 6040. Hence 6039. The price: a program that is bound to such an address does not reach networks
 * that the main table alone knows, where its packets would have carried an address of home's.
 */
export function sourceRules(profile: Profile, addresses: readonly AddressChange[]): RuleChange[] {
  const internet = profile.route.some(({ to }) => isDefault(to) && familyOf(to) === 6)
  // A guarded internet has no rule with suppress_prefixlength.
  if (!internet || guardsInternet(profile)) return []
  return addresses
    .filter(({ address }) => familyOf(address) === 6)
    .map(({ address }) => ({
      kind: 'rule',
      family: 6,
      priority: rulePriority.sourced,
      selector: { from: hostPrefix(address) },
      action: { lookup: table },
    }))
}

/** The profile's own for this destination, or that of the narrowest route that covers it; none for what is on link. */
function nextHop({ route }: Profile, { onLink }: WayHome, to: string): string | undefined {
  if (onLink.some((net) => contains(net, to))) return undefined
  const covering = route.filter((one) => one.via !== undefined && contains(one.to, to))
  return covering.toSorted((a, b) => lengthOf(b.to) - lengthOf(a.to))[0]?.via
}

const lengthOf = (prefix: string) => parsePrefix(prefix)?.length ?? 0

/**
 * @param ways outer to inner; the innermost that carries a prefix takes it, a carrier that names the prefix first.
 * @param outerEnds addresses at the gateway that an overlay's own packets go to, by the way outside that overlay.
 * @param underlayNetworks prefixes on link at the network that the laptop is on.
 * @param otherNetworks prefixes on the laptop's other links.
 */
export function planRouting(
  profile: Profile,
  ways: readonly WayHome[],
  outerEnds: readonly { readonly to: string; readonly interface: string; readonly mtu: number }[],
  underlayNetworks: readonly string[],
  otherNetworks: readonly string[] = [],
): Routing {
  const home = profile.home.prefixes
  const overlay = ways.findLast(({ reachable }) => reachable === null)
  const wayFor = (to: string) => ways.find(({ reachable }) => reachable?.some((net) => contains(net, to))) ?? overlay

  const remote = ways.flatMap((way) => (way.reachable ?? []).map((network) => ({ network, way })))
  const networks = [...underlayNetworks, ...otherNetworks]
  const isHome = (network: string) => home.some((prefix) => contains(prefix, network))
  const clash = ({ network }: { network: string }) =>
    isDefault(network) || isHome(network) ? undefined : networks.find((own) => contains(own, network))
  const overlapping = remote.flatMap(({ network }) => {
    const underlay = underlayNetworks.find((one) => overlaps(one, network) && !isHome(one) && !isHome(network))
    return underlay === undefined || isDefault(network) ? [] : [{ network, underlay }]
  })

  type Way = Pick<WayHome, 'interface' | 'mtu' | 'whole'> & { readonly via?: string | undefined }
  const wanted = new Map<string, Way>()
  const want = (to: string, way: Way | undefined) => {
    if (way && !wanted.has(to)) wanted.set(to, way)
  }
  const wantHome = (to: string) => {
    const way = wayFor(to)
    if (way) want(to, { ...way, via: way.ethernet ? nextHop(profile, way, to) : undefined })
  }
  // The route states its link's MTU, so that it is replaced when that changes. The kernel remembers for ten minutes with a route that a smaller
  // packet was too long (ip_rt_update_pmtu, also called by xfrm interfaces); a new route forgets it. Otherwise nobody would notice
  // that more passes.
  for (const { to, interface: name, mtu } of outerEnds) want(to, { interface: name, mtu })
  // First what is on link: the kernel takes no next hop that it cannot reach.
  for (const way of ways) for (const to of way.onLink) want(to, way)
  for (const to of home) wantHome(to)
  for (const { to } of profile.route) wantHome(to)
  for (const entry of remote) if (!clash(entry)) want(entry.network, entry.way)

  return {
    routes: [...wanted].map(([to, { interface: name, mtu, whole, via }]) => ({
      kind: 'route',
      to,
      interface: name,
      mtu,
      ...(via === undefined ? {} : { via }),
      ...(whole === undefined ? {} : { advmss: whole - headers }),
    })),
    // Prefixes of home get no rule here: the guard has made theirs (`guard.ts`).
    rules: [...wanted.keys()].filter((to) => !home.includes(to)).flatMap((to) => rulesTo(to, profile)),
    overlapping,
  }
}
