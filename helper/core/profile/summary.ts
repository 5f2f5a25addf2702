import type { GreLayer } from '../../contract/layer/gre.ts'
import type { Layer, Profile, ProfileSummary } from '../../contract/profile.ts'
import type { PathMtu } from '../../contract/snapshot.ts'
import { familyOf } from '../ip.ts'
import { associationNames } from '../layer/esp.ts'
import { greInTransport } from '../layer/ike/transport.ts'
import type { Encapsulation, EspEncapsulation } from '../mtu/encapsulation.ts'
import { ipv6MinimumMtu } from '../mtu/ipv6-minimum.ts'
import { computePathMtu, wireLength } from '../mtu/overhead.ts'

/** The ordinary case that a list may promise: Ethernet or Wi-Fi, behind NAT, AES-GCM. Measured later, for real. */
const ordinaryLink = 1500

/** Names the cipher of IKE's ESP in charon's words. */
export type EspCipher = Pick<EspEncapsulation, 'encryption' | 'integrity'>
const ordinaryCipher: EspCipher = { encryption: 'AES_GCM_16', integrity: null }

/**
 * What is negotiated later is taken for the ordinary; what the profile fixes is exact.
 *
 * @param gre that of transport mode, which has no NAT between
 */
function ordinary(layer: Layer, gre: GreLayer | null, cipher: EspCipher): Encapsulation {
  switch (layer.kind) {
    case 'ike': {
      const outer = gre ? familyOf(gre.remote) : 4
      return { kind: 'esp', outer, udp: gre === null, ...cipher }
    }
    case 'esp':
      return { kind: 'esp', outer: familyOf(layer.remote), udp: false, ...associationNames(layer.out) }
    case 'openvpn':
      return {
        kind: 'openvpn',
        outer: 4,
        transport: layer.protocol,
        tls: layer.tls !== undefined,
        cipher: layer.cipher ?? 'AES-256-GCM',
        digest: layer.digest ?? 'SHA1',
      }
    case 'tinc':
      return { kind: 'tinc', outer: 4, protocol: 'legacy' }
    case 'gre':
      return {
        kind: 'gre',
        outer: familyOf(layer.remote),
        key: layer.key !== undefined,
        checksum: layer.checksum,
        sequence: layer.sequence,
        headless: gre !== null,
      }
    case 'ip6ip6':
      return { kind: 'ip6ip6', limit: layer['encapsulation-limit'] !== 'none' }
  }
}

const ordinaryStack = (profile: Profile, cipher = ordinaryCipher) =>
  profile.layer.map((layer) => ordinary(layer, greInTransport(profile), cipher))

/** Computes the path MTU that the outermost `depth` layers leave on an ordinary link. */
export const ordinaryPathMtu = (profile: Profile, depth: number, cipher = ordinaryCipher): number =>
  computePathMtu(ordinaryLink, ordinaryStack(profile, cipher).slice(0, depth)).computed

/** What a profile promises on a link, before anything was negotiated. */
export const expectedPathMtu = (profile: Profile, linkMtu: number): PathMtu => ({
  ...computePathMtu(linkMtu, ordinaryStack(profile)),
  measured: null,
  applied: null,
  reason: profile.layer.some(({ kind }) => kind === 'ike')
    ? `Expected ${greInTransport(profile) ? '' : 'behind NAT '}with AES-GCM; calculated from what is negotiated, and measured, when connected.`
    : 'Expected from what the profile says; measured when connected.',
})

/** Computes the MTU of the narrowest link over which IPv6 passes through the profile's tunnel whole. */
export const narrowestLink = (profile: Profile): number => wireLength(ipv6MinimumMtu, ordinaryStack(profile))

export const summarise = (profile: Profile): ProfileSummary => ({
  name: profile.name,
  gateway: profile.gateway,
  layers: profile.layer.map(({ kind }) => kind),
  prefixes: profile.home.prefixes,
  addresses: [...profile.address, ...(profile.behind ? [profile.behind] : [])].map(({ address }) => address),
  start: profile.start.when,
  expectedMtu: computePathMtu(ordinaryLink, ordinaryStack(profile)).computed,
})
