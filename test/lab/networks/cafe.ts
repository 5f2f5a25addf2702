/**
 * The cafe: where the laptop is. Its LAN is hostile by default: it offers IPv6 by router advertisement although none
 * goes anywhere, declares home's prefix on-link, and a stranger on it answers for home's addresses.
 */
import type { Host } from '../hosts/host.ts'
import { cafe, home } from './places.ts'
import type { HostPlan, NetworkPlan } from './plan.ts'

/** IPv4 addresses on the LAN, a /24. */
export interface CafeLan {
  readonly router: string
  readonly laptop: string
  readonly stranger: string
}

const ordinaryLan: CafeLan = { router: cafe.router.v4, laptop: cafe.laptop.v4, stranger: cafe.stranger.v4 }

export const lanOf = ({ lan = ordinaryLan }: CafeOptions = {}): CafeLan => lan

export interface CafeOptions {
  /** What leads to the internet. The LAN itself always has both. */
  readonly families?: 'v4' | 'v6' | 'both'
  readonly nat?: 'masquerade' | 'none'
  /** The laptop has the one public IPv6 address that its home knows, and takes none by advertisement. */
  readonly fixedAddress?: boolean
  /** Where it is not the ordinary one. */
  readonly lan?: CafeLan
  /** UDP ports that do not leave the cafe. */
  readonly blockedUdpPorts?: readonly number[]
}

export function cafeNetwork({
  families = 'v4',
  nat = 'masquerade',
  lan = ordinaryLan,
  fixedAddress = false,
}: CafeOptions = {}): NetworkPlan {
  const v4 = families !== 'v6'
  const v6 = families !== 'v4'
  const { router, stranger, wan } = cafe
  const translation = `
    table inet cafe {
      chain post { type nat hook postrouting priority 100; ${nat === 'masquerade' ? 'oifname wan0 meta nfproto ipv4 masquerade;' : ''} };
    }`
  const laptopPlan: HostPlan = {
    // All that a program could leave something in.
    own: ['etc', 'var', 'home', 'root'],
    addresses: { wlan0: [`${lan.laptop}/24`, ...(fixedAddress ? [`${cafe.laptop.v6}/64`] : [])] },
    routes: [`default via ${lan.router}`],
  }
  return {
    hosts: {
      laptop: laptopPlan,
      cafe: {
        forwards: true,
        bridges: { lan0: ['port1', 'port2'] },
        addresses: {
          lan0: [`${lan.router}/24`, `${router.v6}/64`],
          wan0: [...(v4 ? [`${wan.v4}/24`] : []), ...(v6 ? [`${wan.v6}/64`] : [])],
        },
        routes: [...(v4 ? ['default via 1.2.3.1'] : []), ...(v6 ? ['default via 2001:db8:1::1'] : [])],
        nft: translation,
      },
      stranger: {
        addresses: {
          // Home's own addresses, for whoever is lured onto the LAN by them.
          eth0: [
            `${lan.stranger}/24`,
            `${stranger.v6}/64`,
            `${home.firewall.ula}/64`,
            `${home.tunnel.gateway.v6}/120`,
            `${home.tunnel.gateway.v4}/32`,
          ],
        },
        routes: [`default via ${lan.router}`],
      },
    },
    links: [
      { ends: ['laptop:wlan0', 'cafe:port1'] },
      { ends: ['stranger:eth0', 'cafe:port2'] },
      { ends: ['cafe:wan0', 'isp:c0'] },
    ],
  }
}

/** What does not leave the cafe from now on. */
export async function blockPorts(cafe: Host, { blockedUdpPorts = [] }: CafeOptions = {}): Promise<void> {
  const drop = `
    table inet blocked {
      chain forward { type filter hook forward priority 0; udp dport { ${blockedUdpPorts.join(', ')} } drop; };
    }`
  // Named before it is deleted: what is not there cannot be.
  const input = `table inet blocked; delete table inet blocked\n${blockedUdpPorts.length > 0 ? drop : ''}`
  await cafe.run(['nft', '-f', '-'], { input })
}

/** radvd's configuration: a default route, home's prefix on-link, and home's prefix once more as a route of its own. */
export const routerAdvertisements = `
interface lan0 {
  AdvSendAdvert on;
  MinRtrAdvInterval 3;
  MaxRtrAdvInterval 4;
  prefix 2001:db8:cafe::/64 { AdvOnLink on; AdvAutonomous on; };
  prefix fd12:3456:789a::/64 { AdvOnLink on; AdvAutonomous off; };
  route fd12:3456:789a::/48 { AdvRoutePreference high; };
};
`
