/**
 * Finds what other programs have set up on this laptop that is in the way of the tunnel: routing rules that decide
 * before ours, a tunnel of theirs that the way to the gateway leads into, links with a network of home's. Pure: the
 * findings follow from the kernel's state, and each names the rule or link.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import type { Family } from '../change/change.ts'
import { fwmark, isOurAlias, mainTable, routeProtocol, rulePriority, table } from '../change/marks.ts'
import type { Observed, ObservedRoute, ObservedRule } from '../change/observed.ts'
import { type Packet, rulesMet, ruleText } from '../change/rule-walk.ts'
import { networksOnLinks } from '../change/surroundings.ts'
import { contains, familyOf, hostPrefix, isDefault, overlaps, parsePrefix } from '../ip.ts'
import { finding } from '../outcome.ts'
import { remoteNetworks } from './remote-networks.ts'

/** RT_TABLE_LOCAL (rtnetlink(7)): the laptop's own addresses. */
const localTable = 255
/**
 * Addresses that nobody has (documentation, RFC 5737 and 3849). Each stands for all destinations of its family that no
 * narrower route is for.
 */
const somewhere: Readonly<Record<Family, string>> = { 4: '192.0.2.1/32', 6: '2001:db8::1/128' }

const lengthOf = (prefix: string) => parsePrefix(prefix)?.length ?? 0

/**
 * Finds the table's narrowest route for a packet, among the routes that the rule lets count (suppress_prefixlength in
 * ip-rule(8)).
 */
function routeFor(rule: ObservedRule, { family, to }: Packet, { routes }: Observed): ObservedRoute | undefined {
  return routes
    .filter((route) => route.table === rule.table && route.family === family && overlaps(route.to, to))
    .filter((route) => lengthOf(route.to) > (rule.suppressPrefixLength ?? -1))
    .sort((a, b) => lengthOf(b.to) - lengthOf(a.to) || a.metric - b.metric)[0]
}

interface Decision {
  readonly rule: ObservedRule
  /** null: the rule refuses the packet. */
  readonly route: ObservedRoute | null
}

/** Finds the rule that decides where a packet goes; null where none does. */
function decisionFor(packet: Packet, now: Observed): Decision | null {
  for (const rule of rulesMet(now.rules, packet)) {
    if (rule.table === localTable) continue
    if (rule.unreachable || rule.refusal !== undefined) return { rule, route: null }
    const route = routeFor(rule, packet, now)
    if (route) return { rule, route }
  }
  return null
}

const isOurs = ({ protocol, priority }: ObservedRule) =>
  protocol === String(routeProtocol) && (priority === rulePriority.jump || (priority >= 6000 && priority <= 6099))

/** Sample packets whose way our rules are to decide, each with words for it. */
function ourPackets(profile: Profile, now: Observed, gateways: readonly string[]) {
  const toGateway = gateways.map((address) => ({ family: familyOf(address), to: hostPrefix(address) }))
  const home = profile.home.prefixes.map((to) => ({
    what: `for home (${to})`,
    packet: { family: familyOf(to), to, fwmark: 0 },
  }))
  const routed = profile.route
    .filter(({ to }) => isDefault(to) && now.routes.some((route) => route.table === table && route.to === to))
    .map(({ to }) => ({
      what: `to ${to}`,
      packet: { family: familyOf(to), to: somewhere[familyOf(to)], fwmark: 0 },
    }))
  const marked = toGateway.map(({ family, to }) => ({ what: 'to the gateway', packet: { family, to, fwmark } }))
  return [...marked, ...home, ...routed]
}

