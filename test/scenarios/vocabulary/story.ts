/** This module says what a scenario is made of. */
import type { Laptop } from '../../lab/laptop.ts'
import type { BehindPlace } from '../../lab/networks/behind.ts'
import type { CafeOptions } from '../../lab/networks/cafe.ts'
import type { PathOptions } from '../../lab/networks/internet.ts'
import type { WrittenProfile } from '../../lab/profile.ts'
import type { Sender } from '../../lab/sending/open-sender.ts'
import type { GatewayPlan, World } from '../../lab/world.ts'

/** A story is a scenario under way. */
export interface Scene {
  readonly world: World
  readonly laptop: Laptop
  /** This profile is installed before the first step. */
  readonly profile: WrittenProfile
  /** This record has the laptop as it was before there was a helper. */
  readonly before: SystemRecord
  /** Who sends from the laptop, from a container on it, and from behind it where somebody is there. */
  readonly senders: Senders
  /** Whether home is guarded now: from the person's wish to be home until the wish to leave. */
  guarded: boolean
}

export type Senders = Readonly<{ laptop: Sender; container: Sender; guest: Sender | undefined }>

/** A host's state as text: section -> its lines, sorted. */
export type SystemRecord = ReadonlyMap<string, readonly string[]>

export interface Step {
  /** "connects", "pings 2001:db8:ffff::80": follows "step 3," in a failure. */
  readonly says: string
  /** Such a step changes nothing: what held before it holds after it. */
  readonly observes?: true
  perform(scene: Scene): Promise<void>
}

/** An invariant holds throughout a story. */
export interface Invariant {
  readonly says: string
  /** Runs before the first step. */
  begin(scene: Scene): Promise<Watch>
}
export interface Watch {
  /** Runs after each step that changes something, and throws where the invariant does not hold. */
  check(): Promise<void>
}

/** Such a check holds at the end, when the helper has ended. */
export interface Outcome {
  readonly says: string
  check(scene: Scene): Promise<void>
}

export interface Story {
  readonly networks?: { readonly cafe?: CafeOptions; readonly path?: PathOptions }
  readonly hosts?: { readonly gateway?: GatewayPlan; readonly behind?: BehindPlace }
  /** Changes, in place, the profile that would fit the gateway. */
  readonly profile?: (profile: WrittenProfile, world: World) => void | Promise<void>
  readonly steps: readonly Step[]
  /** Everything that there is, unless said otherwise. */
  readonly always?: readonly Invariant[]
  readonly afterwards?: readonly Outcome[]
  readonly timeoutMs?: number
}
