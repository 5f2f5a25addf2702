/** Devices that must be there before the carrier's daemon is: it attaches to what we made, named and set up. */
import type { Profile } from '../../contract/profile.ts'
import type { Change } from '../change/change.ts'
import { daemonUser, linkAlias } from '../change/marks.ts'
import { linkOf } from './links.ts'

/** Until the sum is known (`link-setting`). */
const ethernetMtu = 1500

export function devicesBefore(profile: Profile): readonly Change[] {
  const alias = linkAlias(profile.name)
  return profile.layer.flatMap((layer): Change[] => {
    if (layer.kind !== 'openvpn' && layer.kind !== 'tinc') return []
    const name = linkOf(layer)
    const mode = layer.kind === 'openvpn' ? 'tap' : 'tun'
    return [
      { kind: 'link', name, alias, mtu: ethernetMtu, type: { kind: 'tun', mode, user: daemonUser } },
      // What the far end's Ethernet advertises is nobody's to decide but the person's.
      { kind: 'link-sysctl', interface: name, name: 'accept_ra', value: 0 },
    ]
  })
}
