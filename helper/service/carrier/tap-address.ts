/**
 * Takes an address for the tap from the far end's network, where the profile wants one: by router advertisement (SLAAC) or by DHCPv6.
 * The profile's own addresses are put on the tap besides.
 */
import type { OpenVpnLayer } from '../../contract/layer/openvpn.ts'
import type { Finding } from '../../contract/problem.ts'
import type { Assigned } from '../../core/layer/assigned.ts'
import { autoconfigured } from '../../core/layer/openvpn/advertisement.ts'
import { tapName } from '../../core/layer/openvpn/plan.ts'
import { done, failed, finding, type Outcome } from '../../core/outcome.ts'
import type { CarrierPorts } from './carrier.ts'

export interface TapAddress {
  readonly assigned: Assigned | null
  /** Resolves with the reason when the lease of the address ends. Never resolves where the address was not leased. */
  readonly ended: Promise<Finding>
  release(): void
}

type Take = (
  link: string,
  home: readonly string[],
  ports: CarrierPorts,
  signal: AbortSignal,
) => Promise<Outcome<TapAddress>>

/** A host asks for routers three times, 4 s apart (MAX_RTR_SOLICITATIONS and RTR_SOLICITATION_INTERVAL in RFC 4861, 10). */
const advertisementMs = 12_000
/** DHCPv6 needs the tap's link-local address, which the kernel tests for a second or two before; then it may take as long as SLAAC. */
const leaseMs = 15_000
/** DHCPv6 does not say how long the link's prefix is (RFC 8415, 5). The links of an openvpn layer have a /64. */
const length = 64

const kept = (assigned: Assigned | null): TapAddress => ({
  assigned,
  ended: new Promise(() => undefined),
  release: () => undefined,
})

const ways: Record<NonNullable<OpenVpnLayer['autoconfiguration']>, Take> = {
  async slaac(link, home, { probes }, signal) {
    const heard = await probes.routerAdvertisement({ interface: link, deadlineMs: advertisementMs, signal })
    const assigned = heard && autoconfigured(heard.packet, heard.mac, home)
    const evidence = heard
      ? 'A router advertises other prefixes, or none for hosts.'
      : `No router advertises on ${link}.`
    return assigned ? done(kept(assigned)) : failed(finding('no-autoconfigured-address', {}, [evidence]))
  },
  async dhcpv6(link, home, ports, signal) {
    const held = await ports.dhcpv6({ interface: link, home, deadlineMs: leaseMs, signal })
    if (typeof held === 'string') return failed(finding('no-dhcpv6-address', { why: held }))
    const { address, ended, release } = held
    const why = ended.then((why) => finding('dhcpv6-lease-ended', { address, why }))
    return done({ assigned: { address, length }, ended: why, release })
  },
}

export const takeTapAddress = (
  layer: OpenVpnLayer,
  home: readonly string[],
  ports: CarrierPorts,
  signal: AbortSignal,
): Promise<Outcome<TapAddress>> =>
  layer.autoconfiguration === undefined
    ? Promise.resolve(done(kept(null)))
    : ways[layer.autoconfiguration](tapName(layer), home, ports, signal)
