/**
 * The facts that a decision is made from. They are read again from kernel, daemons and disk before each decision, and
 * never remembered from an event.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Family } from '../change/change.ts'

/** An underlay as `network.ts` recognises it again: each family's way out, as text; null where that family has none. */
export interface Network {
  readonly v4: string | null
  readonly v6: string | null
}

export interface Wish {
  readonly want: 'up' | 'down'
  /**
   * A number that grows with each wish, and with each version of the wished profile: a failure of an older one no
   * longer counts.
   */
  readonly serial: number
}

/** The state of the carrier's attempt, as the attempt reports it. `attempt` 0: no attempt was begun yet. */
export type CarrierFact = { readonly attempt: number } & (
  | { readonly is: 'absent' | 'starting' | 'established' }
  | {
      readonly is: 'ended'
      readonly why: Finding
      /** Whether the gateway was authenticated when the attempt ended: nobody else can have forged its refusal then. */
      readonly authenticated: boolean
    }
)

/** The progress of the established carrier's tunnel. */
export type TunnelFact =
  /** Changes of the tunnel are still to be made, or its path MTU is not known yet. */
  | { readonly is: 'incomplete' }
  | { readonly is: 'ready' }
  /** The tunnel cannot be planned, or the kernel refuses a part of it. */
  | { readonly is: 'refused'; readonly why: Finding }
  /** The tunnel stands, and its packets would pass better by another strategy. */
  | { readonly is: 'unfit'; readonly why: Finding }

export interface Facts {
  /** Monotonic, in ms. */
  readonly now: number
  readonly wish: Wish
  /** null: no link of this laptop has a default route, nor one to the gateway. */
  readonly network: Network | null
  /** The family of the gateway's address that the attempt uses; null while the gateway's name is being resolved. */
  readonly gatewayFamily: Family | null
  /** Why the wanted profile cannot be used at all: only another profile, or another version of it, changes that. */
  readonly unusable: Finding | null
  /** Why a try could not succeed here now, as far as that can be seen without trying. */
  readonly obstacle: Finding | null
  readonly carrier: CarrierFact
  readonly tunnel: TunnelFact
}
