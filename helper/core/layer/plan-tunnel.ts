/**
 * Plans all changes that a stack of layers needs, outer to inner (links, addresses, refusals, routes and rules), and
 * the sum of the path MTU. Pure: the plan follows from the profile, from what the carrier's daemon says is established,
 * and from the underlay.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import type { Underlay } from '../../contract/snapshot.ts'
import type { AddressChange, Change, InputFilterChange, LinkChange, RouteChange } from '../change/change.ts'
import { linkAlias } from '../change/marks.ts'
import { planRouting, sourceRules, type WayHome } from '../change/policy-routing.ts'
import { familyOf, hostPrefix, network, parsePrefix } from '../ip.ts'
import type { Encapsulation } from '../mtu/encapsulation.ts'
import { ipv6MinimumMtu } from '../mtu/ipv6-minimum.ts'
import { computePathMtu, type MtuSum } from '../mtu/overhead.ts'
import { done, finding, type Outcome } from '../outcome.ts'
import { underlayNetworks } from '../underlay.ts'
import { type Behind, behindChanges, forwardingOf } from './behind.ts'
import type { Established } from './established.ts'
import { isTransport } from './ike/transport.ts'
import type { LayerContext, LayerPlan } from './layer-plan.ts'
import { planLayer } from './plan-layer.ts'

/**
 * A far end that is asked through the layer around it alone: an answer shows that the carrier works, where the overlay
 * inside it is silent.
 */
export interface OuterEnd {
  readonly to: string
  readonly interface: string
  /** Of that link. */
  readonly mtu: number
}

export interface TunnelPlan {
  readonly gateway: string
  /** All changes, in the order in which they are made. */
  readonly changes: readonly Change[]
  readonly links: readonly LinkChange[]
  readonly routes: readonly RouteChange[]
  readonly addresses: readonly AddressChange[]
  readonly sum: MtuSum
  /** The innermost link: what applications' packets enter, and where the path MTU is measured. */
  readonly innermost: string
  readonly outerEnds: readonly OuterEnd[]
  /** The network behind this laptop. Changes on that network's own link are not among `changes`. */
  readonly behind: Behind | null
  readonly findings: readonly Finding[]
}

/** The plan of a layer that has a link, with the sum of the path MTU up to this layer and the link around it. */
interface Placed {
  readonly layerPlan: LayerPlan
  readonly link: NonNullable<LayerPlan['link']>
  readonly sum: MtuSum
  readonly around: string | null
}

/** The path MTU as far as it is known. */
export interface PathMtuKnown {
  /** The size of the largest packet that passed in one piece; null: not known. Routes carry this size as their MTU. */
  readonly measured: number | null
  /**
   * Whether the path MTU is being measured now. Links set DF meanwhile, whatever was known before: fragments would
   * count as packets that passed.
   */
  readonly measuring: boolean
}
export const nothingKnown: PathMtuKnown = { measured: null, measuring: false }

/**
 * @param behind the network behind this laptop, where there is one here
 * @param otherNetworks prefixes on links that are neither the underlay's nor ours, such as docker0
 */
export function planTunnel(
  profile: Profile,
  established: Established,
  underlay: Underlay,
  { measured, measuring }: PathMtuKnown = nothingKnown,
  behind: Behind | null = null,
  otherNetworks: readonly string[] = [],
): Outcome<TunnelPlan> {
  // Measuring needs DF; where less passes than IPv6 needs, DF is switched off.
  const passesWhole = measuring || measured === null || measured >= ipv6MinimumMtu
  const layerPlans: LayerPlan[] = []
  const stack: Placed[] = []
  const encapsulations: Encapsulation[] = []
  let around: LayerContext['around'] = null
  for (const [n, layer] of profile.layer.entries()) {
    const inTransport = isTransport(profile.layer[n - 1])
    const planned = planLayer(layer, { underlay, established, around, inTransport, passesWhole })
    if (!planned.ok) return planned
    const layerPlan = planned.value
    const { link } = layerPlan
    encapsulations.push(layerPlan.encapsulation)
    layerPlans.push(layerPlan)
    if (!link) continue
    stack.push({ layerPlan, link, sum: computePathMtu(underlay.mtu, encapsulations), around: around?.link ?? null })
    around = { link: link.name, assigned: layerPlan.assigned }
  }
  const inner = stack.at(-1)
  if (!inner) throw new Error('a profile without links was let in')
  const { sum } = inner
  const innermost = inner.link.name

  const alias = linkAlias(profile.name)
  const links = stack.map(({ link, sum }): LinkChange => ({ kind: 'link', ...link, alias, mtu: linkMtu(sum) }))
  const addresses = placeAddresses(profile, stack, innermost)
  const outerEnds = stack.flatMap(({ layerPlan: { remoteEnd } }, n): OuterEnd[] => {
    const outer = stack[n - 1]
    if (remoteEnd === null || !outer) return []
    return [{ to: hostPrefix(remoteEnd), interface: outer.link.name, mtu: linkMtu(outer.sum) }]
  })
  const ways = stack.map((placed) => wayHome(placed, placed === inner, sum, measured, addresses))
  const routing = planRouting(profile, ways, outerEnds, underlayNetworks(underlay), otherNetworks)

  return done({
    gateway: established.remoteHost,
    // Refusals are made before what they protect, and addresses before what is bound to them.
    changes: [
      inputFilter(addresses, links, behind),
      ...layerPlans.flatMap(({ before }) => before),
      ...links.flatMap((link) => linkChanges(link)),
      ...links.map(({ name }): Change => ({ kind: 'xfrm-pass', interface: name })),
      ...addresses,
      ...layerPlans.flatMap(({ after }) => after),
      ...routing.routes,
      ...routing.rules,
      ...sourceRules(profile, addresses),
      ...(behind ? behindChanges(behind) : []),
    ],
    links,
    routes: routing.routes,
    addresses,
    behind,
    sum,
    innermost,
    outerEnds,
    findings: [
      ...layerPlans.flatMap((layerPlan) => layerPlan.findings),
      ...routing.overlapping.map((overlap) => finding('network-overlap', { ...overlap })),
    ],
  })
}

