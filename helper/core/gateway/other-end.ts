/** Says what follows from a profile for the gateway: which networks are the laptop's, and what the gateway is in the tunnel. */
import type { IkeLayer } from '../../contract/layer/ike.ts'
import type { Layer, Profile } from '../../contract/profile.ts'
import { contains, disjoint, familyOf, hostPrefix, isDefault, network, parseAddress, parsePrefix } from '../ip.ts'
import { isTransport } from '../layer/ike/transport.ts'
import { blank } from './blanks.ts'

/** Names the gateway's devices, by the innermost layer that makes one. */
const deviceOf: Readonly<Record<Layer['kind'], string>> = {
  ike: 'esp-laptop',
  esp: 'esp-laptop',
  gre: 'gre-laptop',
  ip6ip6: 'ip6-laptop',
  openvpn: 'tap-laptop',
  tinc: 'tinc-laptop',
}

type Overlay = Extract<Layer, { kind: 'gre' | 'ip6ip6' }>
export const overlayOf = ({ layer }: Profile): Overlay | undefined =>
  layer.find((one): one is Overlay => one.kind === 'gre' || one.kind === 'ip6ip6')

/** Names the device by which the gateway sends packets to the laptop. Static ESP is a matter of policies and has no device. */
export function innermostDevice(profile: Profile): string {
  const [outermost] = profile.layer
  return deviceOf[(overlayOf(profile) ?? outermost)?.kind ?? 'ike']
}

/** Lists the addresses that the gateway hands out. An address is a blank unless the profile asks for a certain one. */
export const virtualAddresses = (layer: IkeLayer): readonly string[] =>
  layer['request-addresses'].map((text) =>
    text === '0.0.0.0' ? blank('laptop-v4') : text === '::' ? blank('laptop-v6') : text,
  )

/** Finds the virtual address of a family, as text or as a blank. */
export const virtualAddress = (layer: IkeLayer, family: 4 | 6): string =>
  virtualAddresses(layer).find((text) => isOfFamily(text, family)) ?? blank(family === 4 ? 'laptop-v4' : 'laptop-v6')

/** Tells the family of an address, of a prefix, and of a blank for one. */
export const isOfFamily = (text: string, family: 4 | 6): boolean =>
  text.startsWith('<<') ? text.includes(`IPv${family}`) : familyOf(text) === family

/** Writes an address as a prefix of its own, also where the address is a blank. */
export const asHost = (address: string): string => `${address}/${isOfFamily(address, 4) ? 32 : 128}`

/** Finds the network that home routes to the laptop because of one of the laptop's addresses. */
function routedFor(address: string, { home }: Profile): string {
  const whole = network(address)
  const widerThanHome = home.prefixes.some((prefix) => prefix !== whole && contains(whole, prefix))
  return widerThanHome ? hostPrefix(address.split('/')[0] ?? '') : whole
}

function networksOfStack(profile: Profile): readonly string[] {
  const { layer, address } = profile
  const ends = layer.find(({ kind }) => kind === 'tinc' || kind === 'esp')
  if (ends?.kind === 'tinc') return ends.subnets
  if (ends?.kind === 'esp') return ends['local-networks']
  const [outermost] = layer
  if (outermost?.kind === 'ike' && !overlayOf(profile))
    return outermost['local-networks'].length > 0
      ? outermost['local-networks']
      : virtualAddresses(outermost).map(asHost)
  return address.map((one) => routedFor(one.address, profile))
}

/** Lists the networks whose packets home must send to the laptop. */
export function laptopNetworks(profile: Profile): readonly string[] {
  const behind = profile.behind ? [network(profile.behind.address)] : []
  const all = [...networksOfStack(profile), ...behind]
  return [...disjoint(all.filter((one) => !one.startsWith('<<'))), ...all.filter((one) => one.startsWith('<<'))]
}

/**
 * Finds the gateway's address on the innermost device, with its prefix length. The profile names the address only as a next hop or as
 * a host of home's; null where it does neither.
 */
export function tunnelAddress(profile: Profile): string | null {
  const tinc = profile.layer.find((layer) => layer.kind === 'tinc')
  const networks = tinc
    ? (tinc.hosts.find(({ name }) => name === tinc['connect-to'][0])?.subnets ?? []).filter((one) => !isDefault(one))
    : profile.address.map(({ address }) => network(address))
  const own = profile.address.map(({ address }) => address.split('/')[0])
  const candidates = [...profile.route.flatMap(({ via }) => via ?? []), ...profile.home.hosts]
  for (const candidate of candidates) {
    const on = networks.find((one) => contains(one, candidate))
    if (on === undefined || own.includes(candidate)) continue
    return tinc ? hostPrefix(candidate) : `${candidate}/${parsePrefix(on)?.length}`
  }
  return null
}

/** Reads the gateway's own outer address from the profile; null where the profile has a name instead. */
export const outerAddress = ({ gateway }: Profile): string | null => parseAddress(gateway)?.address ?? null

/** Tells whether the tunnel still works where the gateway is behind a router with NAT. Transport mode and plain GRE or ip6ip6 do not: their packets carry the ends' real addresses. */
export const passesNat = (profile: Profile): boolean =>
  !isTransport(profile.layer[0]) && profile.layer[0]?.kind !== 'ip6ip6' && profile.layer[0]?.kind !== 'gre'
