/**
 * Plans the devices that must exist before a carrier's daemon starts: the daemon attaches to a device that we made,
 * named and set up.
 */
import type { Profile } from '../../contract/profile.ts'
import type { Change } from '../change/change.ts'
import { daemonUser, linkAlias } from '../change/marks.ts'
import { linkOf } from './links.ts'

/** The MTU of such a device until the sum of the path MTU is known; a `link-setting` replaces it then. */
const ethernetMtu = 1500

export function devicesBefore(profile: Profile): readonly Change[] {
  const alias = linkAlias(profile.name)
  return profile.layer.flatMap((layer): Change[] => {
    if (layer.kind !== 'openvpn' && layer.kind !== 'tinc') return []
    const name = linkOf(layer)
    const mode = layer.kind === 'openvpn' ? 'tap' : 'tun'
    return [
      { kind: 'link', name, alias, mtu: ethernetMtu, type: { kind: 'tun', mode, user: daemonUser } },
      // Router advertisements from the far end's Ethernet change nothing here: addresses and routes are the profile's
      // to decide.
      { kind: 'link-sysctl', interface: name, name: 'accept_ra', value: 0 },
    ]
  })
}
