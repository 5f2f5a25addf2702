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
    const takesAdvertisements = layer.kind === 'openvpn' && layer.autoconfiguration === 'slaac'
    return [
      { kind: 'link', name, alias, mtu: ethernetMtu, type: { kind: 'tun', mode, user: daemonUser } },
      // What the far end's Ethernet advertises is taken only where the person chose so.
      { kind: 'link-sysctl', interface: name, name: 'accept_ra', value: takesAdvertisements ? 1 : 0 },
    ]
  })
}
