/**
 * All that is made once the carrier stands: links outer to inner, addresses, refusals, routes and rules, and the sum
 * of the path MTU. Pure: from the profile, what was negotiated, and the underlay.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import type { Underlay } from '../../contract/snapshot.ts'
import type { AddressChange, Change, LinkChange, RouteChange, XfrmBlockChange } from '../change/change.ts'
import { ifId, linkAlias, overlayInterface, xfrmInterface } from '../change/marks.ts'
import { planRouting, type WayHome } from '../change/policy-routing.ts'
import { familyOf, hostPrefix, parsePrefix } from '../ip.ts'
import { computePathMtu, type Encapsulation, type MtuSum } from '../mtu/overhead.ts'
import { done, failed, finding, type Outcome } from '../outcome.ts'
import { conflictWith, underlayNetworks } from '../underlay.ts'
import { greLink, greLocal, refuseInClear } from './gre.ts'
import { judgeVirtualAddresses } from './ike/established.ts'
import type { IkeEstablished } from './ike/security.ts'

/** RFC 8200 section 5. Linux takes IPv6 off a device with a smaller MTU, for good (measured). */
export const ipv6MinimumMtu = 1280

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
  /** Gateway's ends of overlays, reached through the carrier alone: they tell ESP's silence from the overlay's. */
  readonly outerEnds: readonly { readonly to: string; readonly interface: string }[]
  readonly findings: readonly Finding[]
}

/** A selector of one protocol ("192.168.101.0/24[gre]") carries the overlay, not what a route would send. */
const wholePrefixes = (selectors: readonly string[]) => selectors.filter((selector) => parsePrefix(selector) !== null)

/**
 * @param measured largest packet that passed, or null before it was measured: it goes into the routes.
 */
export function planTunnel(
  profile: Profile,
  security: IkeEstablished,
  underlay: Underlay,
  measured: number | null,
): Outcome<TunnelPlan> {
  const alias = linkAlias(profile.name)
  const encapsulations: Encapsulation[] = [
    {
      kind: 'esp',
      outer: familyOf(security.remoteHost),
      udp: security.udpEncapsulation,
      encryption: security.esp.encryption,
      integrity: security.esp.integrity,
    },
  ]
  const carrierSum = computePathMtu(underlay.mtu, encapsulations)
  const links: LinkChange[] = [
    {
      kind: 'link',
      name: xfrmInterface,
      alias,
      mtu: Math.max(carrierSum.computed, ipv6MinimumMtu),
      type: { kind: 'xfrm', ifId },
    },
  ]
  const addresses: AddressChange[] = security.virtualAddresses.map((address) => ({
    kind: 'address',
    interface: xfrmInterface,
    address,
    prefixLength: familyOf(address) === 4 ? 32 : 128,
  }))
  const refusals: XfrmBlockChange[] = []
  const outerEnds: { to: string; interface: string }[] = []
  const findings: Finding[] = []
  for (const layer of profile.layer) {
    const given = layer.kind === 'ike' ? judgeVirtualAddresses(layer, security.virtualAddresses) : done(undefined)
    if (!given.ok) findings.push(given.finding)
  }

  for (const address of security.virtualAddresses) {
    const owner = conflictWith(underlay, address)
    if (owner !== null)
      return failed(
        finding('address-conflict', { address, owner }, [
          `${underlay.interface}: ${underlay.addresses.join(', ')}, router ${underlay.router}`,
        ]),
      )
  }

  let sum = carrierSum
  for (const layer of profile.layer) {
    if (layer.kind !== 'gre') continue
    const local = greLocal(layer, security.virtualAddresses)
    if (!local.ok) return local
    encapsulations.push({
      kind: 'gre',
      outer: familyOf(layer.remote),
      key: layer.key !== undefined,
      checksum: layer.checksum,
      sequence: layer.sequence,
    })
    sum = computePathMtu(underlay.mtu, encapsulations)
    // DF is on to measure with; where less passes than IPv6 needs, it goes off.
    const passesWhole = measured === null || measured >= ipv6MinimumMtu
    outerEnds.push({ to: hostPrefix(layer.remote), interface: xfrmInterface })
    refusals.push(refuseInClear(layer, local.value))
    links.push({
      kind: 'link',
      name: overlayInterface,
      alias,
      mtu: Math.max(sum.computed, ipv6MinimumMtu),
      type: greLink(layer, local.value, xfrmInterface, passesWhole),
    })
  }

  const innermost = links.at(-1)?.name ?? xfrmInterface
  for (const { address: text } of profile.address) {
    const prefix = parsePrefix(text)
    if (prefix) {
      addresses.push({ kind: 'address', interface: innermost, address: prefix.address, prefixLength: prefix.length })
    }
  }

  // What an overlay may carry, plus what its own headers take, the carrier may carry.
  const routeMtu = (computed: number) =>
    measured === null ? null : Math.max(measured + computed - sum.computed, ipv6MinimumMtu)
  const whole = measured !== null && measured < ipv6MinimumMtu ? measured : undefined
  const ways: WayHome[] = [
    { interface: xfrmInterface, carries: wholePrefixes(security.remoteSelectors), mtu: routeMtu(carrierSum.computed) },
    ...(innermost === xfrmInterface
      ? []
      : [{ interface: innermost, carries: null, mtu: routeMtu(sum.computed), whole }]),
  ]
  const routing = planRouting(profile, ways, outerEnds, underlayNetworks(underlay))
  for (const overlap of routing.overlapping) findings.push(finding('network-overlap', { ...overlap }))

  return done({
    gateway: security.remoteHost,
    // The refusals before the links that they protect.
    changes: [...refusals, ...links, ...addresses, ...routing.routes, ...routing.rules],
    links,
    routes: routing.routes,
    addresses,
    sum,
    innermost,
    outerEnds,
    findings,
  })
}
