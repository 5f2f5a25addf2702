/** Every format that can be taken in, besides a profile's own TOML; a new one is a new line. */
import type { Importer } from './importer.ts'
import { ipsecConf } from './ipsec-conf.ts'
import { mobileconfig } from './mobileconfig.ts'
import { nmconnectionIke } from './nmconnection.ts'
import { nmconnectionOpenvpn } from './nmconnection-openvpn.ts'
import { openvpn } from './openvpn.ts'
import { setkey } from './setkey.ts'
import { sswan } from './sswan.ts'
import { swanctlConf } from './swanctl-conf.ts'
import { tinc } from './tinc.ts'

export const importers: readonly Importer[] = [
  ipsecConf,
  swanctlConf,
  mobileconfig,
  sswan,
  nmconnectionIke,
  nmconnectionOpenvpn,
  openvpn,
  tinc,
  setkey,
]
