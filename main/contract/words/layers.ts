/** These tables name the layers of a stack and the places on the path. */
import type { Problem } from '../../../helper/contract/problem.ts'
import type { ProfileSummary } from '../../../helper/contract/profile.ts'
import type { LayerState, PhaseName, Snapshot } from '../../../helper/contract/snapshot.ts'

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

const phaseTitles: Readonly<Record<PhaseName, string>> = {
  resolve: 'Resolve',
  carrier: 'Carrier',
  tunnel: 'Tunnel',
  addresses: 'Addresses',
  'path-mtu': 'Path MTU',
}

/** What talks to the gateway, by the carrier's own name. */
const carrierNames: Partial<Record<LayerState['kind'], string>> = {
  ike: 'IKE',
  esp: 'ESP',
  openvpn: 'OpenVPN',
  tinc: 'tinc',
}

/** A step of a connect. */
export function phaseTitle(name: PhaseName, { layers }: Pick<Snapshot, 'layers'>): string {
  if (name !== 'carrier') return phaseTitles[name]
  return layers.map(({ kind }) => carrierNames[kind]).find((found) => found !== undefined) ?? phaseTitles.carrier
}

/** What is known of a layer, a fact each: "192.168.101.1 to 192.168.101.2", "on gre6in4". */
export const layerFacts = (layer: LayerState): string[] =>
  factsOf(layer).filter((fact): fact is string => Boolean(fact))

function factsOf(layer: LayerState): (string | null | false)[] {
  const ends = layer.local && layer.remote && `${layer.local} to ${layer.remote}`
  const link = layer.interface && `on ${layer.interface}`
  switch (layer.kind) {
    case 'ike':
      return [layer.remoteId, layer.ikeAlgorithms]
    case 'esp':
      return [ends, link, layer.algorithms, layer.weaknesses.length > 0 && `weak: ${layer.weaknesses.join(', ')}`]
    case 'openvpn':
      return [layer.remote, link, layer.cipher, `over ${layer.protocol.toUpperCase()}`, !layer.tls && 'static key']
    case 'tinc':
      return [layer.remote, link, ...layer.peers.map(({ name, direct }) => (direct ? `${name} direct` : name))]
    case 'gre':
      return [ends, link, layer.key !== null && `key ${layer.key}`, layer.checksum && 'with checksums']
    case 'ip6ip6':
      return [
        ends,
        link,
        `hop limit ${layer.hopLimit}`,
        layer.encapsulationLimit !== null && `encapsulation limit ${layer.encapsulationLimit}`,
      ]
  }
}
