/**
 * Chooses the one effect to run next: the first difference between what is to be and what is, in the order in which differences
 * must be made good. Pure. null: all that can be made true by now is true.
 */
import type { Change } from '../change/change.ts'
import type { Observed } from '../change/observed.ts'
import { type Difference, isNothing, noDifference, reconcile, without } from '../change/reconcile.ts'
import type { Goal } from './state.ts'

/** What lives as long as each other in the journal (`helper/journal/journal.ts`). */
export type Kept = 'guard' | 'tunnel'

export type Effect =
  | { readonly kind: 'reconcile'; readonly scope: Kept; readonly difference: Difference }
  /** Programs and marks of an earlier helper, which no journal has. */
  | { readonly kind: 'sweep' }
  | { readonly kind: 'begin'; readonly carrier: NonNullable<Goal['carrier']> }
  /** The gateway's name. */
  | { readonly kind: 'resolve'; readonly attempt: number }
  | { readonly kind: 'connect'; readonly attempt: number }
  /** The running attempt, and whatever a carrier has left in the journal. */
  | { readonly kind: 'end' }
  | { readonly kind: 'measure'; readonly attempt: number }
  | { readonly kind: 'ask-minimum'; readonly attempt: number }

/** How far the running attempt is. */
export interface Running {
  readonly attempt: number
  readonly name: 'unasked' | 'asked' | 'known' | 'failed'
  readonly isConnecting: boolean
  readonly isEstablished: boolean
  /** `minimum-unasked`: less passes than IPv6 needs, and whether it arrives in pieces is not known. */
  readonly pathMtu: 'unmeasured' | 'measuring' | 'minimum-unasked' | 'known'
}

export interface Situation {
  readonly goal: Goal
  /** null: the kernel does not tell. Then nothing is compared; what is not wanted is undone all the same. */
  readonly observed: Observed | null
  readonly made: Readonly<Record<Kept | 'carrier', readonly Change[]>>
  /** null: whose guard it would be cannot be told, so what stands of it stays. */
  readonly wantedGuard: readonly Change[] | null
  /** null: it cannot be planned now, so what stands of it stays. */
  readonly wantedTunnel: readonly Change[] | null
  readonly swept: boolean
  readonly running: Running | null
  /** Changes that the system refused a moment ago, or that somebody takes away again and again: neither made nor undone for now. */
  readonly isHeld: (change: Change) => boolean
  /** Effects that failed a moment ago. */
  readonly isPostponed: (effect: Effect) => boolean
}

function undoAll({ made, isHeld }: Situation, scope: Kept): Effect | null {
  const undo = made[scope].filter((change) => !isHeld(change))
  return undo.length > 0 ? { kind: 'reconcile', scope, difference: { ...noDifference, undo } } : null
}

function reconciled(situation: Situation, scope: Kept, wanted: readonly Change[] | null): Effect | null {
  const { observed, made, isHeld } = situation
  if (!observed || !wanted) return null
  const difference = without(reconcile(made[scope], wanted, observed), isHeld)
  return isNothing(difference) ? null : { kind: 'reconcile', scope, difference }
}

/** Each looks at the situation and has an effect or none; the first that has one is taken. */
const steps: readonly ((situation: Situation) => Effect | null)[] = [
  // Before all else, and added before anything is taken away: the guard.
  (situation) => (situation.goal.guard ? reconciled(situation, 'guard', situation.wantedGuard) : null),
  ({ swept }) => (swept ? null : { kind: 'sweep' }),
  ({ running, goal, made, isHeld }) => {
    const isOther = running !== null && running.attempt !== goal.carrier?.attempt
    const isLeft = !running && made.carrier.some((change) => !isHeld(change))
    return isOther || isLeft ? { kind: 'end' } : null
  },
  (situation) => (situation.goal.tunnel === 'absent' ? undoAll(situation, 'tunnel') : null),
  (situation) => (situation.goal.guard ? null : undoAll(situation, 'guard')),
  ({ goal, running }) => (goal.carrier && !running ? { kind: 'begin', carrier: goal.carrier } : null),
  ({ running }) => (running?.name === 'unasked' ? { kind: 'resolve', attempt: running.attempt } : null),
  (situation) => (situation.goal.tunnel === 'absent' ? null : reconciled(situation, 'tunnel', situation.wantedTunnel)),
  // By which network, only the kernel can tell.
  ({ running, observed }) =>
    observed && running?.name === 'known' && !running.isConnecting
      ? { kind: 'connect', attempt: running.attempt }
      : null,
  ({ running, wantedTunnel }) =>
    wantedTunnel && running?.isEstablished && running.pathMtu === 'unmeasured'
      ? { kind: 'measure', attempt: running.attempt }
      : null,
  ({ running, wantedTunnel }) =>
    wantedTunnel && running?.isEstablished && running.pathMtu === 'minimum-unasked'
      ? { kind: 'ask-minimum', attempt: running.attempt }
      : null,
]

export function nextEffect(situation: Situation): Effect | null {
  for (const step of steps) {
    const effect = step(situation)
    if (effect && !situation.isPostponed(effect)) return effect
  }
  return null
}
