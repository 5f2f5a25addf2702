/**
 * The only one that acts. It reads the facts, decides, publishes, and runs one effect with a deadline; where nothing is to be done it
 * waits for an event, a wish, or the time that the decision names. Verbs only change the wish, so that `down` works in every state.
 */
import type { Profile } from '../contract/profile.ts'
import type { PathMtu } from '../contract/snapshot.ts'
import type { Change } from '../core/change/change.ts'
import { identityOf } from '../core/change/identity.ts'
import { noDifference } from '../core/change/reconcile.ts'
import { finding } from '../core/outcome.ts'
import { toProblem } from '../core/problem/wording.ts'
import { becauseWords } from '../core/roaming/because.ts'
import { decide } from '../core/roaming/decide.ts'
import { createHolds } from '../core/roaming/holds.ts'
import { type Effect, nextEffect, type Situation } from '../core/roaming/next-effect.ts'
import { type Decision, firstState, type State } from '../core/roaming/state.ts'
import type { Intent, IntentStore } from '../journal/intent.ts'
import { scopes } from '../journal/journal.ts'
import type { Ledger } from '../journal/ledger.ts'
import { EffectFailed } from '../system/effects.ts'
import type { Clock, Effects, Log, Observer, Subscribe } from '../system/ports.ts'
import type { ProfileStore } from '../system/profile-store.ts'
import { findingOfError } from './finding-of-error.ts'
import { createPresenter } from './presenter.ts'
import { beginCarrier, type RunningCarrier, type RunningPorts } from './running-carrier.ts'
import {
  hasAssociations,
  type Read,
  readFacts,
  type WantedGuard,
  type WantedProfile,
  wantedChanges,
  wantedGuard,
} from './situation.ts'
import type { SnapshotStore } from './snapshot-store.ts'
import { createWaiters, createWaker } from './waker.ts'

export interface LoopPorts {
  readonly running: RunningPorts
  readonly ledger: Ledger
  readonly sweep: Effects['sweep']
  readonly observer: Observer
  readonly intent: IntentStore
  readonly profiles: Pick<ProfileStore, 'get' | 'unreadableAt'>
  /** Links, addresses, routes, rules, tables of nftables, security associations changed: look again. */
  readonly events: Subscribe
  readonly store: SnapshotStore
  readonly clock: Clock
  readonly log: Log
}

export interface Loop {
  /** The name of the profile that is wanted, or was last. */
  readonly profileName: string | null
  readonly wantsHome: boolean
  /** Resolves when the guard of a home that was wanted before this helper began stands, or could not be raised. */
  readonly guarded: Promise<void>
  /** Resolves when the intent is on disk and the guard stands, or could not be raised; what becomes of it is in the snapshots. */
  up(profile: Profile): Promise<void>
  /** Resolves when everything is undone; what resists is among the problems, and is tried again. */
  down(): Promise<void>
  /** A profile was installed, replaced or removed. */
  profileChanged(name: string): void
  /** Null while nothing is connected. */
  measure(signal: AbortSignal): Promise<PathMtu | null>
  /** Looks at the system now and brings the snapshot up to date. */
  look(): Promise<void>
  /** The tunnel is undone, and the guard and the intent are kept: the next helper brings it back. */
  close(): Promise<void>
}

/** As long as the verb may take; what stalls while leaving is given up sooner, and told. */
const downMs = 14_000
/** For one effect while leaving: a person waits. A daemon may take 1.5 s of it to say goodbye. */
const leavingMs = 1_800
/** For SIGTERM, before a service manager sends SIGKILL. */
const closeMs = 5_000
/** A look that somebody asked for is answered by then with what is known, as an effect may be under way. */
const lookMs = 1_000
/** For the guard: whoever waits for it is told what became of it by the snapshots. */
const guardMs = 3_000
/** As long as the verb may take (`helper/contract/requests.ts`). */
const measureMs = 19_000
/** Twice what an effect's own programs may take (`system/effects.ts`). */
const effectMs = 10_000
/** The kernel that did not answer is asked again after this long. */
const unreadableMs = 1_000
/** charon replaces its associations while it rekeys: none for so long means that they are gone. */
const bareMs = 300

interface Handled {
  readonly handled: readonly Change[]
  readonly left: readonly Change[]
}

