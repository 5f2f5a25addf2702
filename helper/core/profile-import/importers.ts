/** Every format that can be taken in, besides a profile's own TOML; a new one is a new line. */
import type { Importer } from './importer.ts'
import { ipsecConf } from './ipsec-conf.ts'
import { nmconnectionOpenvpn } from './nmconnection-openvpn.ts'
import { openvpn } from './openvpn.ts'
import { setkey } from './setkey.ts'
import { tinc } from './tinc.ts'

export const importers: readonly Importer[] = [
  ipsecConf,
  openvpn,
  nmconnectionOpenvpn,
  tinc,
  setkey,
  //
]
