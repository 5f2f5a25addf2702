/** This module writes seed 001's profile for a world's laptop, as the person would write it. */
import { stringify } from 'smol-toml'
import type * as v from 'valibot'
import type { Profile } from '../../helper/contract/profile.ts'
import { type Credentials, inProfile, laptopId } from './certificates/credentials.ts'
import type { GatewaySettings, LaptopProof } from './gateways/gateway.ts'
import { home, web } from './networks/places.ts'

/** A written profile may leave out keys that have a default. */
export type WrittenProfile = v.InferInput<typeof Profile>
type WrittenLayer = WrittenProfile['layer'][number]
type WrittenIke = Extract<WrittenLayer, { kind: 'ike' }>

export const profileName = 'Home lab'

/** Returns the profile that fits this gateway. */
export function seed001Profile(credentials: Credentials, settings: Pick<GatewaySettings, 'laptop'>): WrittenProfile {
  return {
    name: profileName,
    gateway: home.gateway.v4,
    home: { prefixes: [...home.prefixes], hosts: [home.tunnel.gateway.v6, home.firewall.ula] },
    internet: { hosts: [web.v6] },
    layer: [
      {
        kind: 'ike',
        ...identities(settings.laptop),
        'request-addresses': ['0.0.0.0'],
        'remote-networks': [home.tunnel.network],
      },
      { kind: 'gre', local: 'virtual', remote: home.tunnel.gateway.v4 },
    ],
    address: [{ address: `${home.tunnel.laptop.v6}/120` }],
    route: [{ to: '::/0' }],
    certificate: inProfile(credentials),
  }
}

function identities(proof: LaptopProof): Pick<WrittenIke, 'identity' | 'peer'> {
  const id = laptopId
  const peer = { id: home.gateway.name, authorities: ['ca'] }
  switch (proof.by) {
    case 'pubkey':
      return { identity: { id, certificate: 'laptop' }, peer }
    case 'eap-tls':
      return { identity: { id, certificate: 'laptop', authentication: 'eap-tls' }, peer }
    case 'eap-mschapv2':
      return { identity: { id, authentication: 'eap-mschapv2', secret: proof.secret }, peer }
    case 'psk':
      return {
        identity: { id, authentication: 'psk', secret: proof.secret },
        peer: { id: home.gateway.name, authentication: 'psk' },
      }
  }
}

/** Returns the first layer of this kind, to be changed in place. */
export function layerOf<Kind extends WrittenLayer['kind']>(profile: WrittenProfile, kind: Kind) {
  const layer = profile.layer.find((one) => one.kind === kind)
  if (!layer) throw new Error(`this profile has no ${kind}`)
  return layer as Extract<WrittenLayer, { kind: Kind }>
}

export const ikeOf = (profile: WrittenProfile): WrittenIke => layerOf(profile, 'ike')

/** This is the link that the lab's laptop has for a network behind it. */
export const behindLink = 'eth1'

/** The same with a network behind the laptop, whose address there is its own only once. */
export const withBehind = (profile: WrittenProfile, { laptop }: { readonly laptop: string }): WrittenProfile => ({
  ...profile,
  address: (profile.address ?? []).filter(({ address }) => address !== `${laptop}/64`),
  behind: { link: behindLink, address: `${laptop}/64` },
})

export function toToml(profile: WrittenProfile): string {
  return stringify(profile)
}
