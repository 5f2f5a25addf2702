/** IKEv2 with ESP in transport mode, and GRE in it, between two public addresses: no inner IP header, no virtual address. */
import { type Credentials, inProfile, laptopId } from '../certificates/credentials.ts'
import type { GatewaySettings } from '../gateways/gateway.ts'
import { startStrongSwan } from '../gateways/strongswan.ts'
import type { Host } from '../hosts/host.ts'
import type { CafeLan } from '../networks/cafe.ts'
import { type Hosts, hostNamed } from '../networks/lay-out.ts'
import { cafe, home, web } from '../networks/places.ts'
import type { WrittenProfile } from '../profile.ts'
import type { Way } from './way.ts'

/** Between the two ends of IKE, in whichever mode; 47 is GRE, of which the guest has no name (/etc/protocols). */
export const greSelectors = {
  virtualAddress: null,
  networks: ['dynamic[47]'],
  laptopNetworks: ['dynamic[47]'],
} satisfies Partial<GatewaySettings>

/** Of a laptop with this address outside, whose gateway has that one. */
export const layersBetween = (local: string, remote: string): WrittenProfile['layer'] => [
  {
    kind: 'ike',
    mode: 'transport',
    identity: { id: laptopId, certificate: 'laptop' },
    peer: { id: home.gateway.name, authorities: ['ca'] },
  },
  { kind: 'gre', local, remote },
]

async function start(host: Host, { gateway, authority }: Credentials, type: string, laptop: string, own: string) {
  // Of one before it in this world.
  await host.attempt(['ip', 'link', 'delete', 'dev', 'gre1'])
  const farEnd = [
    `link add name gre1 type ${type} local ${own} remote ${laptop}`,
    'link set dev gre1 up',
    `address add ${home.tunnel.gateway.v6}/120 dev gre1`,
  ]
  await host.run(['ip', '-batch', '-'], { input: `${farEnd.join('\n')}\n` })
  return startStrongSwan(host, {
    own: gateway,
    authority: authority.certificate,
    laptop: { by: 'pubkey' },
    id: home.gateway.name,
    laptopId,
    mode: 'transport',
    ...greSelectors,
  })
}

const profileBetween = (laptop: string, gateway: string, credentials: Credentials): WrittenProfile => ({
  name: 'Home lab',
  gateway,
  home: { prefixes: [...home.prefixes], hosts: [home.tunnel.gateway.v6, home.firewall.ula] },
  internet: { hosts: [web.v6] },
  layer: layersBetween(laptop, gateway),
  address: [{ address: `${home.tunnel.laptop.v6}/120` }],
  route: [{ to: '::/0' }],
  certificate: inProfile(credentials),
})

const inside = { device: 'gre1', laptop: home.tunnel.laptop.v6, beyond: web.v6 } as const

export const greTransport: Way = {
  inside,
  cafe: { families: 'both', fixedAddress: true },
  open: () => ({
    start: (host, credentials) =>
      start(host, credentials, 'ip6gre hoplimit 255 encaplimit none', cafe.laptop.v6, home.gateway.v6),
    profile: (credentials) => profileBetween(cafe.laptop.v6, home.gateway.v6, credentials),
  }),
}

/** A cafe whose provider gave it a network of public addresses, and a second address of home's, which is the gateway's own. */
const publicLan: CafeLan = { router: '203.0.113.1', laptop: '203.0.113.2', stranger: '203.0.113.66' }
const publicGateway = '5.6.7.9'

/** Of home's firewall, which leaves this address alone. */
const translations = [`pre ip daddr ${publicGateway}`, `post ip saddr ${publicGateway}`]

/** Nobody translates between the two. */
async function routeBetween(hosts: Hosts): Promise<void> {
  await Promise.all([
    hostNamed(hosts, 'isp').run(['ip', 'route', 'replace', '203.0.113.0/24', 'via', cafe.wan.v4]),
    hostNamed(hosts, 'isp').run(['ip', 'route', 'replace', publicGateway, 'via', home.gateway.v4]),
    hostNamed(hosts, 'homefw').run(['ip', 'route', 'replace', publicGateway, 'via', '192.168.100.2']),
    ...translations.map((rule) =>
      hostNamed(hosts, 'homefw').run(['nft', ...`insert rule ip nat ${rule} accept`.split(' ')]),
    ),
    hostNamed(hosts, 'gateway').run(['ip', 'address', 'replace', `${publicGateway}/32`, 'dev', 'eth0']),
  ])
}

export const greTransportV4: Way = {
  inside,
  cafe: { families: 'v4', nat: 'none', lan: publicLan },
  open: () => ({
    async start(host, credentials, hosts) {
      await routeBetween(hosts)
      return start(host, credentials, 'gre ttl 255', publicLan.laptop, publicGateway)
    },
    profile: (credentials) => profileBetween(publicLan.laptop, publicGateway, credentials),
  }),
}
