/** Every address and prefix in the kernel's spelling, so that comparing text is comparing values. */
import type { Layer, Profile } from '../../contract/profile.ts'
import { formatPrefix, parseAddress, parsePrefix } from '../ip.ts'

const address = (text: string) => parseAddress(text)?.address ?? text
const prefix = (text: string) => {
  const parsed = parsePrefix(text)
  return parsed ? formatPrefix(parsed) : text
}

function canonicalLayer(layer: Layer): Layer {
  switch (layer.kind) {
    case 'ike':
      return {
        ...layer,
        'request-addresses': layer['request-addresses'].map(address),
        'local-networks': layer['local-networks'].map(prefix),
        'remote-networks': layer['remote-networks'].map(prefix),
      }
    case 'esp':
      return {
        ...layer,
        local: address(layer.local),
        remote: address(layer.remote),
        'local-networks': layer['local-networks'].map(prefix),
        'remote-networks': layer['remote-networks'].map(prefix),
      }
    case 'gre':
    case 'ip6ip6':
      return { ...layer, local: address(layer.local), remote: address(layer.remote) }
    case 'tinc':
      return {
        ...layer,
        subnets: layer.subnets.map(prefix),
        hosts: layer.hosts.map((host) => ({ ...host, subnets: host.subnets.map(prefix) })),
      }
    case 'openvpn':
      return layer
  }
}

export const canonical = (profile: Profile): Profile => ({
  ...profile,
  gateway: address(profile.gateway),
  home: { prefixes: profile.home.prefixes.map(prefix), hosts: profile.home.hosts.map(address) },
  ...(profile.internet ? { internet: { ...profile.internet, hosts: profile.internet.hosts.map(address) } } : {}),
  layer: profile.layer.map(canonicalLayer),
  address: profile.address.map((one) => ({ address: prefix(one.address) })),
  ...(profile.behind ? { behind: { ...profile.behind, address: prefix(profile.behind.address) } } : {}),
  route: profile.route.map(({ to, via }) => ({ to: prefix(to), ...(via === undefined ? {} : { via: address(via) }) })),
})
