/** IKEv2 with ESP in transport mode, and GRE in it, between two public IPv6 addresses: no inner IP header, no virtual address. */
import { inProfile, laptopId } from '../certificates/credentials.ts'
import type { GatewaySettings } from '../gateways/gateway.ts'
import { startStrongSwan } from '../gateways/strongswan.ts'
import { cafe, home, web } from '../networks/places.ts'
import type { WrittenProfile } from '../profile.ts'
import type { Way } from './way.ts'

const farEnd = [
  `link add name gre1 type ip6gre local ${home.gateway.v6} remote ${cafe.laptop.v6} hoplimit 255 encaplimit none`,
  'link set dev gre1 up',
  `address add ${home.tunnel.gateway.v6}/120 dev gre1 nodad`,
].join('\n')

/** Between the two ends of IKE, in whichever mode; 47 is GRE, of which the guest has no name (/etc/protocols). */
export const greSelectors = {
  ...{ virtualAddress: null, networks: ['dynamic[47]'], laptopNetworks: ['dynamic[47]'] },
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

export const greTransport: Way = {
  inside: { device: 'gre1', laptop: home.tunnel.laptop.v6, beyond: web.v6 },
  cafe: { families: 'both', fixedAddress: true },
  open: () => ({
    async start(host, { gateway, authority }) {
      // Of one before it in this world.
      await host.attempt(['ip', 'link', 'delete', 'dev', 'gre1'])
      await host.run(['ip', '-6', '-batch', '-'], { input: `${farEnd}\n` })
      return startStrongSwan(host, {
        ...{ own: gateway, authority: authority.certificate, laptop: { by: 'pubkey' } },
        ...{ id: home.gateway.name, laptopId, mode: 'transport', ...greSelectors },
      })
    },
    profile: (credentials) => ({
      name: 'Home lab',
      gateway: home.gateway.v6,
      home: { prefixes: [...home.prefixes], hosts: [home.tunnel.gateway.v6, home.firewall.ula] },
      internet: { hosts: [web.v6] },
      layer: layersBetween(cafe.laptop.v6, home.gateway.v6),
      address: [{ address: `${home.tunnel.laptop.v6}/120` }],
      route: [{ to: '::/0' }],
      certificate: inProfile(credentials),
    }),
  }),
}
