/** A way home: what answers there, and the profile of a laptop that takes it. */

import type { Credentials } from '../certificates/credentials.ts'
import type { Gateway } from '../gateways/gateway.ts'
import type { Host } from '../hosts/host.ts'
import type { CafeOptions } from '../networks/cafe.ts'
import type { Hosts } from '../networks/lay-out.ts'
import type { WrittenProfile } from '../profile.ts'

/** What goes through the tunnel, as its far end sees it. */
export interface Inside {
  /** Of the gateway: packets come out of the tunnel there. */
  readonly device: string
  /** The laptop's address in there. */
  readonly laptop: string
  /** Who answers echo requests beyond. */
  readonly beyond: string
}

export interface Way {
  readonly inside: Inside
  /** The cafe that it needs, where not any will do. */
  readonly cafe?: CafeOptions
  /** A new one for each world: it may keep what both ends must know. */
  open(): OpenWay
}

export interface OpenWay {
  /** @param hosts all that there are, where more than the gateway takes part */
  start(gateway: Host, credentials: Credentials, hosts: Hosts): Promise<Gateway>
  profile(credentials: Credentials): WrittenProfile
}
