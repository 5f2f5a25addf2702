/** Writes the commands that make the gateway's end of the tunnel: devices, addresses, the MTU, and the routes back. */
import type { IkeLayer } from '../../contract/layer/ike.ts'
import type { Profile } from '../../contract/profile.ts'
import { familyOf, hostPrefix, network } from '../ip.ts'
import { isTransport } from '../layer/ike/transport.ts'
import { ipv6MinimumMtu } from '../mtu/ipv6-minimum.ts'
import { type EspCipher, ordinaryPathMtu } from '../profile/summary.ts'
import { blank } from './blanks.ts'
import { innermostDevice, isOfFamily, laptopNetworks, overlayOf, tunnelAddress, virtualAddress } from './other-end.ts'

/** Binds the states and policies of ESP to the device of ESP, where there is one. */
export const espInterfaceId = 6006

const atLeastMinimum = (mtu: number) => Math.max(mtu, ipv6MinimumMtu)

/** Finds the laptop's end of the overlay: the virtual address, or the fixed one that the profile has. */
const laptopEnd = (local: string, remote: string, ike: IkeLayer | undefined) =>
  local !== 'virtual' ? local : ike ? virtualAddress(ike, familyOf(remote)) : local

/** Makes the device of the overlay, and the gateway's end of it. */
function overlayLines(profile: Profile, cipher: EspCipher | undefined): readonly string[] {
  const overlay = overlayOf(profile)
  if (!overlay) return []
  const device = innermostDevice(profile)
  const ike = profile.layer.find((layer) => layer.kind === 'ike')
  const ends = `local ${overlay.remote} remote ${laptopEnd(overlay.local, overlay.remote, ike)}`
  const depth = profile.layer.indexOf(overlay) + 1
  const inTunnelMode = ike !== undefined && !isTransport(ike)
  return [
    `ip link delete dev ${device} 2>/dev/null || true`,
    // Within ESP the gateway's end is an address of nobody else's; outside it is the gateway's own, which is there.
    ...(inTunnelMode ? [`ip address replace ${hostPrefix(overlay.remote)} dev lo`] : []),
    `ip link add name ${device} type ${overlayType(overlay)} ${ends}`,
    `ip link set dev ${device} up mtu ${atLeastMinimum(ordinaryPathMtu(profile, depth, cipher))}`,
  ]
}

function overlayType(overlay: NonNullable<ReturnType<typeof overlayOf>>): string {
  if (overlay.kind === 'ip6ip6')
    return `ip6tnl mode ip6ip6 encaplimit ${overlay['encapsulation-limit']} hoplimit ${overlay['hop-limit']}`
  const { key, checksum, sequence, remote } = overlay
  return [
    familyOf(remote) === 4 ? 'gre ttl 255' : 'ip6gre hoplimit 255 encaplimit none',
    ...(key === undefined ? [] : [`key ${key}`]),
    ...(checksum ? ['csum'] : []),
    ...(sequence ? ['seq'] : []),
  ].join(' ')
}

/** Makes the device of ESP that carries the networks by itself: the routes lead to this device. */
function espLines(profile: Profile): readonly string[] {
  if (profile.layer[0]?.kind !== 'ike' || overlayOf(profile)) return []
  const device = innermostDevice(profile)
  return [
    `ip link delete dev ${device} 2>/dev/null || true`,
    `ip link add name ${device} type xfrm if_id ${espInterfaceId}`,
    `ip link set dev ${device} up mtu ${atLeastMinimum(ordinaryPathMtu(profile, 1))}`,
  ]
}

/** Sets up a device that OpenVPN or tinc has made: its MTU, the gateway's address on it, and the routes back. */
export function daemonDeviceLines(profile: Profile, device: string): readonly string[] {
  const known = tunnelAddress(profile)
  const isEthernet = profile.layer[0]?.kind === 'openvpn'
  const address = known ?? (isEthernet ? `${blank('tunnel-address')}/${ownLength(profile)}` : null)
  return [
    `ip link set dev ${device} up mtu ${atLeastMinimum(ordinaryPathMtu(profile, 1))}`,
    ...(address === null ? [] : [`ip address replace ${address} dev ${device}`]),
    ...routeLines(profile, device, address),
  ]
}

const ownLength = ({ address: [first] }: Profile) => first?.address.split('/')[1] ?? '64'

/** Finds the network that the gateway reaches without a route, by its own address in that network. */
function onLink({ address: [first] }: Profile, address: string | null): string | null {
  if (address === null) return null
  return address.startsWith('<<') ? (first ? network(first.address) : null) : network(address)
}

/** Names the laptop as the next hop to the network behind it, where the device is Ethernet. */
function nextHop({ layer: [outermost], address: [first], behind }: Profile, to: string): string {
  if (outermost?.kind !== 'openvpn' || !behind || to !== network(behind.address)) return ''
  return `via ${(first ?? behind).address.split('/')[0]} onlink `
}

/** Writes the routes back to the laptop. */
function routeLines(profile: Profile, device: string, address: string | null, cipher?: EspCipher): readonly string[] {
  const mtu = atLeastMinimum(ordinaryPathMtu(profile, profile.layer.length, cipher))
  return laptopNetworks(profile)
    .filter((to) => to !== onLink(profile, address))
    .map((to) => {
      const family = isOfFamily(to, 4) ? 4 : 6
      return `ip -${family} route replace ${to} ${nextHop(profile, to)}dev ${device} mtu ${mtu}`
    })
}

/**
 * Writes all of the commands, but for the states and policies of static ESP.
 *
 * @param cipher the cipher of ESP, where the gateway leaves no choice
 */
export function tunnelLines(profile: Profile, cipher?: EspCipher): readonly string[] {
  const device = innermostDevice(profile)
  const esp = profile.layer.find((layer) => layer.kind === 'esp')
  const address = esp ? hostPrefix(esp.remote) : overlayOf(profile) ? tunnelAddress(profile) : null
  return [
    ...overlayLines(profile, cipher),
    ...espLines(profile),
    ...(address === null ? [] : [`ip address replace ${address} dev ${device} nodad`]),
    ...(esp ? [`ip -6 route replace ${hostPrefix(esp.local)} dev ${device}`] : []),
    ...routeLines(profile, device, address, cipher),
  ]
}
