import type { Profile } from '../../contract/profile.ts'
import type { PrepareCarrier } from './carrier.ts'
import { prepareIke } from './ike.ts'
import { prepareOpenVpn } from './openvpn.ts'
import { prepareStatic } from './static.ts'
import { prepareTinc } from './tinc.ts'

/** By the one layer of a profile that encrypts. */
export function carrierOf({ layer }: Profile): PrepareCarrier {
  for (const one of layer) {
    if (one.kind === 'ike') return prepareIke(one)
    if (one.kind === 'openvpn') return prepareOpenVpn(one)
    if (one.kind === 'tinc') return prepareTinc(one)
    if (one.kind === 'esp') return prepareStatic
  }
  throw new Error('a profile without a carrier was let in')
}
