/**
 * The loop is the only part of the helper that acts by itself. In each turn it reads the facts, decides, publishes, and runs one effect
 * with a deadline; where nothing is to be done it waits for an event, a wish, or the time that the decision names. Verbs only
 * change the wish, so that `down` works in every state.
 */
import type { Observed } from '../core/change/observed.ts'
import { toProblem } from '../core/problem/wording.ts'
import { becauseWords } from '../core/roaming/because.ts'
import { decide } from '../core/roaming/decide.ts'
import { createHolds } from '../core/roaming/holds.ts'
import { type Effect, nextEffect } from '../core/roaming/next-effect.ts'
import { effectDeadlineMs, hurriedLookMs } from '../core/roaming/patience.ts'
import { type Decision, firstState, type State } from '../core/roaming/state.ts'
import type { Observer, Subscribe } from '../system/ports.ts'
import { watchAssociations } from './associations.ts'
import { openCurrentWish, type WishPorts } from './current-wish.ts'
import { look } from './look.ts'
import { createPerformer, type PerformerPorts } from './performer.ts'
import { createPresenter } from './presenter.ts'
import { type Read, readFacts } from './read-facts.ts'
import { situationOf, wantedGuard } from './situation.ts'
import type { SnapshotStore } from './snapshot-store.ts'
import { createVerbs, type Verbs } from './verbs.ts'
import { createWaker } from './waker.ts'

export interface LoopPorts extends WishPorts, PerformerPorts {
  readonly observer: Observer
  /** Reports that links, addresses, routes, rules, tables of nftables or security associations have changed: the loop looks again. */
  readonly events: Subscribe
  readonly store: SnapshotStore
}

/** A kernel that did not answer is asked again after this long (ms). A fault in the loop itself has the same pause. */
const unreadableMs = 1_000
/** While leaving, a kernel that has not answered for so long (ms) is told of, as what resists is: the answer waits for no second look. */
const blindMs = 1_000

/** These effects only begin something: the kernel has the same after them, until an event says otherwise. */
const onlyBegins: ReadonlySet<Effect['kind']> = new Set(['begin', 'resolve', 'connect', 'measure', 'ask-minimum'])

export function createLoop(ports: LoopPorts): Verbs {
  const { ledger, log, clock } = ports
  const holds = createHolds()
  const waker = createWaker(clock)
  let wishedAt = clock.now()
  const wish = openCurrentWish(ports, () => {
    wishedAt = clock.now()
    holds.forgetAll()
    waker.wake()
  })
  const performer = createPerformer(ports, wish, holds, waker.wake)
  const presenter = createPresenter(ports.store)
  const associations = watchAssociations()
  let state: State = firstState
  let closing = false
  /** The last look, while nothing has happened since that could make it another one. */
  let stillSeen: Observed | null = null
  /** Whether `down` waits for the next look, after an effect that was given up. */
  let isHurried = false

  async function lookInTime(signal: AbortSignal): Promise<Observed | null> {
    const hurry = new AbortController()
    const cancelHurry = isHurried ? clock.after(hurriedLookMs, () => hurry.abort()) : () => {}
    isHurried = false
    const observed = await look(ports.observer, AbortSignal.any([signal, hurry.signal]), log)
    cancelHurry()
    return observed
  }

  /** Reads the facts. What the kernel does not tell is null. */
  async function read(signal: AbortSignal): Promise<Read> {
    const observed = stillSeen ?? (await lookInTime(signal))
    stillSeen = null
    const now = clock.now()
    const { running } = performer
    const known = [running?.gateway(), running?.established()?.remoteHost].filter((one) => typeof one === 'string')
    if (known.length > 0) wish.knowGateways([...new Set(known)])
    associations.check(running, observed, now)
    return readFacts({
      now,
      wish: { want: wish.intent.want, serial: wish.serial },
      wanted: wish.wanted,
      observed,
      lastNetwork: 'network' in state ? state.network : null,
      running,
      madeTunnel: ledger.made('tunnel'),
      holds,
    })
  }

  /** The goal to work for: a helper that ends keeps the guard and nothing else, whatever was decided. */
  const goalOf = ({ goal }: Decision): Decision['goal'] =>
    closing ? { guard: wish.intent.want === 'up', carrier: null, tunnel: 'absent', wakeAt: null } : goal

  /** Takes one turn. Returns the times to look again; null where an effect was run, as the facts are to be read again at once. */
  async function takeTurn(): Promise<readonly number[] | null> {
    const { signal } = wish
    const number = waker.begin()
    const seen = await read(signal)
    // What was wanted when this turn began is wanted no more.
    if (signal.aborted) return null
    const { now } = seen.facts
    const decision = decide(state, seen.facts)
    enter(decision)
    const goal = goalOf(decision)
    const { intent, wanted, gateways } = wish
    const guard = wantedGuard(wanted, seen.observed, gateways, seen.underlay)
    const effect = nextEffect(situationOf({ goal, wanted, guard, read: seen, ledger, performer, holds }))
    const isHolding = holds.findings(now).length > 0
    const isBlind = !seen.observed && now - wishedAt >= blindMs
    presenter.show({
      state,
      intent,
      wanted,
      running: performer.running,
      read: seen,
      held: (isExplained) => holds.findings(now, isExplained),
      guard: goal.guard ? (guard?.findings ?? []) : [],
      isBusy: effect !== null && !isBlind,
    })
    answer({ number, serial: seen.facts.wish.serial, state, effect, isHolding: isHolding || isBlind })
    if (effect) {
      const { want } = wish.intent
      const isGivenUp = await performer.perform(effect, seen, signal, effectDeadlineMs(want, now - wishedAt))
      isHurried = isGivenUp && want === 'down'
      if (onlyBegins.has(effect.kind) && !waker.isWoken) stillSeen = seen.observed
      return null
    }
    const isWhole = seen.observed !== null && !seen.observed.routesPartial
    const times = [goal.wakeAt, holds.wakeAt(now), associations.wakeAt, isWhole ? null : now + unreadableMs]
    return times.filter((time): time is number => time !== null && time > now)
  }

  function enter({ state: next, because }: Decision) {
    if (next.at !== state.at || next.attempt !== state.attempt) {
      const why = 'why' in next ? `, ${toProblem(next.why).message}: ${next.why.evidence.join(' | ')}` : ''
      log('helper', 'why' in next ? 'warn' : 'info', `${next.at}: ${becauseWords[because]}${why}`)
    }
    if ('why' in next) performer.running?.phases.fail(next.why.evidence[0] ?? '')
    state = next
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

  function end(): Promise<void> {
    closing = true
    unsubscribe()
    // The effect that runs is aborted. Those that undo the tunnel from here on are not.
    wish.interrupt('the helper ends')
    waker.wake()
    return going
  }

  const { verbs, answer } = createVerbs({ clock, waker, wish, presenter, performer, state: () => state, end })
  const unsubscribe = ports.events(waker.wake)
  const going = keepGoing()
  return verbs
}