export function createLoop(ports: LoopPorts): Loop {
  const { ledger, store, log, clock } = ports
  const holds = createHolds()
  const waker = createWaker(clock)
  let intent: Intent = ports.intent.read()
  let serial = 1
  let wanted = readProfile(intent)
  let state: State = firstState
  let running: RunningCarrier | null = null
  let swept = false
  let closing = false
  /** Since when the kernel has no security associations of an established carrier. */
  let bareSince: number | null = null
  /** Addresses of the wanted profile's gateway, as they were last known. */
  let gateways: readonly string[] = []
  /** How many turns have begun. */
  let turns = 0
  const settledWishes = createWaiters(clock)
  const looks = createWaiters(clock)
  const measurements = createWaiters(clock)
  const presenter = createPresenter(store)
  const guardedWishes = createWaiters(clock)
  /** Aborted with every change of the wish, so that the running effect does not keep it waiting. */
  let turn = new AbortController()

  function readProfile({ want, profile }: Intent): WantedProfile {
    const name = profile ?? ''
    const stored = ports.profiles.get(name)?.profile ?? null
    const unreadable = stored ? undefined : ports.profiles.unreadableAt(name)
    const unusable =
      want === 'up' && unreadable
        ? finding('profile-unreadable', { profile: name, file: unreadable.file }, [unreadable.why])
        : null
    return { profile: stored, unusable }
  }

  function want(next: Intent) {
    ports.intent.write(next)
    intent = next
    wanted = readProfile(intent)
    gateways = []
  }

  function refuseMissing() {
    if (intent.want === 'down' || wanted.profile || wanted.unusable) return
    log('helper', 'warn', `profile ${intent.profile} is not installed any more: nothing to connect`)
    want({ want: 'down', profile: null })
  }
  refuseMissing()

  /** Another wish, or another version of its profile: nothing that failed before counts, and what runs is not waited for. */
  function beginAnew() {
    serial += 1
    holds.forgetAll()
    turn.abort(new Error('something else is wanted now'))
    turn = new AbortController()
    waker.wake()
  }

  /** The facts; what the kernel does not tell within the observer's own deadline is null. */
  async function read(): Promise<Read & { observed: Situation['observed'] }> {
    const observed = await ports.observer.observe().catch((error: unknown) => {
      log('helper', 'error', `looking at the system: ${String(error)}`)
      return null
    })
    const now = clock.now()
    const known = [running?.gateway(), running?.established()?.remoteHost].filter((one) => typeof one === 'string')
    if (known.length > 0) gateways = [...new Set(known)]
    if (observed && running) {
      bareSince = hasAssociations(running, observed) ? null : (bareSince ?? now)
      if (bareSince !== null && now - bareSince >= bareMs)
        running.lose(finding('carrier-gone', {}, ['The kernel has no security association of it any more.']))
    }
    const wish = { want: intent.want, serial }
    const made = ledger.made('tunnel')
    const lastNetwork = 'network' in state ? state.network : null
    return { observed, ...readFacts({ now, wish, wanted, observed, lastNetwork, running, madeTunnel: made, holds }) }
  }

  /** A helper that ends keeps the guard, and nothing else. */
  const goalOf = ({ goal }: Decision): Decision['goal'] =>
    closing ? { guard: intent.want === 'up', carrier: null, tunnel: 'absent', wakeAt: null } : goal

  function situationOf(
    goal: Decision['goal'],
    guard: WantedGuard | null,
    { observed, planned, facts }: Awaited<ReturnType<typeof read>>,
  ): Situation {
    const made = { guard: ledger.made('guard'), carrier: ledger.made('carrier'), tunnel: ledger.made('tunnel') }
    return {
      goal,
      observed,
      made,
      wantedGuard: guard?.changes ?? null,
      wantedTunnel: wantedChanges(goal, wanted, planned),
      swept,
      running: running?.running() ?? null,
      isHeld: (change) => holds.isHeld(change, facts.now),
      isPostponed: (effect) => holds.isPostponed(effect, facts.now),
    }
  }

  /** One turn. Returns null where an effect was run, as the facts are to be read again at once; else when to look again. */
  async function takeTurn(): Promise<readonly number[] | null> {
    const { signal } = turn
    turns = waker.begin()
    const seen = await read()
    const { now, wish } = seen.facts
    const decision = decide(state, seen.facts)
    enter(decision)
    const goal = goalOf(decision)
    const guard = wantedGuard(wanted, seen.observed, gateways, seen.underlay)
    const effect = nextEffect(situationOf(goal, guard, seen))
    const held = holds.findings(now)
    presenter.show({
      state,
      intent,
      wanted,
      running,
      read: seen,
      observed: seen.observed,
      held,
      guard: goal.guard ? (guard?.findings ?? []) : [],
      isBusy: effect !== null,
    })
    looks.reached(turns)
    // What fails while leaving is told, and tried again after the answer.
    const isAnswered = state.at === 'off' && (!effect || held.length > 0)
    // An older wish is answered by the one that came after it.
    settledWishes.reached(isAnswered ? wish.serial : wish.serial - 1)
    if (!(effect?.kind === 'reconcile' && effect.scope === 'guard')) guardedWishes.reached(wish.serial)
    if (!running || running.running().pathMtu === 'known') measurements.reached(turns)
    if (effect) {
      await perform(effect, seen, signal)
      return null
    }
    const times = [
      goal.wakeAt,
      holds.wakeAt(now),
      bareSince && bareSince + bareMs,
      seen.observed ? null : now + unreadableMs,
    ]
    return times.filter((time): time is number => time !== null && time > now)
  }

  function enter({ state: next, because }: Decision) {
    if (next.at !== state.at || next.attempt !== state.attempt) {
      const why = 'why' in next ? `, ${toProblem(next.why).message}: ${next.why.evidence.join(' | ')}` : ''
      log('helper', 'why' in next ? 'warn' : 'info', `${next.at}: ${becauseWords[because]}${why}`)
    }
    if ('why' in next) running?.phases.fail(next.why.evidence[0] ?? '')
    state = next
  }

  async function perform(effect: Effect, seen: Read, signal: AbortSignal) {
    const late = new AbortController()
    const ms = intent.want === 'down' ? leavingMs : effectMs
    const inTime = clock.after(ms, () => late.abort(new Error(`${effect.kind} took longer than ${ms} ms`)))
    try {
      const { handled, left } = await run(effect, seen, AbortSignal.any([signal, late.signal]))
      holds.succeeded(effect, handled, left, clock.now())
    } catch (error) {
      // What is wanted now is another thing: whatever was left half done is a difference of the next turn.
      if (signal.aborted) return
      const now = clock.now()
      const why = findingOfError(error)
      log('helper', 'error', `${effect.kind}: ${toProblem(why).message}: ${why.evidence.join(' | ')}`)
      if (error instanceof EffectFailed) holds.refused(error.change, why, now)
      else holds.failed(effect, why, now)
    } finally {
      inTime()
    }
  }

  /** Returns the changes that it was about, and those of them that resisted being undone. */
  async function run(effect: Effect, { underlay, planned }: Read, signal: AbortSignal): Promise<Handled> {
    const plan = planned?.ok ? planned.value.plan : null
    switch (effect.kind) {
      case 'reconcile': {
        const { difference, scope } = effect
        const left = await ledger.reconcile(scope, difference, signal)
        if (difference.restored.length > 0) {
          log('helper', 'warn', `gone, and put back: ${difference.restored.map(identityOf).join(', ')}`)
          holds.restored(scope, difference.restored, clock.now())
        }
        return { handled: [...difference.clear, ...difference.make, ...difference.undo], left }
      }
      case 'sweep':
        await ports.sweep(scopes.flatMap(ledger.made), signal)
        swept = true
        break
      case 'begin':
        if (!wanted.profile) break
        holds.forget(ledger.made('tunnel'))
        running = beginCarrier({ ...effect.carrier, profile: wanted.profile }, ports.running, waker.wake)
        break
      case 'resolve':
        running?.resolve()
        break
      case 'connect':
        if (underlay) running?.connect(underlay)
        break
      case 'end': {
        const ending = running
        running = null
        bareSince = null
        await ending?.end()
        const undo: readonly Change[] = ledger.made('carrier')
        return { handled: undo, left: await ledger.reconcile('carrier', { ...noDifference, undo }, signal) }
      }
      case 'measure':
        if (plan) running?.measure(plan)
        break
      case 'ask-minimum':
        if (plan) running?.askMinimum(plan)
    }
    return { handled: [], left: [] }
  }

  async function keepGoing(): Promise<void> {
    for (;;) {
      try {
        const times = await takeTurn()
        if (times && closing) return
        if (times) await waker.sleep(times)
      } catch (error) {
        // A fault in the loop itself: it goes on, as nothing else keeps the guard.
        log('helper', 'error', `the loop: ${error instanceof Error ? error.stack : String(error)}`)
        await waker.sleep([clock.now() + unreadableMs])
      }
    }
  }

  const unsubscribe = ports.events(waker.wake)
  const going = keepGoing()

  return {
    get profileName() {
      return intent.profile
    },
    get wantsHome() {
      return intent.want === 'up'
    },
    guarded: guardedWishes.wait(serial, guardMs),
    async up(profile) {
      const isUnderWay = state.at === 'connected' || state.at === 'connecting'
      if (intent.want === 'up' && intent.profile === profile.name && isUnderWay) return
      want({ want: 'up', profile: profile.name })
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
      beginAnew()
      await guardedWishes.wait(serial, guardMs)
    },
    async down() {
      if (intent.want === 'up') {
        want({ want: 'down', profile: intent.profile })
        beginAnew()
      } else waker.wake()
      await settledWishes.wait(serial, downMs)
    },
    profileChanged(name) {
      if (intent.profile !== name) return
      wanted = readProfile(intent)
      gateways = []
      refuseMissing()
      beginAnew()
    },
    async measure(signal) {
      if (state.at !== 'connected' || !running) return null
      running.measureAgain()
      waker.wake()
      await measurements.wait(turns + 1, measureMs, signal)
      return presenter.pathMtu()
    },
    async look() {
      waker.wake()
      await looks.wait(turns + 1, lookMs)
    },
    async close() {
      closing = true
      unsubscribe()
      turn.abort(new Error('the helper ends'))
      // What is undone from here on is not aborted.
      turn = new AbortController()
      waker.wake()
      await Promise.race([going, new Promise<void>((late) => clock.after(closeMs, late))])
    },
  }
}
