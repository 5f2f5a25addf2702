/**
 * Decides the next state and goal from the loop's state and the facts. Pure: the same state and facts give the same
 * answer. The facts are read again after every effect.
 */
import type { Finding } from '../../contract/problem.ts'
import { nextStrategy, type TransportStrategy, usualStrategy } from '../layer/strategy.ts'
import { finding } from '../outcome.ts'
import { retryAfterMs } from './backoff.ts'
import type { CarrierFact, Facts, Network } from './facts.ts'
import { isFinal } from './final.ts'
import { sameNetwork } from './network.ts'
import type { Because, Decision, Goal, State } from './state.ts'

/**
 * A carrier's own deadlines end an attempt before this one does: 30 s for a daemon to start under emulation, 40 s to be
 * answered. This one ends an attempt whose own deadlines fail.
 */
export const attemptMs = 90_000

/**
 * A carrier that is lost within this time (ms) after it was established counts as a failure, so that a gateway that
 * drops us at once is not asked again without pause.
 */
export const soonLostMs = 10_000

const nothing: Goal = { guard: false, carrier: null, tunnel: 'absent', wakeAt: null }
const guarded: Goal = { ...nothing, guard: true }

export function decide(was: State, facts: Facts): Decision {
  const { attempt } = was
  const { wish, network, unusable } = facts
  if (wish.want === 'down') return { state: { at: 'off', attempt }, goal: nothing, because: 'not-wanted' }
  if (unusable)
    return {
      state: { at: 'stopped', attempt, why: unusable, serial: wish.serial, network },
      goal: guarded,
      because: 'profile-unusable',
    }
  const carrier: CarrierFact =
    facts.carrier.attempt === attempt
      ? facts.carrier
      : { attempt: Math.max(attempt, facts.carrier.attempt), is: 'absent' }
  if (network === null) return offline(was, carrier, wish.serial)
  const place = { network, serial: wish.serial }
  const sameWish = 'serial' in was && was.serial === wish.serial
  const family = was.at === 'connecting' ? facts.gatewayFamily : null
  const samePlace = sameWish && 'network' in was && sameNetwork(was.network, network, family)

  if (was.at === 'connected' && sameWish) {
    // The carrier follows another network by itself (MOBIKE, float), or ends.
    if (carrier.is === 'established') return connected(was, network)
    const soon = facts.now - was.since < soonLostMs
    const why = carrier.is === 'ended' ? carrier.why : finding('carrier-gone')
    return soon
      ? fails(was, facts, { ...place, why, tries: was.tries, strategy: was.strategy, authenticated: false })
      : begin(facts, network, carrier, {
          because: 'lost',
          tries: 0,
          strategy: usualStrategy,
          lastError: why,
          keepsTunnel: true,
        })
  }
  if (was.at === 'offline' && sameWish && was.strategy && carrier.is === 'established' && facts.tunnel.is === 'ready')
    return connected({ attempt, since: facts.now, tries: 0, strategy: was.strategy, serial: wish.serial }, network)
  if (was.at === 'connecting' && samePlace) return underWay(was, facts, network, carrier)
  if (was.at === 'waiting' && samePlace && facts.now < was.until)
    return { state: was, goal: { ...guarded, wakeAt: was.until }, because: 'waits' }
  if (was.at === 'stopped' && samePlace) return { state: was, goal: guarded, because: 'final' }
  const again = was.at === 'waiting' && samePlace
  const lastError = sameWish && (was.at === 'waiting' || was.at === 'stopped') ? was.why : null
  const because: Because = again ? 'tried-again' : sameWish ? 'other-network' : 'wanted'
  return begin(facts, network, carrier, {
    because,
    tries: again ? was.tries : 0,
    strategy: usualStrategy,
    lastError,
    keepsTunnel: false,
  })
}

