/** What lies between: the provider in the middle, the home network on one side of it, the IPv6-only web host beyond. */

import { type Hosts, hostNamed } from './lay-out.ts'
import { home, mesh, tap, ula, web } from './places.ts'
import type { NetworkPlan } from './plan.ts'

/** The home network: firewall with its static NAT, the gateway behind it, IPv6 of its own. */
export function homeNetwork(): NetworkPlan {
  const { tunnel, gateway, firewall } = home
  return {
    hosts: {
      homefw: {
        forwards: true,
        addresses: {
          ext0: [`${gateway.v4}/24`, '2001:db8:5::8/64'],
          dmz0: ['192.168.100.1/24', '2a00::1/120', `${firewall.ula}/64`],
          v6up: ['2001:db8:ffff::1/64'],
        },
        routes: [
          'default via 5.6.7.1',
          '2001:db8::/32 via 2001:db8:5::1',
          // What the gateway reaches through its tunnels.
          ...['2a00::100/120', tap.network, mesh.network].map((network) => `${network} via ${gateway.v6}`),
          ...[ula.near.network, ula.far.network].map((network) => `${network} via ${gateway.ula}`),
        ],
        nft: `
          table ip nat {
            chain pre { type nat hook prerouting priority -100; iifname ext0 meta l4proto { tcp, udp } th dport { 500, 4500, 655, 1194 } dnat to 192.168.100.2; };
            chain post { type nat hook postrouting priority 100; oifname ext0 masquerade; };
          }`,
      },
      gateway: {
        forwards: true,
        addresses: {
          eth0: ['192.168.100.2/24', `${tunnel.gateway.v4}/24`, `${gateway.v6}/120`, `${gateway.ula}/64`],
        },
        routes: ['default via 192.168.100.1', 'default via 2a00::1'],
      },
      web: { addresses: { eth0: [`${web.v6}/64`] }, routes: ['default via 2001:db8:ffff::1'] },
    },
    links: [{ ends: ['homefw:dmz0', 'gateway:eth0'] }, { ends: ['homefw:v6up', 'web:eth0'] }],
  }
}

export interface PathOptions {
  /** Bytes of the narrowest link, behind links of 1500 on either side. */
  readonly pathMtu?: number
  /** What becomes of "too big" messages: without them a narrow link is a black hole. */
  readonly tooBig?: 'delivered' | 'dropped'
  /** Each way. */
  readonly delayMs?: number
  /** Per cent, each way. */
  readonly loss?: number
}

/** The provider, who routes between everybody. */
export function provider(): NetworkPlan {
  return {
    hosts: {
      isp: {
        forwards: true,
        addresses: { c0: ['1.2.3.1/24', '2001:db8:1::1/64'], h0: ['5.6.7.1/24', '2001:db8:5::1/64'] },
        routes: [
          '2a00::/119 via 2001:db8:5::8',
          '2001:db8:ffff::/64 via 2001:db8:5::8',
          '2001:db8:cafe::/48 via 2001:db8:1::4',
        ],
      },
    },
    links: [{ ends: ['isp:h0', 'homefw:ext0'] }],
  }
}

/** The path from the provider to home as it is from now on; what anybody remembers of it is forgotten. */
export async function shapePath(
  hosts: Hosts,
  { pathMtu = 1500, tooBig = 'delivered', delayMs = 0, loss = 0 }: PathOptions = {},
): Promise<void> {
  const ends = { isp: 'h0', homefw: 'ext0' }
  const silent = `
    table inet silent {
      chain out { type filter hook output priority 0; icmp type destination-unreachable icmp code frag-needed drop; icmpv6 type packet-too-big drop; };
    }`
  await Promise.all(
    Object.entries(ends).map(async ([name, device]) => {
      const host = hostNamed(hosts, name)
      await host.run(['ip', 'link', 'set', 'dev', device, 'mtu', String(pathMtu)])
      // Named before it is deleted: what is not there cannot be.
      const input = `table inet silent; delete table inet silent\n${tooBig === 'dropped' ? silent : ''}`
      await host.run(['nft', '-f', '-'], { input })
      const slow = ['netem', 'limit', '10000', 'delay', `${delayMs}ms`, 'loss', `${loss}%`]
      const discipline = delayMs > 0 || loss > 0 ? slow : ['noqueue']
      await host.run(['tc', 'qdisc', 'replace', 'dev', device, 'root', ...discipline])
    }),
  )
  // Of IPv6 there is no such switch, and `ip -6 route flush cache` tries for as long as there is something to forget.
  const forget = ['sysctl', '-qw', 'net.ipv4.route.flush=1']
  await Promise.all(['laptop', 'gateway', ...Object.keys(ends)].map((name) => hostNamed(hosts, name).run(forget)))
}