/** A link has what is left of the underlay's MTU, and never less than IPv6 needs. */
const linkMtu = ({ computed }: MtuSum): number => Math.max(computed, ipv6MinimumMtu)

/**
 * The changes that make a link and set it up. A daemon's device (tun) was made before the daemon, so only its settings
 * are here. A link's MTU and DF are changes of their own, as they follow the network while the link stands.
 */
const linkChanges = (link: LinkChange): Change[] => [
  ...(link.type.kind === 'tun' ? [] : [link]),
  { ...link, kind: 'link-setting' },
]

/**
 * The input filter accepts packets to each address of ours by that address's own link only. Hosts behind the laptop are
 * part of home, so packets from their link may reach these addresses as well.
 */
const inputFilter = (
  addresses: readonly AddressChange[],
  links: readonly LinkChange[],
  behind: Behind | null,
): InputFilterChange => ({
  kind: 'input-filter',
  arrivals: addresses.map(({ address, interface: link }) => ({
    address,
    interfaces: [link, ...(behind ? [behind.link] : [])],
  })),
  ...(behind
    ? {
        forwarding: forwardingOf(
          behind,
          links.map(({ name }) => name),
        ),
      }
    : {}),
})

/**
 * Decides which link each address is put on: assigned addresses on the link that they were assigned for, an inner
 * layer's own end on the link around that layer, all others on the innermost link.
 */
function placeAddresses(profile: Profile, stack: readonly Placed[], innermost: string): AddressChange[] {
  const placed: AddressChange[] = []
  const place = (link: string, address: string, prefixLength: number) => {
    if (placed.some((other) => other.address === address)) return
    placed.push({ kind: 'address', interface: link, address, prefixLength })
  }
  // Home knows the laptop by its address in the network behind it, even while that network's link is down. The address
  // is placed first, as the kernel prefers the address that was added last.
  const behind = profile.behind && parsePrefix(profile.behind.address)
  if (behind) place(innermost, behind.address, 128)
  const chosen = profile.address.flatMap(({ address }) => parsePrefix(address) ?? [])
  const lengthOf = (address: string) =>
    chosen.find((prefix) => prefix.address === address)?.length ?? (familyOf(address) === 4 ? 32 : 128)
  for (const { layerPlan, link, around } of stack) {
    for (const { address, length } of layerPlan.assigned) place(link.name, address, length)
    if (layerPlan.local !== null && around !== null) place(around, layerPlan.local, lengthOf(layerPlan.local))
  }
  for (const { address, length } of chosen) place(innermost, address, length)
  return placed
}

function wayHome(
  { layerPlan, link: { name, type }, sum: { computed } }: Placed,
  isInnermost: boolean,
  sum: MtuSum,
  measured: number | null,
  addresses: readonly AddressChange[],
): WayHome {
  const onLink = addresses
    .filter((address) => address.interface === name)
    .map(({ address, prefixLength }) => network(`${address}/${prefixLength}`))
  return {
    interface: name,
    // The overlay that carries an encrypting layer gets no routes of its own: packets that the inner layer is to
    // encrypt must not leave by the overlay in clear.
    reachable: isInnermost ? layerPlan.reachable : (layerPlan.reachable ?? []),
    onLink: isInnermost && type.kind === 'tun' ? onLink : [],
    ethernet: layerPlan.ethernet,
    // The link around may carry what the inner layer may carry plus what the inner layer's headers take.
    mtu: measured === null ? null : Math.max(measured + computed - sum.computed, ipv6MinimumMtu),
    whole: isInnermost && measured !== null && measured < ipv6MinimumMtu ? measured : undefined,
  }
}
