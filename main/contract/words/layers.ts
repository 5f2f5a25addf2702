/** What the layers of a stack and the places on the path are called. */
import type { Problem } from '../../../helper/contract/problem.ts'
import type { ProfileSummary } from '../../../helper/contract/profile.ts'
import type { LayerState, PhaseName } from '../../../helper/contract/snapshot.ts'

export const layerNames: Readonly<Record<ProfileSummary['layers'][number], string>> = {
  ike: 'IKEv2',
  esp: 'Manual ESP',
  openvpn: 'OpenVPN tap',
  tinc: 'tinc',
  gre: 'GRE',
  ip6ip6: 'ip6ip6',
}

/** Outer to inner: "IKEv2 + GRE". */
export const stackName = (layers: ProfileSummary['layers']) => layers.map((kind) => layerNames[kind]).join(' + ')

/** A place on the way, as headings and the verdict name it. */
export const placeNames: Readonly<Record<Problem['layer'], string>> = {
  link: 'Link',
  router: 'Router',
  internet: 'Internet',
  gateway: 'Gateway',
  ike: 'IKE',
  esp: 'ESP',
  openvpn: 'OpenVPN',
  tinc: 'tinc',
  gre: 'GRE',
  ip6ip6: 'ip6ip6',
  address: 'Addresses',
  route: 'Routes',
  mtu: 'Path MTU',
  dns: 'Names',
  home: 'Home',
  'ipv6-internet': 'IPv6 internet',
  inbound: 'Inbound',
  helper: 'Helper',
  profile: 'Profile',
}

/** The steps of a connect. */
export const phaseTitles: Readonly<Record<PhaseName, string>> = {
  resolve: 'Resolve',
  ike: 'IKE',
  tunnel: 'Tunnel',
  addresses: 'Addresses',
  'path-mtu': 'Path MTU',
}

/** What is known of a layer, a fact each: "192.168.101.1 to 192.168.101.2", "on gre6in4". */
export function layerFacts(layer: LayerState): string[] {
  const facts: (string | null | false)[] =
    layer.kind === 'ike'
      ? [layer.remoteId, layer.ikeAlgorithms]
      : [
          layer.local && layer.remote && `${layer.local} to ${layer.remote}`,
          layer.interface && `on ${layer.interface}`,
          layer.key !== null && `key ${layer.key}`,
          layer.checksum && 'with checksums',
        ]
  return facts.filter((fact): fact is string => Boolean(fact))
}
