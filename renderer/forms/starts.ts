/** Says where a form begins: with what nearly everybody has, and room for what only the person can know. */
import type { Layer } from '../../helper/contract/profile.ts'
import type { Draft } from './field.ts'

type Kind = Layer['kind']

/** Defaults of the schemas, and the names of the certificates in `blankCertificates`. */
export const blankLayers: Readonly<Record<Kind, Draft>> = {
  ike: {
    kind: 'ike',
    identity: { certificate: 'laptop' },
    peer: { authorities: ['ca'] },
    'request-addresses': [],
    'local-networks': [],
    'remote-networks': [],
  },
  esp: {
    kind: 'esp',
    'local-networks': [],
    'remote-networks': [],
    in: { encryption: 'aes-cbc', integrity: 'hmac-sha2-256' },
    out: { encryption: 'aes-cbc', integrity: 'hmac-sha2-256' },
  },
  openvpn: {
    kind: 'openvpn',
    port: 1194,
    protocol: 'udp',
    'other-remotes': [],
    float: false,
    tls: { authorities: ['ca'], certificate: 'laptop' },
  },
  tinc: {
    kind: 'tinc',
    name: 'laptop',
    subnets: [],
    hosts: [{ name: 'gateway', port: 655, subnets: ['::/0'] }],
    'connect-to': ['gateway'],
    'local-discovery': false,
    'address-family': 'any',
  },
  gre: { kind: 'gre', local: 'virtual', checksum: false, sequence: false },
  ip6ip6: { kind: 'ip6ip6', 'encapsulation-limit': 4, 'hop-limit': 64 },
}

/** What a carrier proves itself by. */
export const blankCertificates: Readonly<Record<Kind, readonly string[]>> = {
  ike: ['laptop', 'ca'],
  openvpn: ['laptop', 'ca'],
  esp: [],
  tinc: [],
  gre: [],
  ip6ip6: [],
}

export const wayIds = ['ike', 'ike-gre', 'esp', 'ip6ip6-esp', 'openvpn', 'tinc'] as const
export type WayId = (typeof wayIds)[number]

export interface Way {
  readonly title: string
  readonly says: string
  /** Outer to inner. */
  readonly layers: readonly Draft[]
}

export const ways: Readonly<Record<WayId, Way>> = {
  ike: {
    title: 'IKEv2',
    says: 'Networks of home in ESP, over IPv4 and through NAT. Roams.',
    layers: [{ ...blankLayers.ike, 'request-addresses': ['::'] }],
  },
  'ike-gre': {
    title: 'IKEv2, GRE inside',
    says: 'The gateway hands out an address, and GRE over it carries anything, the IPv6 internet too. Roams.',
    layers: [{ ...blankLayers.ike, 'request-addresses': ['0.0.0.0'] }, blankLayers.gre],
  },
  esp: {
    title: 'Manual ESP',
    says: 'Typed keys between two fixed addresses. They never change: no forward secrecy.',
    layers: [blankLayers.esp],
  },
  'ip6ip6-esp': {
    title: 'ip6ip6, manual ESP inside',
    says: 'The same between two addresses that a tunnel over public IPv6 joins. Both ends are fixed.',
    layers: [blankLayers.ip6ip6, blankLayers.esp],
  },
  openvpn: {
    title: 'OpenVPN tap',
    says: 'Home’s Ethernet over TLS, by UDP or TCP. Roams.',
    layers: [blankLayers.openvpn],
  },
  tinc: {
    title: 'tinc',
    says: 'A node of a mesh with its own /64 or /128. Its key can be made here. Roams.',
    layers: [blankLayers.tinc],
  },
}

/**
 * A profile in which everything else is still to be said.
 * @param internet whether the IPv6 internet goes home as well
 */
export function startOf(id: WayId, internet = false): Draft {
  return ways[id].layers.reduce<Draft>((draft, layer) => withLayer(draft, layer), {
    home: { prefixes: [], hosts: [] },
    layer: [],
    address: [],
    route: internet ? [{ to: '::/0' }] : [],
    start: { when: 'manual' },
    certificate: {},
  })
}

/** One more, innermost, with room for the certificates that it names. */
export function withLayer(draft: Draft, layer: Draft): Draft {
  const needed = blankCertificates[layer.kind as Kind].map((name) => [name, {}] as const)
  return {
    ...draft,
    layer: [...((draft.layer ?? []) as readonly Draft[]), layer],
    certificate: { ...Object.fromEntries(needed), ...((draft.certificate ?? {}) as Draft) },
  }
}
