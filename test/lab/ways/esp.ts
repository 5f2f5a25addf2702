/** Seed 003: ULA networks as selectors of IKEv2's ESP, nothing inside; the laptop stands for its own /64 and a /128. */

import { inProfile, laptopId } from '../certificates/credentials.ts'
import type { Gateway, GatewaySettings } from '../gateways/gateway.ts'
import { startOpenIked } from '../gateways/openiked.ts'
import { startStrongSwan } from '../gateways/strongswan.ts'
import type { Host } from '../hosts/host.ts'
import { home, ula } from '../networks/places.ts'
import type { Way } from './way.ts'

const laptopNetworks = [ula.near.network, `${ula.tunnel.laptop}/128`]
const homeNetworks = [ula.far.network, 'fd12:3456:789a::/64']
/** The article's own, without the "!" that strongSwan does not need any more. */
const articles = {
  ikeProposals: ['aes256gcm16-prfsha384-ecp384', 'aes128gcm16-prfsha256-ecp256'],
  espProposals: ['aes256gcm16-ecp384', 'aes128gcm16-ecp256'],
}

type StartIke = (host: Host, settings: GatewaySettings) => Promise<Gateway>

const espBy = ({ start, proposals }: { start: StartIke; proposals: typeof articles | object }): Way => ({
  // Of its two addresses the one that has more in common with the far host (RFC 6724, rule 8).
  inside: { device: 'eth0', laptop: ula.tunnel.laptop, beyond: ula.far.host },
  open: () => ({
    async start(host, { gateway, authority }) {
      await host.run(['ip', 'address', 'replace', `${ula.far.host}/64`, 'dev', 'lo', 'nodad'])
      return start(host, {
        own: gateway,
        authority: authority.certificate,
        laptop: { by: 'pubkey' },
        id: home.gateway.name,
        laptopId,
        virtualAddress: null,
        networks: homeNetworks,
        laptopNetworks,
        ...proposals,
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
          'local-networks': laptopNetworks,
          'remote-networks': homeNetworks,
          ...('ikeProposals' in proposals
            ? { 'ike-proposals': proposals.ikeProposals, 'esp-proposals': proposals.espProposals }
            : {}),
        },
      ],
      address: [{ address: `${ula.near.laptop}/64` }, { address: `${ula.tunnel.laptop}/128` }],
      certificate: inProfile(credentials),
    }),
  }),
})

export const esp = espBy({ start: startStrongSwan, proposals: articles })
/** Its own proposals: it has no word for all of the article's. */
export const espOpenIked = espBy({ start: startOpenIked, proposals: {} })
