/** The loop's state and its goal. Both are values, so that a decision can be tested on any story. */
import type { Finding } from '../../contract/problem.ts'
import type { TransportStrategy } from '../layer/strategy.ts'
import type { Network } from './facts.ts'

/**
 * The network and the wish that a state belongs to: on another network, or for another wish, the state no longer
 * counts.
 */
interface Place {
  readonly network: Network
  readonly serial: number
}

/** The newest attempt that was ever wanted; reports of an older one are ignored. */
interface Newest {
  readonly attempt: number
}

export type State = Newest &
  (
    | { readonly at: 'off' }
    /** `strategy` is the one of the carrier that is kept; null where none is kept. */
    | { readonly at: 'offline'; readonly strategy: TransportStrategy | null; readonly serial: number }
    | ({
        readonly at: 'connecting'
        /** Monotonic, in ms. */
        readonly since: number
        /** Failures in a row before this attempt. */
        readonly tries: number
        readonly strategy: TransportStrategy
        /** Why the attempt before this one ended; null where this is the first. */
        readonly lastError: Finding | null
        /** Whether links, addresses and routes of the carrier before this one are still there. */
        readonly keepsTunnel: boolean
      } & Place)
    | ({
        readonly at: 'connected'
        readonly since: number
        readonly tries: number
        readonly strategy: TransportStrategy
      } & Place)
    | ({
        readonly at: 'waiting'
        readonly until: number
        readonly tries: number
        readonly why: Finding
      } & Place)
    /** Only another network, another wish or another version of the profile ends this state. */
    | { readonly at: 'stopped'; readonly why: Finding; readonly serial: number; readonly network: Network | null }
  )

/**
 * The goal: what the loop works to make true. `next-effect.ts` turns the difference between goal and facts into one
 * effect at a time.
 */
export interface Goal {
  readonly guard: boolean
  /** The attempt that is to run; null: no daemon is to run. Where another attempt runs, that one ends first. */
  readonly carrier: { readonly attempt: number; readonly strategy: TransportStrategy } | null
  /**
   * absent: nothing of the tunnel is to stand. fresh: the devices that a daemon attaches to are made, and everything
   * else once the carrier is established. kept: what was made before stays until the carrier is established, so that
   * TCP connections survive another carrier.
   */
  readonly tunnel: 'absent' | 'fresh' | 'kept'
  /** The time to look again even if nothing happens; null: only an event or a wish changes anything. */
  readonly wakeAt: number | null
}

/** The reason why a state was entered or kept: a key of the table of words in `because.ts`. */
export type Because =
  | 'not-wanted'
  | 'no-network'
  | 'profile-unusable'
  | 'wanted'
  | 'other-network'
  | 'under-way'
  | 'other-strategy'
  | 'established'
  | 'lost'
  | 'failed'
  | 'final'
  | 'waits'
  | 'tried-again'

export interface Decision {
  readonly state: State
  readonly goal: Goal
  readonly because: Because
}

export const firstState: State = { at: 'off', attempt: 0 }
