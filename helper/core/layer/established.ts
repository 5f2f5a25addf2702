/** What a carrier's daemon says is established; nothing in here comes from the configuration. */
import type { IkeEstablished } from './ike/security.ts'
import type { OpenVpnEstablished } from './openvpn/established.ts'
import type { TincEstablished } from './tinc/established.ts'

/** No daemon: both ends and all keys stand in the profile. */
export interface StaticEstablished {
  readonly kind: 'static'
  readonly localHost: null
  readonly remoteHost: string
}

export type Established = IkeEstablished | OpenVpnEstablished | TincEstablished | StaticEstablished
