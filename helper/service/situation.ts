/** Puts the situation together from which `nextEffect` chooses: what is wanted of guard and tunnel, and what of it is made. */
import type { Finding } from '../contract/problem.ts'
import type { Underlay } from '../contract/snapshot.ts'
import type { Change } from '../core/change/change.ts'
import { guardChanges } from '../core/change/guard.ts'
import { withinMeans } from '../core/change/means.ts'
import type { Observed } from '../core/change/observed.ts'
import { nowhere, surroundingsOf } from '../core/change/surroundings.ts'
import { devicesBefore } from '../core/layer/devices-before.ts'
import { foreignFindings } from '../core/layer/foreign.ts'
import type { WantedTunnel } from '../core/layer/wanted.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Holds } from '../core/roaming/holds.ts'
import type { Situation } from '../core/roaming/next-effect.ts'
import type { Goal } from '../core/roaming/state.ts'
import type { Ledger } from '../journal/ledger.ts'
import type { WantedProfile } from './current-wish.ts'
import type { Performer } from './performer.ts'
import type { Read } from './read-facts.ts'

export interface WantedGuard {
  readonly changes: readonly Change[]
  /** The parts of the guard that this machine cannot make, and what other programs have set up in its way. */
  readonly findings: readonly Finding[]
}

/**
 * Plans the guard of the wanted profile. null: the profile is not known; the guard that stands stays. Where the kernel could not be read,
 * the guard is made of the profile alone.
 * @param gateways addresses of the gateway as they were last known
 */
export function wantedGuard(
  { profile }: WantedProfile,
  now: Observed | null,
  gateways: readonly string[],
  underlay: Underlay | null,
): WantedGuard | null {
  if (!profile) return null
  if (!now) return { changes: guardChanges(profile, { ...nowhere, gateways }), findings: [] }
  const { changes, findings } = withinMeans(guardChanges(profile, surroundingsOf(profile, now, gateways)), now)
  const foreign = foreignFindings(profile, now, { gateways, underlay: underlay?.interface ?? null })
  return { changes, findings: [...findings, ...foreign] }
}

/** The changes of the tunnel. null: the tunnel cannot be planned now, and what stands of it stays. */
function wantedChanges(
  goal: Goal,
  { profile }: WantedProfile,
  planned: Outcome<WantedTunnel> | null,
): readonly Change[] | null {
  if (planned) return planned.ok ? planned.value.changes : null
  return profile && goal.tunnel === 'fresh' ? devicesBefore(profile) : null
}

/** The parts of the helper that a situation is read from. */
export interface Known {
  readonly goal: Goal
  readonly wanted: WantedProfile
  readonly guard: WantedGuard | null
  readonly read: Read
  readonly ledger: Ledger
  readonly performer: Performer
  readonly holds: Holds
}

export function situationOf({ goal, wanted, guard, read, ledger, performer, holds }: Known): Situation {
  const { observed, planned, facts } = read
  return {
    goal,
    observed,
    made: { guard: ledger.made('guard'), carrier: ledger.made('carrier'), tunnel: ledger.made('tunnel') },
    wantedGuard: guard?.changes ?? null,
    wantedTunnel: wantedChanges(goal, wanted, planned),
    isPlanned: planned?.ok === true,
    swept: performer.swept,
    running: performer.running?.running() ?? null,
    isHeld: (change) => holds.isHeld(change, facts.now),
    isPostponed: (effect) => holds.isPostponed(effect, facts.now),
  }
}
