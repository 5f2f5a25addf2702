/** Networks that a profile's layers reach besides home: they are guarded as home is, but for those that the underlay uses itself. */
import type { Layer, Profile } from '../../contract/profile.ts'
import { isDefault } from '../ip.ts'

function networksOf(layer: Layer): readonly string[] {
  switch (layer.kind) {
    case 'ike':
    case 'esp':
      return layer['remote-networks']
    case 'tinc':
      return layer.hosts.flatMap(({ subnets }) => subnets)
    // These layers carry home's prefixes only.
    case 'openvpn':
    case 'gre':
    case 'ip6ip6':
      return []
  }
}

/** Default routes are left out: a whole address family is not a network of home's. */
export const remoteNetworks = ({ layer }: Profile): readonly string[] =>
  layer.flatMap(networksOf).filter((network) => !isDefault(network))
