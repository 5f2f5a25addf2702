/** Seed 001's places: who has which address. Every other file takes them from here. */

export const home = {
  prefixes: ['fd12:3456:789a::/48', '2a00::100/120'],
  /** Where the world finds home: the firewall's address, of which UDP 500 and 4500 go to the gateway. */
  gateway: { name: 'tunnel.my.domain', v4: '5.6.7.8', v6: '2a00::2' },
  /** The GRE tunnel's two ends, inside ESP and inside GRE. */
  tunnel: {
    network: '192.168.101.0/24',
    laptop: { v4: '192.168.101.1', v6: '2a00::101' },
    gateway: { v4: '192.168.101.2', v6: '2a00::102' },
  },
  /** A host of the home network, on the ULA prefix. */
  firewall: { ula: 'fd12:3456:789a::1' },
} as const

/** On the IPv6 internet and nowhere else. */
export const web = { v6: '2001:db8:ffff::80' } as const

export const cafe = {
  router: { v4: '192.168.0.1', v6: '2001:db8:cafe::1' },
  laptop: { v4: '192.168.0.2', v6: '2001:db8:cafe::2' },
  stranger: { v4: '192.168.0.66', v6: '2001:db8:cafe::66' },
  wan: { v4: '1.2.3.4', v6: '2001:db8:1::4' },
} as const
