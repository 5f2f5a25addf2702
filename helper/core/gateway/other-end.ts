/** Says what follows from a profile for the gateway: which networks are the laptop's, and what the gateway is in the tunnel. */
import type { IkeLayer } from '../../contract/layer/ike.ts'
import type { Layer, Profile } from '../../contract/profile.ts'
import { contains, disjoint, familyOf, hostPrefix, isDefault, network, parseAddress, parsePrefix } from '../ip.ts'
import { isTransport } from '../layer/ike/transport.ts'
import { blank } from './blanks.ts'

/** The names of the gateway's devices, by the innermost layer that makes one. */
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

/** The device by which the gateway sends packets to the laptop. Static ESP is a matter of policies, so it has no device. */
export function innermostDevice(profile: Profile): string {
  const [outermost] = profile.layer
  return deviceOf[(overlayOf(profile) ?? outermost)?.kind ?? 'ike']
}

/** The addresses that the gateway hands out, by family: known where the profile asks for a certain one. */
export const virtualAddresses = (layer: IkeLayer): readonly string[] =>
  layer['request-addresses'].map((text) =>
    text === '0.0.0.0' ? blank('laptop-v4') : text === '::' ? blank('laptop-v6') : text,
  )

/** The virtual address of a family, as text or as a blank. */
export const virtualAddress = (layer: IkeLayer, family: 4 | 6): string =>
  virtualAddresses(layer).find((text) => isOfFamily(text, family)) ?? blank(family === 4 ? 'laptop-v4' : 'laptop-v6')

export const isOfFamily = (text: string, family: 4 | 6): boolean =>
  text.startsWith('<<') ? text.includes(`IPv${family}`) : familyOf(text) === family

/** An address as a prefix of its own, also where it is a blank. */
export const asHost = (address: string): string => `${address}/${isOfFamily(address, 4) ? 32 : 128}`

/** The network that home routes to the laptop for one of its addresses. */
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

/** The networks whose packets home must send to the laptop. */
export function laptopNetworks(profile: Profile): readonly string[] {
  const behind = profile.behind ? [network(profile.behind.address)] : []
  const all = [...networksOfStack(profile), ...behind]
  return [...disjoint(all.filter((one) => !one.startsWith('<<'))), ...all.filter((one) => one.startsWith('<<'))]
}

/** The gateway's address on the innermost device with its prefix length, where the profile lets one see it. */
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

/** The gateway's own outer address in the profile; null where the profile has a name. */
export const outerAddress = ({ gateway }: Profile): string | null => parseAddress(gateway)?.address ?? null

/** Whether a router may translate addresses in front of the gateway. */
export const passesNat = (profile: Profile): boolean =>
  !isTransport(profile.layer[0]) && profile.layer[0]?.kind !== 'ip6ip6' && profile.layer[0]?.kind !== 'gre'
