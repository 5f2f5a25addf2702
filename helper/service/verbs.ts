/** The verbs that change the wish or ask for news, and how long each waits for the loop. The loop itself does all that they need. */
import type { Profile } from '../contract/profile.ts'
import type { PathMtu } from '../contract/snapshot.ts'
import type { Effect } from '../core/roaming/next-effect.ts'
import type { State } from '../core/roaming/state.ts'
import type { Clock } from '../system/ports.ts'
import type { CurrentWish } from './current-wish.ts'
import type { Performer } from './performer.ts'
import type { Presenter } from './presenter.ts'
import { createWaiters, type Waker } from './waker.ts'

export interface Verbs {
  /** The name of the profile that is wanted, or was last. */
  readonly profileName: string | null
  readonly wantsHome: boolean
  /** Resolves when the guard of a home that was wanted before this helper began stands, or could not be raised. */
  readonly guarded: Promise<void>
  /** Resolves when the intent is on disk and the guard stands, or could not be raised; what becomes of it is in the snapshots. */
  up(profile: Profile): Promise<void>
  /** Resolves when everything is undone; what resists is among the problems, and is tried again. */
  down(): Promise<void>
  /** Takes notice that a profile was installed, replaced or removed. */
  profileChanged(name: string): void
  /** Measures the path MTU anew. Null while nothing is connected. */
  measure(signal: AbortSignal): Promise<PathMtu | null>
  /** Looks at the system now and brings the snapshot up to date. */
  look(): Promise<void>
  /** Undoes the tunnel, and keeps the guard and the intent: the next helper brings the tunnel back. */
  close(): Promise<void>
}

/** A second less than the verb may take (`helper/contract/requests.ts`), so that the answer still arrives. What stalls is given up sooner, and told. */
const downMs = 14_000
/** After this long (ms) a helper that got SIGTERM ends all the same, before a service manager sends SIGKILL. */
const closeMs = 5_000
/** A look that somebody asked for is answered by then with what is known, as an effect may be under way. */
const lookMs = 1_000
/** A guard that is not raised within this time (ms) is not waited for: the snapshots tell what became of it. */
const guardMs = 3_000
/** A second less than the verb may take (`helper/contract/requests.ts`). */
const measureMs = 19_000

export interface VerbPorts {
  readonly clock: Clock
  readonly waker: Waker
  readonly wish: CurrentWish
  readonly presenter: Presenter
  readonly performer: Performer
  /** The loop's state now. */
  readonly state: () => State
  /** Ends the loop. Resolves when the tunnel is undone. */
  readonly end: () => Promise<void>
}

/** The outcome of one turn of the loop, before its effect runs. */
export interface Turn {
  readonly number: number
  /** The serial of the wish that the turn began with. */
  readonly serial: number
  readonly state: State
  readonly effect: Effect | null
  /** Whether changes or effects are not tried again for now, or the kernel does not tell what there is to do. */
  readonly isHolding: boolean
}

export function createVerbs({ clock, waker, wish, presenter, performer, state, end }: VerbPorts) {
  const guarded = createWaiters(clock)
  const settled = createWaiters(clock)
  const looks = createWaiters(clock)
  const measurements = createWaiters(clock)

  const verbs: Verbs = {
    get profileName() {
      return wish.intent.profile
    },
    get wantsHome() {
      return wish.intent.want === 'up'
    },
    guarded: guarded.wait(wish.serial, guardMs),
    async up(profile) {
      const { at } = state()
      const isUnderWay = at === 'connected' || at === 'connecting'
      if (wish.intent.want === 'up' && wish.intent.profile === profile.name && isUnderWay) return
      wish.want({ want: 'up', profile: profile.name })
      presenter.announce({
        intent: 'up',
        state: 'connecting',
        profileName: profile.name,
        profile,
        findings: [],
        phases: [],
        routes: [],
        pathMtu: null,
        rttMs: null,
      })
      wish.beginAnew()
      await guarded.wait(wish.serial, guardMs)
    },
    async down() {
      if (wish.intent.want === 'up') {
        wish.want({ want: 'down', profile: wish.intent.profile })
        wish.beginAnew()
      } else waker.wake()
      await settled.wait(wish.serial, downMs)
    },
    profileChanged(name) {
      if (wish.intent.profile !== name) return
      if (wish.reread()) wish.beginAnew()
    },
    async measure(signal) {
      const { running } = performer
      if (state().at !== 'connected' || !running) return null
      running.measureAgain()
      waker.wake()
      await measurements.wait(waker.turn + 1, measureMs, signal)
      return presenter.pathMtu()
    },
    async look() {
      waker.wake()
      await looks.wait(waker.turn + 1, lookMs)
    },
    async close() {
      await Promise.race([end(), new Promise<void>((late) => clock.after(closeMs, late))])
    },
  }

  /**
   * Releases the callers whose wait ends with what this turn found, before its effect runs. `down` is over when the state is off, and either
   * nothing remains to be undone or what remains is held: that is among the problems, and tried again later. `up` is over when this
   * turn has nothing to do for the guard: the guard stands, or cannot be raised now.
   */
  function answer({ number, serial, state: { at }, effect, isHolding }: Turn) {
    looks.reached(number)
    const hasLeftHome = at === 'off' && (!effect || isHolding)
    // Until then only waits for older wishes end: a newer one has taken their place.
    settled.reached(hasLeftHome ? serial : serial - 1)
    if (!(effect?.kind === 'reconcile' && effect.scope === 'guard')) guarded.reached(serial)
    const { running } = performer
    if (!running || running.running().pathMtu === 'known') measurements.reached(number)
  }

  return { verbs, answer }
}
