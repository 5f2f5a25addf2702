/** Describes what a carrier's daemon reports as established. Nothing in here comes from the configuration. */
import { familyOf } from '../ip.ts'
import type { Assigned } from './assigned.ts'
import type { IkeEstablished } from './ike/security.ts'
import type { OpenVpnEstablished } from './openvpn/established.ts'
import type { TincEstablished } from './tinc/established.ts'

/** A tunnel without a daemon: both ends and all keys stand in the profile. */
export interface StaticEstablished {
  readonly kind: 'static'
  readonly localHost: null
  readonly remoteHost: string
}

/** Addresses that the far end gave us. */
export function assignedBy(established: Established | null): readonly Assigned[] {
  switch (established?.kind) {
    case 'ike':
      return established.virtualAddresses.map((address) => ({ address, length: familyOf(address) === 4 ? 32 : 128 }))
    case 'openvpn':
      return established.autoconfigured ? [established.autoconfigured] : []
    default:
      return []
  }
}

export type Established = IkeEstablished | OpenVpnEstablished | TincEstablished | StaticEstablished