/** Rules of other programs that decide before ours about packets that are ours to decide. */
function rulesBeforeOurs(profile: Profile, now: Observed, gateways: readonly string[]): Finding[] {
  const found = new Map<string, Finding>()
  for (const { what, packet } of ourPackets(profile, now, gateways)) {
    const decided = decisionFor(packet, now)
    // Where no rule of ours stands at all, the finding of the missing guard says so.
    const ours = now.rules.some((rule) => rule.family === packet.family && isOurs(rule))
    if (!decided || !ours || isOurs(decided.rule)) continue
    const rule = ruleText(decided.rule)
    const device = decided.route?.interface ?? 'no link'
    const evidence = `${what}: ${rule}, by ${device}`
    const key = `${packet.family} ${rule}`
    const known = found.get(key)
    found.set(
      key,
      known
        ? { ...known, evidence: [...known.evidence, evidence] }
        : finding('rule-before-ours', { what, rule, interface: device, family: packet.family }, [evidence]),
    )
  }
  return [...found.values()]
}

/** Links of these kinds (`ip -d link`) are other programs' tunnels. */
const tunnelKinds: ReadonlySet<string> = new Set(['tun', 'wireguard', 'ppp', 'xfrm', 'vti', 'gre', 'ipip', 'sit'])

/** The main table's way to the gateway, where it leads into a tunnel of somebody else's. */
function gatewayInTunnel(now: Observed, gateways: readonly string[]): Finding[] {
  const inMain: ObservedRule = { family: 4, priority: 0, protocol: '', table: mainTable, unreachable: false }
  return gateways.flatMap((address) => {
    const route = routeFor(inMain, { family: familyOf(address), to: hostPrefix(address), fwmark }, now)
    const link = now.links.find(({ name }) => name === route?.interface)
    if (!route || !link || isOurAlias(link.alias) || !tunnelKinds.has(link.kind ?? '')) return []
    const evidence = `${route.to} dev ${link.name}, which is a ${link.kind} link`
    return [finding('gateway-in-other-tunnel', { gateway: address, interface: link.name, route: route.to }, [evidence])]
  })
}

/**
 * Finds routes of the main table that win over the profile's default route, such as one that this network advertises.
 */
function routesBeforeOurs({ route }: Profile, now: Observed): Finding[] {
  return route
    .filter(({ to }) => isDefault(to) && now.routes.some((one) => one.table === table && one.to === to))
    .flatMap(({ to }) => {
      const family = familyOf(to)
      const decided = decisionFor({ family, to: somewhere[family], fwmark: 0 }, now)
      const by = decided?.route
      if (!by || by.table !== mainTable || !decided || !isOurs(decided.rule)) return []
      const words = `${by.to} leads to ${by.interface}`
      return [finding('route-overridden', { to, by: words }, [`${by.to} dev ${by.interface}, protocol ${by.protocol}`])]
    })
}

/** Links other than the underlay that have a part of home's networks, or of those that the layers reach. */
function linksWithOurs(profile: Profile, now: Observed, underlay: string | null): Finding[] {
  const { prefixes } = profile.home
  const others = networksOnLinks(now).filter(({ link }) => link !== underlay && link !== profile.behind?.link)
  const remote = remoteNetworks(profile).filter((network) => !prefixes.some((prefix) => contains(prefix, network)))
  const shared = (networks: readonly string[], own: string) => networks.find((network) => overlaps(network, own))
  return others.flatMap(({ link, network }): Finding[] => {
    const home = shared(prefixes, network)
    const args = { interface: link, own: network }
    if (home !== undefined) return [finding('link-has-home', { ...args, network: home })]
    const behindGateway = shared(remote, network)
    return behindGateway === undefined ? [] : [finding('link-has-remote-network', { ...args, network: behindGateway })]
  })
}

/**
 * @param gateways addresses of the gateway
 * @param underlay the link that the laptop is on the internet by; its own overlaps are the plan's to tell
 */
export function foreignFindings(
  profile: Profile,
  now: Observed,
  { gateways, underlay }: { readonly gateways: readonly string[]; readonly underlay: string | null },
): readonly Finding[] {
  return [
    ...(now.routesPartial ? [finding('routes-unlisted')] : []),
    ...rulesBeforeOurs(profile, now, gateways),
    ...gatewayInTunnel(now, gateways),
    ...routesBeforeOurs(profile, now),
    ...linksWithOurs(profile, now, underlay),
  ]
}
