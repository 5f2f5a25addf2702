/**
 * Keeps what the loop does not try again for now: changes that the system refused, changes that resist being undone,
 * changes that another program takes away again and again, and effects that failed altogether. Times are monotonic, in
 * ms.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Change } from '../change/change.ts'
import { identityOf } from '../change/identity.ts'
import { finding } from '../outcome.ts'
import type { Effect, Kept } from './next-effect.ts'

/**
 * Gives the time in ms to wait after the n-th failure of the same thing: a second at first, as most causes pass in
 * less, up to half a minute. There is no end of it, as nothing announces when a cause is gone (a sysctl, for one).
 */
export const holdMs = (times: number) => Math.min(1_000 * 2 ** (times - 1), 30_000)

/** A change that had to be restored so many times within `fightMs` is in a fight with a program that takes it away. */
export const fightLimit = 10
export const fightMs = 30_000
/**
 * A change in a fight is put back once in this time. The guard is put back at once, always: a pause would let packets
 * out.
 */
export const truceMs: Readonly<Record<Kept, number>> = { guard: 0, tunnel: 2_000 }

/** A failure is told until it was due to be tried again, and for this time more: long enough for the try to end. */
export const toldMs = 5_000

interface Hold {
  readonly until: number
  readonly times: number
  readonly why: Finding
}

interface Refusal extends Hold {
  /** The effect that the change was refused in. */
  readonly by: string
}

export interface Holds {
  isHeld(change: Change, now: number): boolean
  isPostponed(effect: Effect, now: number): boolean
  /** Notes that the system refused to make the change, in this effect. */
  refused(effect: Effect, change: Change, why: Finding, now: number): void
  /** Notes that another program had taken these changes away, and that they were made again. */
  restored(scope: Kept, changes: readonly Change[], now: number): void
  failed(effect: Effect, why: Finding, now: number): void
  /**
   * Notes that the effect ran. Holds of its earlier failures end, except for the changes in `left`, which were still
   * there after they were undone.
   * @param handled all changes that the effect made or undid
   */
  succeeded(effect: Effect, handled: readonly Change[], left: readonly Change[], now: number): void
  /** Notes that these changes were made, by a carrier: they are wanted again, and what was held against them counts no more. */
  made(changes: readonly Change[]): void
  /** Tells why the system refused the first of these changes that it refused; null where none is refused. */
  refusalAmong(changes: readonly Change[]): Finding | null
  /**
   * Tells what is to be told now. What was not tried again when it was due is no longer wanted, and not told.
   * @param isExplained whether it is told already what the tunnel lacks: that says more than the command that could not put it back
   */
  findings(now: number, isExplained?: boolean): readonly Finding[]
  /** The time at which the first hold ends; null where there is none. */
  wakeAt(now: number): number | null
  /** Ends the holds of what was refused of the tunnel, for another attempt. */
  forgetTunnel(): void
  forgetAll(): void
}

const tunnelKey = 'reconcile tunnel' satisfies `reconcile ${Kept}`
const keyOf = (effect: Effect) => (effect.kind === 'reconcile' ? `reconcile ${effect.scope}` : effect.kind)

export function createHolds(): Holds {
  const refusals = new Map<string, Refusal>()
  const resistance = new Map<string, Hold>()
  const postponed = new Map<string, Hold>()
  const fights = new Map<string, { times: readonly number[]; until: number }>()

  const again = (before: Hold | undefined, why: Finding, now: number): Hold => {
    const times = (before?.times ?? 0) + 1
    return { until: now + holdMs(times), times, why }
  }
  const failures = (): readonly (Hold & Partial<Refusal>)[] => [...refusals.values(), ...postponed.values()]
  const isTold = ({ until }: Hold, now: number) => now < until + toldMs

  return {
    isHeld(change, now) {
      const key = identityOf(change)
      const isUntil = (until: number | undefined) => until !== undefined && now < until
      return isUntil(refusals.get(key)?.until) || isUntil(resistance.get(key)?.until) || isUntil(fights.get(key)?.until)
    },
    isPostponed: (effect, now) => now < (postponed.get(keyOf(effect))?.until ?? 0),
    refused(effect, change, why, now) {
      const key = identityOf(change)
      refusals.set(key, { ...again(refusals.get(key), why, now), by: keyOf(effect) })
    },
    restored(scope, changes, now) {
      for (const change of changes) {
        const key = identityOf(change)
        const times = [...(fights.get(key)?.times ?? []).filter((at) => now - at < fightMs), now]
        fights.set(key, { times, until: times.length >= fightLimit ? now + truceMs[scope] : 0 })
      }
    },
    failed(effect, why, now) {
      const key = keyOf(effect)
      postponed.set(key, again(postponed.get(key), why, now))
    },
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
    made(changes) {
      for (const key of changes.map(identityOf)) for (const map of [refusals, resistance]) map.delete(key)
    },
    refusalAmong: (changes) => changes.flatMap((change) => refusals.get(identityOf(change))?.why ?? [])[0] ?? null,
    findings(now, isExplained = false) {
      // What was to be undone may be wanted again: nobody tries to undo it then.
      const left = [...resistance].flatMap(([key, one]) => (isTold(one, now) ? [key] : []))
      const fought = [...fights].flatMap(([key, { times }]) =>
        times.filter((at) => now - at < fightMs).length >= fightLimit ? [key] : [],
      )
      return [
        ...(left.length > 0 ? [finding('residue', { count: left.length }, left)] : []),
        ...(fought.length > 0 ? [finding('contested', { what: fought[0] ?? '' }, fought)] : []),
        ...failures()
          .filter((one) => isTold(one, now) && !(isExplained && one.by === tunnelKey))
          .map(({ why }) => why),
      ]
    },
    wakeAt(now) {
      // A fight is reported until nothing was taken away for `fightMs`.
      const quiet = [...fights.values()].map(({ times }) => (times.at(-1) ?? 0) + fightMs)
      const told = [...failures(), ...resistance.values()].map(({ until }) => until + toldMs)
      const held = [...failures(), ...resistance.values(), ...fights.values()].map(({ until }) => until)
      const ends = [...held, ...told, ...quiet].filter((end) => end > now)
      return ends.length > 0 ? Math.min(...ends) : null
    },
    forgetTunnel() {
      for (const [key, { by }] of refusals) if (by === tunnelKey) refusals.delete(key)
    },
    forgetAll() {
      for (const map of [refusals, resistance, postponed, fights]) map.clear()
    },
  }
}
