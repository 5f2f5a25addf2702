/**
 * What is not tried again for now: changes that the system refused, that resist being undone, or that another program takes away
 * again and again; and effects that failed altogether. Times are monotonic, in ms.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Change } from '../change/change.ts'
import { identityOf } from '../change/identity.ts'
import { finding } from '../outcome.ts'
import type { Effect } from './next-effect.ts'

/** From a second, as most causes pass in less, to half a minute: nobody tells when a sysctl changes, so it is tried now and then. */
export const holdMs = (times: number) => Math.min(1_000 * 2 ** (times - 1), 30_000)

/** So many restorations of one thing within `fightMs` are a fight with a program that takes it away. */
export const fightLimit = 10
export const fightMs = 30_000
/** Then it is put back once in so long. */
export const truceMs = 2_000

interface Hold {
  readonly until: number
  readonly times: number
  readonly why: Finding
}

export interface Holds {
  isHeld(change: Change, now: number): boolean
  isPostponed(effect: Effect, now: number): boolean
  /** The system refused to make it. */
  refused(change: Change, why: Finding, now: number): void
  /** Somebody had taken it away, and it was made again. */
  restored(changes: readonly Change[], now: number): void
  failed(effect: Effect, why: Finding, now: number): void
  /**
   * The effect ran: what was held of earlier failures of it is tried anew, but for what is `left`: still there after it was undone.
   * @param handled all changes that it made or undid
   */
  succeeded(effect: Effect, handled: readonly Change[], left: readonly Change[], now: number): void
  /** Why the first of these changes that is refused is refused. */
  refusalAmong(changes: readonly Change[]): Finding | null
  findings(now: number): readonly Finding[]
  /** When the first hold ends; null where there is none. */
  wakeAt(now: number): number | null
  /** Tried anew: another wish, another attempt. */
  forget(changes: readonly Change[]): void
  forgetAll(): void
}

const keyOf = (effect: Effect) => (effect.kind === 'reconcile' ? `reconcile ${effect.scope}` : effect.kind)

export function createHolds(): Holds {
  const refusals = new Map<string, Hold>()
  const resistance = new Map<string, Hold>()
  const postponed = new Map<string, Hold>()
  const fights = new Map<string, { times: readonly number[]; until: number }>()

  const hold = (map: Map<string, Hold>, key: string, why: Finding, now: number) => {
    const times = (map.get(key)?.times ?? 0) + 1
    map.set(key, { until: now + holdMs(times), times, why })
  }
  const all = () => [...refusals.values(), ...resistance.values(), ...postponed.values()]

  return {
    isHeld(change, now) {
      const key = identityOf(change)
      const isUntil = (until: number | undefined) => until !== undefined && now < until
      return isUntil(refusals.get(key)?.until) || isUntil(resistance.get(key)?.until) || isUntil(fights.get(key)?.until)
    },
    isPostponed: (effect, now) => now < (postponed.get(keyOf(effect))?.until ?? 0),
    refused: (change, why, now) => hold(refusals, identityOf(change), why, now),
    restored(changes, now) {
      for (const change of changes) {
        const key = identityOf(change)
        const times = [...(fights.get(key)?.times ?? []).filter((at) => now - at < fightMs), now]
        fights.set(key, { times, until: times.length >= fightLimit ? now + truceMs : 0 })
      }
    },
    failed: (effect, why, now) => hold(postponed, keyOf(effect), why, now),
    succeeded(effect, handled, left, now) {
      postponed.delete(keyOf(effect))
      for (const change of handled) {
        const key = identityOf(change)
        refusals.delete(key)
        if (left.includes(change)) {
          const times = (resistance.get(key)?.times ?? 0) + 1
          const why = finding('residue', { count: 1 }, [identityOf(change)])
          resistance.set(key, { until: now + holdMs(times), times, why })
        } else resistance.delete(key)
      }
    },
    refusalAmong: (changes) => changes.flatMap((change) => refusals.get(identityOf(change))?.why ?? [])[0] ?? null,
    findings(now) {
      const left = [...resistance.keys()]
      const fought = [...fights].flatMap(([key, { times }]) =>
        times.filter((at) => now - at < fightMs).length >= fightLimit ? [key] : [],
      )
      return [
        ...(left.length > 0 ? [finding('residue', { count: left.length }, left)] : []),
        ...(fought.length > 0 ? [finding('contested', { what: fought[0] ?? '' }, fought)] : []),
        ...[...refusals.values(), ...postponed.values()].map(({ why }) => why),
      ]
    },
    wakeAt(now) {
      // A fight is told of until it has been quiet for so long.
      const quiet = [...fights.values()].map(({ times }) => (times.at(-1) ?? 0) + fightMs)
      const ends = [...[...all(), ...fights.values()].map(({ until }) => until), ...quiet].filter((end) => end > now)
      return ends.length > 0 ? Math.min(...ends) : null
    },
    forget(changes) {
      for (const change of changes) refusals.delete(identityOf(change))
    },
    forgetAll() {
      for (const map of [refusals, resistance, postponed, fights]) map.clear()
    },
  }
}