/** Goes offline. An established carrier and its tunnel are kept: the network may come back within the second. */
function offline(was: State, { attempt, is }: CarrierFact, serial: number): Decision {
  const kept = is === 'established' && 'strategy' in was && was.serial === serial
  const strategy = kept ? was.strategy : null
  return {
    state: { at: 'offline', attempt, strategy, serial },
    goal: strategy ? { ...guarded, carrier: { attempt, strategy }, tunnel: 'kept' } : guarded,
    because: 'no-network',
  }
}

type Connected = Extract<State, { at: 'connected' }>
type Connecting = Extract<State, { at: 'connecting' }>

const connected = (was: Omit<Connected, 'at' | 'network'>, network: Network): Decision => ({
  state: {
    at: 'connected',
    attempt: was.attempt,
    since: was.since,
    tries: was.tries,
    strategy: was.strategy,
    network,
    serial: was.serial,
  },
  goal: { guard: true, carrier: { attempt: was.attempt, strategy: was.strategy }, tunnel: 'kept', wakeAt: null },
  because: 'established',
})

interface Beginning {
  readonly because: Because
  readonly tries: number
  readonly strategy: TransportStrategy
  readonly lastError: Finding | null
  readonly keepsTunnel: boolean
}

function begin(facts: Facts, network: Network, carrier: CarrierFact, { because, ...how }: Beginning): Decision {
  const { now, wish, obstacle } = facts
  const attempt = carrier.attempt + 1
  const state: Connecting = {
    at: 'connecting',
    attempt,
    since: now,
    network,
    serial: wish.serial,
    ...how,
  }
  if (obstacle) return fails(state, facts, { ...state, why: obstacle, authenticated: false })
  return { state, goal: towards(state), because }
}

const towards = ({ attempt, strategy, since, keepsTunnel }: Connecting): Goal => ({
  guard: true,
  carrier: { attempt, strategy },
  tunnel: keepsTunnel ? 'kept' : 'fresh',
  wakeAt: since + attemptMs,
})

/**
 * Goes on with an attempt.
 * @param network as it is now: the family that does not lead to the gateway may have come or gone since the attempt
 * began
 */
function underWay(was: Connecting, facts: Facts, network: Network, carrier: CarrierFact): Decision {
  const { now, tunnel } = facts
  const { strategy, tries, serial } = was
  if (carrier.is === 'established' && tunnel.is === 'ready')
    return connected({ attempt: was.attempt, since: now, tries, strategy, serial }, network)
  const failed = (why: Finding, authenticated = false) => {
    const otherwise = nextStrategy(strategy, why)
    return otherwise
      ? begin(facts, network, carrier, {
          because: 'other-strategy',
          tries,
          strategy: otherwise,
          lastError: was.lastError,
          keepsTunnel: false,
        })
      : fails(was, facts, { network, serial, why, tries, strategy, authenticated })
  }
  if (carrier.is === 'ended') return failed(carrier.why, carrier.authenticated)
  if (carrier.is === 'established' && (tunnel.is === 'refused' || tunnel.is === 'unfit')) return failed(tunnel.why)
  if (now - was.since >= attemptMs) return failed(finding('timed-out', { what: 'Connecting' }))
  return { state: was, goal: towards(was), because: 'under-way' }
}

interface Failure {
  readonly network: Network
  readonly serial: number
  readonly why: Finding
  readonly tries: number
  readonly strategy: TransportStrategy
  readonly authenticated: boolean
}

function fails({ attempt }: State, { now }: Facts, failure: Failure): Decision {
  const { network, serial, why, authenticated } = failure
  if (isFinal(why.code, authenticated))
    return { state: { at: 'stopped', attempt, why, serial, network }, goal: guarded, because: 'final' }
  const tries = failure.tries + 1
  const until = now + retryAfterMs(tries)
  return {
    state: { at: 'waiting', attempt, until, tries, why, network, serial },
    goal: { ...guarded, wakeAt: until },
    because: 'failed',
  }
}
