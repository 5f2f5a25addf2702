/** A way home: what answers there, and the profile of a laptop that takes it. */

import type { Credentials } from '../certificates/credentials.ts'
import type { Gateway } from '../gateways/gateway.ts'
import type { Host } from '../hosts/host.ts'
import type { CafeOptions } from '../networks/cafe.ts'
import type { WrittenProfile } from '../profile.ts'

export interface Way {
  /** The cafe that it needs, where not any will do. */
  readonly cafe?: CafeOptions
  /** A new one for each world: it may keep what both ends must know. */
  open(): OpenWay
}

export interface OpenWay {
  start(gateway: Host, credentials: Credentials): Promise<Gateway>
  profile(credentials: Credentials): WrittenProfile
}
