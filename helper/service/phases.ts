/** Tracks the steps of a connect as the person sees them: which step is under way, what each one found, and how long it took. */
import type { Phase, PhaseName } from '../contract/snapshot.ts'
import { phaseNames } from '../contract/snapshot.ts'

export interface Phases {
  readonly list: () => readonly Phase[]
  start(name: PhaseName): void
  /** Ends this step with what it found, and begins the next one. */
  done(name: PhaseName, found: string): void
  /** Marks the step that is under way as the one at which the connect failed. */
  fail(found: string): void
}

export function trackPhases(): Phases {
  let phases: Phase[] = phaseNames.map((name) => ({ name, state: 'waiting' }))
  const startedAt = new Map<PhaseName, number>()
  const durationOf = (name: PhaseName) => Math.round(performance.now() - (startedAt.get(name) ?? performance.now()))
  const change = (changes: Partial<Record<PhaseName, Omit<Phase, 'name'>>>) => {
    phases = phases.map((phase) => ({ ...phase, ...changes[phase.name] }))
  }
  return {
    list: () => phases,
    start(name) {
      startedAt.set(name, performance.now())
      change({ [name]: { state: 'active' } })
    },
    done(name, found) {
      if (phases.some((phase) => phase.name === name && phase.state === 'done' && phase.found === found)) return
      const next = phaseNames[phaseNames.indexOf(name) + 1]
      if (next) startedAt.set(next, performance.now())
      change({
        [name]: { state: 'done', found, durationMs: durationOf(name) },
        ...(next ? { [next]: { state: 'active' } } : {}),
      })
    },
    fail(found) {
      const active = phases.find(({ state }) => state === 'active')
      if (active) change({ [active.name]: { state: 'failed', found, durationMs: durationOf(active.name) } })
    },
  }
}
