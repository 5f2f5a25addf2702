/** IKEv2 with a virtual IPv6 address, and ip6ip6 over it between the two ULA tunnel addresses: 000's networks, roaming. */
import { inProfile, laptopId } from '../certificates/credentials.ts'
import { startStrongSwan } from '../gateways/strongswan.ts'
import { home, ula } from '../networks/places.ts'
import type { Way } from './way.ts'

const farEnd = [
  `address add ${ula.tunnel.gateway}/128 dev lo nodad`,
  `address add ${ula.far.host}/64 dev lo nodad`,
  `link add mytun type ip6tnl mode ip6ip6 local ${ula.tunnel.gateway} remote ${ula.tunnel.laptop}`,
  'link set mytun up',
  `route add ${ula.near.network} dev mytun src ${ula.far.host}`,
].join('\n')

/** Offered with the address. */
export const nameServers = ['192.168.100.1', home.firewall.ula] as const

export const ikeIp6ip6: Way = {
  inside: { device: 'mytun', laptop: ula.near.laptop, beyond: ula.far.host },
  open: () => ({
    async start(host, { gateway, authority }) {
      await host.run(['ip', '-6', '-batch', '-'], { input: `${farEnd}\n` })
      return startStrongSwan(host, {
        own: gateway,
        authority: authority.certificate,
        laptop: { by: 'pubkey' },
        id: home.gateway.name,
        laptopId,
        networks: [`${ula.tunnel.gateway}/128`],
        virtualAddress: `${ula.tunnel.laptop}/128`,
        nameServers,
      })
    },
    profile: (credentials) => ({
      name: 'Home lab',
      gateway: home.gateway.v4,
      home: { prefixes: [ula.home], hosts: [ula.far.host, home.firewall.ula] },
      layer: [
        {
          kind: 'ike',
          identity: { id: laptopId, certificate: 'laptop' },
          peer: { id: home.gateway.name, authorities: ['ca'] },
          'request-addresses': ['::'],
          'remote-networks': [`${ula.tunnel.gateway}/128`],
        },
        { kind: 'ip6ip6', local: 'virtual', remote: ula.tunnel.gateway },
      ],
      address: [{ address: `${ula.near.laptop}/64` }],
      certificate: inProfile(credentials),
    }),
  }),
}
