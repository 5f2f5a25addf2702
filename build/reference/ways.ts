/** This table has the ways home: the layers that make each, and the example of each in build/examples. */

export interface WayRow {
  /** In build/examples. */
  readonly example: string
  readonly layers: string
  /** The kinds of its layers; none where the way is any. */
  readonly kinds: readonly string[]
  readonly says: string
}

export const ways: readonly WayRow[] = [
  {
    example: 'ike-gre.toml',
    layers: 'ike, gre',
    kinds: ['ike', 'gre'],
    says: 'GRE over the virtual IPv4 address that the gateway hands out by IKEv2. It carries any networks, the IPv6 internet too, and roams.',
  },
  {
    example: 'ike-ip6ip6.toml',
    layers: 'ike, ip6ip6',
    kinds: ['ike', 'ip6ip6'],
    says: 'ip6ip6 over the virtual IPv6 address that the gateway hands out by IKEv2. It carries any IPv6, and roams.',
  },
  {
    example: 'ike.toml',
    layers: 'ike',
    kinds: ['ike'],
    says: 'Networks in IKEv2’s ESP alone: those that both ends name. It roams.',
  },
  {
    example: 'ike-transport-gre.toml',
    layers: 'ike with mode = "transport", gre',
    kinds: ['ike', 'gre'],
    says: 'GRE in ESP without an IP header of its own. Both ends have public addresses, with no NAT between them.',
  },
  {
    example: 'ip6ip6-esp.toml',
    layers: 'ip6ip6, esp',
    kinds: ['ip6ip6', 'esp'],
    says: 'ESP with typed keys inside ip6ip6. Both ends have known IPv6 addresses.',
  },
  {
    example: 'openvpn-tls.toml',
    layers: 'openvpn',
    kinds: ['openvpn'],
    says: 'Ethernet (tap) by TLS, over UDP or TCP. It roams.',
  },
  {
    example: 'openvpn-static.toml',
    layers: 'openvpn',
    kinds: ['openvpn'],
    says: 'Ethernet (tap) by a static key that both ends have. It roams, and has no forward secrecy.',
  },
  {
    example: 'tinc.toml',
    layers: 'tinc',
    kinds: ['tinc'],
    says: 'A node of a tinc network with its own /64 or /128. It roams.',
  },
  {
    example: 'behind.toml',
    layers: 'any of these, with [behind]',
    kinds: [],
    says: 'A network behind the laptop comes along.',
  },
]
