/** The steps of a connect as the person sees them: which is under way, what each found, how long it took. */
import type { Phase, PhaseName } from '../contract/snapshot.ts'
import { phaseNames } from '../contract/snapshot.ts'

export interface Phases {
  readonly list: () => readonly Phase[]
  start(name: PhaseName): void
  done(name: PhaseName, found: string): void
  /** The step under way is where it stopped. */
  fail(found: string): void
}

export function trackPhases(publish: (phases: readonly Phase[]) => void): Phases {
  let phases: Phase[] = phaseNames.map((name) => ({ name, state: 'waiting' }))
  const startedAt = new Map<PhaseName, number>()
  const change = (name: PhaseName, to: Omit<Phase, 'name'>) => {
    phases = phases.map((phase) => (phase.name === name ? { ...phase, ...to } : phase))
    publish(phases)
  }
  const durationOf = (name: PhaseName) => Math.round(performance.now() - (startedAt.get(name) ?? performance.now()))
  return {
    list: () => phases,
    start(name) {
      startedAt.set(name, performance.now())
      change(name, { state: 'active' })
    },
    done: (name, found) => change(name, { state: 'done', found, durationMs: durationOf(name) }),
    fail(found) {
      const active = phases.find(({ state }) => state === 'active')
      if (active) change(active.name, { state: 'failed', found, durationMs: durationOf(active.name) })
    },
  }
}
