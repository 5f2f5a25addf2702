import type { Profile } from '../../contract/profile.ts'
import type { Carry } from './carrier.ts'
import { carryByIke } from './ike.ts'
import { carryByOpenVpn } from './openvpn.ts'
import { carryByKeys } from './static.ts'
import { carryByTinc } from './tinc.ts'

/** Chooses the carrier by the one layer of a profile that encrypts. */
export function carrierOf({ layer }: Profile): Carry {
  for (const one of layer) {
    if (one.kind === 'ike') return carryByIke(one)
    if (one.kind === 'openvpn') return carryByOpenVpn(one)
    if (one.kind === 'tinc') return carryByTinc(one)
    if (one.kind === 'esp') return carryByKeys
  }
  throw new Error('a profile without a carrier was let in')
}
