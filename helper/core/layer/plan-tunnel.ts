/**
 * All that is made of a stack, outer to inner: links, addresses, refusals, routes and rules, and the sum of the path
 * MTU. Pure: from the profile, what its daemon says is established, and the underlay.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import type { Underlay } from '../../contract/snapshot.ts'
import type { AddressChange, Change, InputFilterChange, LinkChange, RouteChange } from '../change/change.ts'
import { linkAlias } from '../change/marks.ts'
import { planRouting, type WayHome } from '../change/policy-routing.ts'
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

/** A far end reached through the layer around it alone: it tells the carrier's silence from the overlay's. */
export interface OuterEnd {
  readonly to: string
  readonly interface: string
}

export interface TunnelPlan {
  readonly gateway: string
  /** In the order in which they are made. */
  readonly changes: readonly Change[]
  readonly links: readonly LinkChange[]
  readonly routes: readonly RouteChange[]
  readonly addresses: readonly AddressChange[]
  readonly sum: MtuSum
  /** The innermost link: what applications' packets enter, and where the path MTU is measured. */
  readonly innermost: string
  readonly outerEnds: readonly OuterEnd[]
  /** The network behind this laptop; what is of it on its own link is not among the changes. */
  readonly behind: Behind | null
  readonly findings: readonly Finding[]
}

/** A layer's plan with a link, in its place: with the sum up to it, and the link around it. */
interface Placed {
  readonly layerPlan: LayerPlan
  readonly link: NonNullable<LayerPlan['link']>
  readonly sum: MtuSum
  readonly around: string | null
}

/** The path MTU as far as it is known. */
export interface PathMtuKnown {
  /** Largest packet that passed in one piece; null: not known. It goes into the routes. */
  readonly measured: number | null
  /** While it is being measured, links set DF whatever was known before: fragments would count as packets that passed. */
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
  // DF is on to measure with; where less passes than IPv6 needs, it goes off.
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
  const links = stack.map(
    ({ link, sum: { computed } }): LinkChange => ({
      kind: 'link',
      ...link,
      alias,
      mtu: Math.max(computed, ipv6MinimumMtu),
    }),
  )
  const addresses = placeAddresses(profile, stack, innermost)
  const outerEnds = stack.flatMap(({ layerPlan, around: link }) =>
    layerPlan.remoteEnd === null || link === null ? [] : [{ to: hostPrefix(layerPlan.remoteEnd), interface: link }],
  )
  const ways = stack.map((placed) => wayHome(placed, placed === inner, sum, measured, addresses))
  const routing = planRouting(profile, ways, outerEnds, underlayNetworks(underlay), otherNetworks)

  return done({
    gateway: established.remoteHost,
    // What refuses before what it protects; addresses before what is bound to them.
    changes: [
      inputFilter(addresses, links, behind),
      ...layerPlans.flatMap(({ before }) => before),
      ...links.flatMap((link) => linkChanges(link)),
      ...links.map(({ name }): Change => ({ kind: 'xfrm-pass', interface: name })),
      ...addresses,
      ...layerPlans.flatMap(({ behind }) => behind),
      ...routing.routes,
      ...routing.rules,
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

/**
 * A daemon's device is there already. A link's MTU and its DF are changes of their own, as they follow the network while the link
 * stands.
 */
const linkChanges = (link: LinkChange): Change[] => [
  ...(link.type.kind === 'tun' ? [] : [link]),
  { ...link, kind: 'link-setting' },
]

/** Each address by its own link; who is behind the laptop is at home, and may reach them as well. */
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

/** Assigned addresses go on the link they were assigned for; an inner layer's own end on the link around it; all others innermost. */
function placeAddresses(profile: Profile, stack: readonly Placed[], innermost: string): AddressChange[] {
  const placed: AddressChange[] = []
  const place = (link: string, address: string, prefixLength: number) => {
    if (placed.some((other) => other.address === address)) return
    placed.push({ kind: 'address', interface: link, address, prefixLength })
  }
  // Wherever the network behind is, home knows the laptop by its address there. First, as the kernel prefers what came last.
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
    // What an inner layer encrypts must not go round it by the overlay that carries it.
    reachable: isInnermost ? layerPlan.reachable : (layerPlan.reachable ?? []),
    onLink: isInnermost && type.kind === 'tun' ? onLink : [],
    ethernet: layerPlan.ethernet,
    // What an inner layer may carry, plus what its own headers take, the one around it may carry.
    mtu: measured === null ? null : Math.max(measured + computed - sum.computed, ipv6MinimumMtu),
    whole: isInnermost && measured !== null && measured < ipv6MinimumMtu ? measured : undefined,
  }
}
