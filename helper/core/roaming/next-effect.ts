/**
 * Chooses the one effect to run next: the first difference between the goal and the facts, in the order in which
 * differences must be removed. Pure. null: all of the goal that can be true by now is true.
 */
import type { Change } from '../change/change.ts'
import { identityOf } from '../change/identity.ts'
import type { Observed } from '../change/observed.ts'
import { type Difference, isNothing, noDifference, reconcile, renamedLinks, without } from '../change/reconcile.ts'
import type { Goal } from './state.ts'

/** Names a group of changes that are made and undone together (a scope of `helper/journal/journal.ts`). */
export type Kept = 'guard' | 'tunnel'

export type Effect =
  | { readonly kind: 'reconcile'; readonly scope: Kept; readonly difference: Difference }
  /** Removes programs and marks of an earlier helper that no journal has. */
  | { readonly kind: 'sweep' }
  | { readonly kind: 'begin'; readonly carrier: NonNullable<Goal['carrier']> }
  /** Resolves the gateway's name. */
  | { readonly kind: 'resolve'; readonly attempt: number }
  | { readonly kind: 'connect'; readonly attempt: number }
  /** Ends the running attempt, and undoes whatever a carrier has left in the journal. */
  | { readonly kind: 'end' }
  | { readonly kind: 'measure'; readonly attempt: number }
  | { readonly kind: 'ask-minimum'; readonly attempt: number }

/** The progress of the running attempt. */
export interface Running {
  readonly attempt: number
  readonly name: 'unasked' | 'asked' | 'known' | 'failed'
  readonly isConnecting: boolean
  readonly isEstablished: boolean
  /**
   * `minimum-unasked`: packets of IPv6's minimum size do not pass in one piece, and whether they arrive in fragments is
   * not known yet.
   */
  readonly pathMtu: 'unmeasured' | 'measuring' | 'minimum-unasked' | 'known'
}

export interface Situation {
  readonly goal: Goal
  /** null: the kernel could not be read. Nothing is compared then; what is not wanted is undone all the same. */
  readonly observed: Observed | null
  readonly made: Readonly<Record<Kept | 'carrier', readonly Change[]>>
  /** null: the guard cannot be planned, as its profile is not known; the guard that stands stays. */
  readonly wantedGuard: readonly Change[] | null
  /** null: the tunnel cannot be planned now; what stands of it stays. */
  readonly wantedTunnel: readonly Change[] | null
  /** Whether the whole tunnel of an established carrier is planned, and not only the devices that its daemon attaches to. */
  readonly isPlanned: boolean
  readonly swept: boolean
  readonly running: Running | null
  /**
   * Whether the change is neither made nor undone for now: the system refused it a moment ago, or another program takes
   * it away again and again.
   */
  readonly isHeld: (change: Change) => boolean
  /** Whether the effect is not run for now, as it failed a moment ago. */
  readonly isPostponed: (effect: Effect) => boolean
}

function undoAll({ made, observed, isHeld }: Situation, scope: Kept): Effect | null {
  const renamed = observed ? renamedLinks(made[scope], [], observed) : []
  const undo = [...made[scope], ...renamed].filter((change) => !isHeld(change))
  return undo.length > 0 ? { kind: 'reconcile', scope, difference: { ...noDifference, undo } } : null
}

function reconciled(situation: Situation, scope: Kept, wanted: readonly Change[] | null): Effect | null {
  const { observed, made, isHeld } = situation
  if (!observed || !wanted) return null
  const difference = without(reconcile(made[scope], wanted, observed), isHeld)
  return isNothing(difference) ? null : { kind: 'reconcile', scope, difference }
}

/** Whether a guard that was made has this one's filter, as far as the profile decides it. */
const isSameFilter = (made: Change, { home, remote, internet }: Extract<Change, { kind: 'guard-filter' }>): boolean =>
  made.kind === 'guard-filter' &&
  JSON.stringify([made.home, made.remote, made.internet]) === JSON.stringify([home, remote, internet])

/**
 * Raises the guard where the kernel cannot be read, as somebody may keep us from reading it: the rules that no guard has yet, then the
 * filter. What it is to be made of besides the profile is looked at later, and so is what was made before and is gone.
 */
function raisedUnseen({ observed, wantedGuard, made, isHeld }: Situation): Effect | null {
  if (observed || !wantedGuard) return null
  const standing = new Set(made.guard.map(identityOf))
  const rules = wantedGuard.filter((one) => one.kind === 'rule' && !standing.has(identityOf(one)) && !isHeld(one))
  const filters = wantedGuard.filter(
    (one) => one.kind === 'guard-filter' && !made.guard.some((other) => isSameFilter(other, one)) && !isHeld(one),
  )
  const make = rules.length > 0 ? rules : filters
  if (make.length === 0) return null
  const superseded = make === filters ? made.guard.filter(({ kind }) => kind === 'guard-filter') : []
  return { kind: 'reconcile', scope: 'guard', difference: { ...noDifference, make, superseded } }
}

/**
 * The steps in the order in which differences must be removed. Each step finds an effect in the situation or none; the
 * first effect is taken.
 */
const steps: readonly ((situation: Situation) => Effect | null)[] = [
  // The guard is made before all else, and what is added to it is added before anything is taken away.
  (situation) => (situation.goal.guard ? reconciled(situation, 'guard', situation.wantedGuard) : null),
  (situation) => (situation.goal.guard ? raisedUnseen(situation) : null),
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
  // Connecting needs a look at the kernel, which tells by which network the gateway is reached.
  ({ running, observed }) =>
    observed && running?.name === 'known' && !running.isConnecting
      ? { kind: 'connect', attempt: running.attempt }
      : null,
  ({ running, isPlanned }) =>
    isPlanned && running?.isEstablished && running.pathMtu === 'unmeasured'
      ? { kind: 'measure', attempt: running.attempt }
      : null,
  ({ running, isPlanned }) =>
    isPlanned && running?.isEstablished && running.pathMtu === 'minimum-unasked'
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
