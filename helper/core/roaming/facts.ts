/** The facts that a decision is made from: read again from kernel, daemons and disk before each one, never remembered from an event. */
import type { Finding } from '../../contract/problem.ts'
import type { Family } from '../change/change.ts'

/** The underlay as it is recognised again (`network.ts`): each family's way out, as text; null where that family has none. */
export interface Network {
  readonly v4: string | null
  readonly v6: string | null
}

export interface Wish {
  readonly want: 'up' | 'down'
  /** Raised with each wish, and with each version of its profile: a failure of an older one no longer counts. */
  readonly serial: number
}

/** What the carrier's attempt says of itself. `attempt` 0: none was begun yet. */
export type CarrierFact = { readonly attempt: number } & (
  | { readonly is: 'absent' | 'starting' | 'established' }
  | {
      readonly is: 'ended'
      readonly why: Finding
      /** Whether the gateway had proved who it is when it said so: nobody else can have forged the refusal. */
      readonly authenticated: boolean
    }
)

/** How far the tunnel of the established carrier is. */
export type TunnelFact =
  /** Not all of it is made, or its path MTU is not known yet. */
  | { readonly is: 'incomplete' }
  | { readonly is: 'ready' }
  /** It cannot be planned, or the kernel refuses a part of it. */
  | { readonly is: 'refused'; readonly why: Finding }
  /** It stands, and its packets would go better by another strategy. */
  | { readonly is: 'unfit'; readonly why: Finding }

export interface Facts {
  /** Monotonic, in ms. */
  readonly now: number
  readonly wish: Wish
  /** null: no link of this laptop has a default route, nor one to the gateway. */
  readonly network: Network | null
  /** Of the gateway's address that the attempt uses; null while its name is being resolved. */
  readonly gatewayFamily: Family | null
  /** Why the wanted profile cannot be used at all: only another profile, or another version of it, changes that. */
  readonly unusable: Finding | null
  /** Why a try could not succeed here now, as far as that can be seen without trying. */
  readonly obstacle: Finding | null
  readonly carrier: CarrierFact
  readonly tunnel: TunnelFact
}
