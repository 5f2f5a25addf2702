/**
 * Which prefixes go home by which of our links: routes in table 6006 and the rules that lead there.
 * The main table stays as it was; what is specific there wins over our default, never over home (`guard.ts`).
 */
import type { Profile } from '../../contract/profile.ts'
import { contains, familyOf, isDefault, overlaps, parsePrefix } from '../ip.ts'
import type { RouteChange, RuleChange } from './change.ts'
import { rulePriority, table } from './marks.ts'

/** A link of ours that packets can go home by. */
export interface WayHome {
  readonly interface: string
  /** What it reachable: remote networks of a carrier; null where the far end routes on whatever comes (an overlay). */
  readonly reachable: readonly string[] | null
  /** Networks on this link itself, by the addresses that we have on it. */
  readonly onLink: readonly string[]
  /** Ethernet: what is beyond the link has a next hop, the profile's. */
  readonly ethernet: boolean
  /** MTU for its routes: measured, or null for the device's own. */
  readonly mtu: number | null
  /** Largest packet that passes whole, where that is less than `mtu`: TCP is asked to stay below. */
  readonly whole?: number | undefined
}

/** IPv6 and TCP headers without options (RFC 8200, RFC 9293). */
const headers = 60

export interface Routing {
  readonly routes: readonly RouteChange[]
  readonly rules: readonly RuleChange[]
  /** Remote networks left to the underlay because it uses the same addresses itself. */
  readonly overlapping: readonly { readonly network: string; readonly underlay: string }[]
}

/** A rule that leads a chosen prefix into table 6006; a default stands below all that is specific in main. */
const rulesTo = (to: string): RuleChange[] => {
  const family = familyOf(to)
  return isDefault(to)
    ? [
        {
          kind: 'rule',
          family,
          priority: rulePriority.specificBeforeDefault,
          selector: {},
          action: { lookup: 'main', suppressPrefixLength: 0 },
        },
        { kind: 'rule', family, priority: rulePriority.default, selector: {}, action: { lookup: table } },
      ]
    : [{ kind: 'rule', family, priority: rulePriority.chosen, selector: { to }, action: { lookup: table } }]
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
 */
export function planRouting(
  profile: Profile,
  ways: readonly WayHome[],
  outerEnds: readonly { readonly to: string; readonly interface: string }[],
  underlayNetworks: readonly string[],
): Routing {
  const home = profile.home.prefixes
  const overlay = ways.findLast(({ reachable }) => reachable === null)
  const wayFor = (to: string) => ways.find(({ reachable }) => reachable?.some((net) => contains(net, to))) ?? overlay

  const remote = ways.flatMap((way) => (way.reachable ?? []).map((network) => ({ network, way })))
  const clash = ({ network }: { network: string }) =>
    isDefault(network) || home.some((prefix) => contains(prefix, network))
      ? undefined
      : underlayNetworks.find((underlay) => overlaps(underlay, network))
  const overlapping = remote.flatMap((entry) => {
    const underlay = clash(entry)
    return underlay === undefined ? [] : [{ network: entry.network, underlay }]
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
  for (const { to, interface: name } of outerEnds) want(to, { interface: name, mtu: null })
  // First what is on link: the kernel takes no next hop that it cannot reach.
  for (const way of ways) for (const to of way.onLink) want(to, way)
  for (const to of home) wantHome(to)
  for (const { to } of profile.route) wantHome(to)
  for (const entry of remote) if (!clash(entry)) want(entry.network, entry.way)

  return {
    routes: [...wanted].map(([to, { interface: name, mtu, whole, via }]) => ({
      ...{ kind: 'route', to, interface: name, mtu },
      ...(via === undefined ? {} : { via }),
      ...(whole === undefined ? {} : { advmss: whole - headers }),
    })),
    // Home has its rules already: the guard's.
    rules: [...wanted.keys()].filter((to) => !home.includes(to)).flatMap(rulesTo),
    overlapping,
  }
}
