/** Where the loop stands, and what it wants to be true: both are values, so that a decision can be tried on any story. */
import type { Finding } from '../../contract/problem.ts'
import type { TransportStrategy } from '../layer/strategy.ts'
import type { Network } from './facts.ts'

/** Of which network and which wish a state speaks: on another network, or for another wish, it no longer counts. */
interface Place {
  readonly network: Network
  readonly serial: number
}

/** The newest attempt that was ever wanted: what is said of an older one is ignored. */
interface Newest {
  readonly attempt: number
}

export type State = Newest &
  (
    | { readonly at: 'off' }
    /** `strategy`: of the carrier that is kept; null where there is none. */
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
    /** Only another network, another wish or another version of the profile leaves it. */
    | { readonly at: 'stopped'; readonly why: Finding; readonly serial: number; readonly network: Network | null }
  )

/** What is to be true. `next-effect.ts` turns its difference from what is into one effect at a time. */
export interface Goal {
  readonly guard: boolean
  /** null: no daemon. Another attempt than the one that runs: that one ends first. */
  readonly carrier: { readonly attempt: number; readonly strategy: TransportStrategy } | null
  /**
   * absent: nothing of it. fresh: the devices that a daemon attaches to, and everything once the carrier is established. kept:
   * what is made stays until then, so that TCP survives another carrier.
   */
  readonly tunnel: 'absent' | 'fresh' | 'kept'
  /** When to look again though nothing happens; null: only an event or a wish changes anything. */
  readonly wakeAt: number | null
}

/** Why a state was entered or kept: keys of `because.ts`'s table of words. */
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
