/** Seed 001's places: who has which address. Every other file takes them from here. */

export const home = {
  prefixes: ['fd12:3456:789a::/48', '2a00::100/120'],
  /** Where the world finds home: the firewall's address, of which the carriers' ports go to the gateway. */
  gateway: { name: 'tunnel.my.domain', v4: '5.6.7.8', v6: '2a00::2', ula: 'fd12:3456:789a::2' },
  /** The GRE tunnel's two ends, inside ESP and inside GRE. */
  tunnel: {
    network: '192.168.101.0/24',
    laptop: { v4: '192.168.101.1', v6: '2a00::101' },
    gateway: { v4: '192.168.101.2', v6: '2a00::102' },
  },
  /** A host of the home network, on the ULA prefix. */
  firewall: { ula: 'fd12:3456:789a::1' },
} as const

/** Networks and addresses of the other ways home, as their articles have them: 000, 002, 003 and 004. */
export const ula = {
  home: 'fd12:3456:789a::/48',
  /** Site 2: behind the gateway. */
  far: { network: 'fd12:3456:789a:2::/64', host: 'fd12:3456:789a:2::1' },
  /** Site 1: the laptop's own. */
  near: { network: 'fd12:3456:789a:1::/64', laptop: 'fd12:3456:789a:1::1' },
  /** The tunnel between. */
  tunnel: { laptop: 'fd12:3456:789a:3::1', gateway: 'fd12:3456:789a:3::2' },
} as const
export const tap = {
  network: '2001:db8:abba::/48',
  laptop: '2001:db8:abba:1000::2',
  gateway: '2001:db8:abba:1000::1',
  /** The one address that DHCPv6 gives there. */
  lease: '2001:db8:abba:1000::d1',
} as const
export const mesh = {
  network: '2002:102:304::/48',
  laptop: '2002:102:304:5::1',
  otherLaptop: '2002:102:304:6::1',
  gateway: '2002:102:304::1',
} as const

/** A network behind the laptop, and a guest in it: of site 1 of article 000, and the one that article 002 mentions. */
export const behind = {
  ip6ip6: { network: ula.near.network, laptop: ula.near.laptop, guest: 'fd12:3456:789a:1::10' },
  tap: { network: '2001:db8:abba:2000::/64', laptop: '2001:db8:abba:2000::1', guest: '2001:db8:abba:2000::10' },
} as const

/** On the IPv6 internet and nowhere else. */
export const web = { v6: '2001:db8:ffff::80' } as const

/** Docker's own defaults: its bridge on the laptop, and a container behind it. */
export const docker = { bridge: 'docker0', laptop: '172.17.0.1', container: '172.17.0.2' } as const

export const cafe = {
  router: { v4: '192.168.0.1', v6: '2001:db8:cafe::1' },
  laptop: { v4: '192.168.0.2', v6: '2001:db8:cafe::2' },
  stranger: { v4: '192.168.0.66', v6: '2001:db8:cafe::66' },
  wan: { v4: '1.2.3.4', v6: '2001:db8:1::4' },
} as const
