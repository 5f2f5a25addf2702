/**
 * Model tests: random stories of facts, told to `decide` one after another. `ROAM6_STORIES` says how many for each property; a run
 * of everything takes 50,000.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../contract/problem.ts'
import { usualStrategy } from '../layer/strategy.ts'
import { finding } from '../outcome.ts'
import { attemptMs, decide, soonLostMs } from './decide.ts'
import type { CarrierFact, Facts, Network } from './facts.ts'
import { firstState, type State } from './state.ts'

const numRuns = Number(process.env.ROAM6_STORIES ?? 5_000)

const cafe: Network = { v4: 'wlan0 192.168.0.1 192.168.0.2/24', v6: null }
const cafeWithIpv6: Network = { ...cafe, v6: 'wlan0 fe80::1 2001:db8::/64' }
const phone: Network = { v4: null, v6: 'wwan0 on link 2001:db8:1::/64' }
const hotel: Network = { v4: 'eth0 10.0.0.1 10.0.0.2/8', v6: null }

const gateway = '5.6.7.8'
const reasons = {
  silent: finding('gateway-silent', { gateway }),
  'esp-silent': finding('esp-silent'),
  refused: finding('refused-by-gateway', { gateway, method: 'IKE' }),
  'key-encrypted': finding('key-encrypted', { certificate: 'laptop' }),
}
const why = fc.constantFrom<Finding[]>(...Object.values(reasons))
const narrow = finding('mtu-below-1280', { measured: 1_200 })
const unreadable = finding('profile-unreadable', { profile: 'home', file: '/etc/roam6/home.toml' })
const conflict = finding('address-conflict', { address: '192.168.101.1', owner: 'router' })

const carrier: fc.Arbitrary<CarrierFact> = fc.oneof(
  fc.record({
    attempt: fc.nat(9),
    is: fc.constantFrom('absent' as const, 'starting' as const, 'established' as const),
  }),
  fc.record({ attempt: fc.nat(9), is: fc.constant('ended' as const), why, authenticated: fc.boolean() }),
)

const often = { weight: 6, arbitrary: fc.constant(null) }
const facts = (now: number): fc.Arbitrary<Facts> =>
  fc.record({
    now: fc.constant(now),
    wish: fc.record({
      want: fc.constantFrom('up' as const, 'up' as const, 'up' as const, 'down' as const),
      serial: fc.nat(2),
    }),
    network: fc.constantFrom(null, cafe, cafeWithIpv6, phone),
    gatewayFamily: fc.constantFrom(4 as const, 6 as const, null),
    unusable: fc.oneof(often, { weight: 1, arbitrary: fc.constant(unreadable) }),
    obstacle: fc.oneof(often, { weight: 1, arbitrary: fc.constant(conflict) }),
    carrier,
    tunnel: fc.oneof(
      fc.constantFrom({ is: 'incomplete' as const }, { is: 'ready' as const }),
      fc.record({ is: fc.constant('refused' as const), why }),
      fc.constant({ is: 'unfit' as const, why: narrow }),
    ),
  })

const story = fc.array(fc.nat(40_000), { maxLength: 25 }).chain((gaps) => {
  let now = 0
  return fc.tuple(
    ...gaps.map((gap) => {
      now += gap
      return facts(now)
    }),
  )
})

/** The carrier's attempt is mostly the one that was wanted, as it is when the loop runs. */
const ofItsOwn = (was: State, told: Facts, n: number): Facts =>
  n % 3 === 0 ? told : { ...told, carrier: { ...told.carrier, attempt: was.attempt } }

type Check = (told: Facts, before: State, after: ReturnType<typeof decide>) => void

const holds = (check: Check) =>
  fc.assert(
    fc.property(story, (all) => {
      let state = firstState
      for (const [n, one] of all.entries()) {
        const told = ofItsOwn(state, one, n)
        const decision = decide(state, told)
        check(told, state, decision)
        state = decision.state
      }
    }),
    { numRuns },
  )

/** From here on: a network on which every attempt comes up after 100 ms. */
function leadHome(state: State, from: Facts): { state: State; tookMs: number } {
  const began = from.now + 1
  let now = began
  let told: CarrierFact = from.carrier
  for (let turns = 0; turns < 40 && state.at !== 'connected'; turns++) {
    const calm = { ...from, now, network: hotel, unusable: null, obstacle: null, gatewayFamily: 4 as const }
    const { state: next, goal } = decide(state, {
      ...calm,
      wish: { want: 'up', serial: 99 },
      carrier: told,
      tunnel: { is: told.is === 'established' ? 'ready' : 'incomplete' },
    })
    state = next
    if (goal.carrier && goal.carrier.attempt > told.attempt) {
      told = { attempt: goal.carrier.attempt, is: 'established' }
      now += 100
    } else now = Math.max(now + 1, goal.wakeAt ?? now + 1)
  }
  return { state, tookMs: now - began }
}

describe('in any story', () => {
  test('the guard is wanted whenever home is, and off is off at once', () => {
    holds(({ wish }, _, { state, goal }) => {
      expect(goal.guard).toBe(wish.want === 'up')
      expect(state.at === 'off').toBe(wish.want === 'down')
      if (wish.want === 'down') expect(goal).toEqual({ guard: false, carrier: null, tunnel: 'absent', wakeAt: null })
    })
  })

  test('whatever may change by itself has a time to look again, and it is not past', () => {
    holds(({ now }, _, { state, goal }) => {
      if (state.at === 'connecting' || state.at === 'waiting') expect(goal.wakeAt ?? 0).toBeGreaterThan(now)
      else expect(goal.wakeAt).toBe(null)
    })
  })

  test('the same facts, asked again, change nothing', () => {
    holds((told, _, { state, goal }) => {
      const again = decide(state, told)
      expect(again.state).toEqual(state)
      expect(again.goal).toEqual(goal)
    })
  })

  test('an attempt is never wanted a second time after another one was, and no ended one stays wanted', () => {
    holds((told, before, { state, goal }) => {
      expect(state.attempt).toBeGreaterThanOrEqual(before.attempt)
      if (goal.carrier) expect(goal.carrier.attempt).toBe(state.attempt)
      if (goal.carrier && told.carrier.is === 'ended') expect(goal.carrier.attempt).not.toBe(told.carrier.attempt)
    })
  })

  test('connected means: the newest carrier is established, for this wish, and once its tunnel was ready', () => {
    let ready = new Set<number>()
    holds((told, before, { state }) => {
      if (before === firstState) ready = new Set()
      if (told.tunnel.is === 'ready' && told.carrier.is === 'established') ready.add(told.carrier.attempt)
      if (state.at !== 'connected') return
      expect(told.carrier).toEqual({ attempt: state.attempt, is: 'established' })
      expect(state.serial).toBe(told.wish.serial)
      expect(ready.has(state.attempt)).toBe(true)
      expect(told.network).not.toBe(null)
    })
  })

  test('without a network nothing is begun, and a carrier that is established is kept', () => {
    holds((told, before, { state, goal }) => {
      if (told.wish.want === 'down' || told.unusable || told.network !== null) return
      expect(state.at).toBe('offline')
      const isKept =
        before.at === 'connected' && before.serial === told.wish.serial && before.attempt === told.carrier.attempt
      if (isKept && told.carrier.is === 'established')
        expect([goal.carrier?.attempt, goal.tunnel]).toEqual([before.attempt, 'kept'])
      else if (before.at !== 'offline' && before.at !== 'connecting') expect(goal.carrier).toBe(null)
    })
  })

  test('what nobody authenticated is tried again; what stays final needs another network or another wish', () => {
    holds((told, before, { state }) => {
      if (before.at === 'connecting' && state.at === 'stopped' && !told.unusable) {
        const { carrier: c, tunnel } = told
        const authenticated = c.is === 'ended' && c.authenticated && c.why.code === 'refused-by-gateway'
        const inProfile = [c.is === 'ended' && c.why.code, 'why' in tunnel && tunnel.why.code].includes('key-encrypted')
        expect(authenticated || inProfile).toBe(true)
      }
      if (before.at !== 'stopped' || state.at === 'off' || told.unusable || told.network === null) return
      const same = before.serial === told.wish.serial && JSON.stringify(before.network) === JSON.stringify(told.network)
      if (same) expect(state).toBe(before)
      else expect(['connecting', 'waiting', 'stopped']).toContain(state.at)
      if (!same && !told.obstacle) expect(state.at).toBe('connecting')
    })
  })

  test('another network or another wish does not wait', () => {
    holds((told, before, { state }) => {
      if (before.at !== 'waiting' || told.wish.want === 'down' || told.unusable || !told.network || told.obstacle)
        return
      const same = before.serial === told.wish.serial && JSON.stringify(before.network) === JSON.stringify(told.network)
      if (!same) expect(state.at).toBe('connecting')
      else if (told.now < before.until) expect(state).toBe(before)
    })
  })

  test('never stuck: where attempts come up, it is connected within a second', () => {
    fc.assert(
      fc.property(story, (all) => {
        let state = firstState
        for (const [n, one] of all.entries()) state = decide(state, ofItsOwn(state, one, n)).state
        const last = all.at(-1)
        if (!last) return
        const { state: end, tookMs } = leadHome(state, last)
        expect(end.at).toBe('connected')
        expect(tookMs).toBeLessThan(1_000)
      }),
      { numRuns },
    )
  })
})

/** A laptop in a cafe, home wanted, nothing begun. */
const calm: Facts = {
  now: 1_000,
  wish: { want: 'up', serial: 1 },
  network: cafe,
  gatewayFamily: 4,
  unusable: null,
  obstacle: null,
  carrier: { attempt: 0, is: 'absent' },
  tunnel: { is: 'incomplete' },
}
const told = (state: State, more: Partial<Facts>): State => decide(state, { ...calm, ...more }).state
const established = (attempt: number): CarrierFact => ({ attempt, is: 'established' })
const ended = (attempt: number, why: Finding, authenticated = false): CarrierFact => ({
  attempt,
  is: 'ended',
  why,
  authenticated,
})
const connecting = told(firstState, {})
const connected = told(connecting, { carrier: established(1), tunnel: { is: 'ready' } })

describe('an attempt', () => {
  test('begins at once, and is connected when its tunnel is ready', () => {
    expect(connecting).toMatchObject({ at: 'connecting', attempt: 1, tries: 0, lastError: null })
    expect(told(connecting, { carrier: established(1) })).toBe(connecting)
    expect(connected).toMatchObject({ at: 'connected', attempt: 1 })
  })

  test('is not disturbed by the other family coming and going, only by its own', () => {
    expect(told(connecting, { network: cafeWithIpv6 })).toBe(connecting)
    expect(told(connecting, { network: cafeWithIpv6, gatewayFamily: null })).toMatchObject({ attempt: 2, tries: 0 })
    expect(told(connecting, { network: hotel })).toMatchObject({ at: 'connecting', attempt: 2, network: hotel })
  })

  test('that fails is tried again after 2 s, 4 s, 8 s, up to a minute', () => {
    let state: State = connecting
    let now = 1_000
    const waits: number[] = []
    for (let n = 0; n < 7; n++) {
      const waiting = told(state, { now, carrier: ended(state.attempt, reasons.silent) })
      if (waiting.at !== 'waiting') throw new Error(waiting.at)
      waits.push(waiting.until - now)
      now = waiting.until
      state = told(waiting, { now, carrier: { attempt: state.attempt, is: 'absent' } })
      expect(state).toMatchObject({ at: 'connecting', lastError: { code: 'gateway-silent' } })
    }
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
  })

  test('whose strategy does not fit is followed by the next strategy at once', () => {
    const next = told(connecting, { carrier: established(1), tunnel: { is: 'unfit', why: finding('esp-silent') } })
    expect(next).toMatchObject({ at: 'connecting', attempt: 2, strategy: { ...usualStrategy, esp: 'in UDP' } })
    const narrower = told(next, { carrier: ended(2, narrow) })
    expect(narrower).toMatchObject({ attempt: 3, strategy: { esp: 'in UDP', whole: 1_200 } })
  })

  test('that the gateway refused after it had proved itself is final; the same words of nobody are not', () => {
    expect(told(connecting, { carrier: ended(1, finding('openvpn-auth-failed'), true) }).at).toBe('stopped')
    expect(told(connecting, { carrier: ended(1, finding('openvpn-auth-failed')) }).at).toBe('waiting')
    expect(told(connecting, { carrier: ended(1, reasons['key-encrypted']) }).at).toBe('stopped')
    // A lease that our own older security association holds expires.
    expect(told(connecting, { carrier: ended(1, finding('no-virtual-address', { gateway }), true) }).at).toBe('waiting')
  })

  test('whose tunnel the kernel refuses has failed', () => {
    const refused = { is: 'refused' as const, why: finding('effect-failed', { command: 'ip' }) }
    const waiting = told(connecting, { carrier: established(1), tunnel: refused })
    expect(waiting).toMatchObject({ at: 'waiting', why: { code: 'effect-failed' }, tries: 1 })
    expect(told(waiting, { network: hotel })).toMatchObject({ at: 'connecting', tries: 0, attempt: 2 })
  })

  test('is not begun with a profile that cannot be used, until there is another version of it', () => {
    const stopped = told(connecting, { unusable: unreadable })
    expect(stopped).toMatchObject({ at: 'stopped', why: { code: 'profile-unreadable' } })
    expect(told(stopped, { wish: { want: 'up', serial: 2 } })).toMatchObject({ at: 'connecting', attempt: 2 })
  })

  test('ends after its deadline though nothing was said', () => {
    expect(told(connecting, { now: 1_000 + attemptMs - 1, carrier: { attempt: 1, is: 'starting' } })).toBe(connecting)
    const late = told(connecting, { now: 1_000 + attemptMs, carrier: { attempt: 1, is: 'starting' } })
    expect(late).toMatchObject({ at: 'waiting', why: { code: 'timed-out' }, tries: 1 })
  })

  test('is not begun where an obstacle is seen, which is looked at again by and by', () => {
    const obstacle = conflict
    expect(told(firstState, { obstacle })).toMatchObject({ at: 'waiting', why: obstacle, tries: 1, until: 3_000 })
  })
})

describe('a connected carrier', () => {
  test('that is lost is replaced at once, and its tunnel kept meanwhile', () => {
    const facts = { ...calm, now: 1_000 + soonLostMs, carrier: ended(1, reasons.silent) }
    const { state, goal } = decide(connected, facts)
    expect(state).toMatchObject({ at: 'connecting', attempt: 2, tries: 0, lastError: { code: 'gateway-silent' } })
    expect(goal.tunnel).toBe('kept')
  })

  test('that is lost at once each time is asked less and less often', () => {
    const now = 1_000 + soonLostMs - 1
    const first = told(connected, { now, carrier: ended(1, reasons.silent) })
    expect(first).toMatchObject({ at: 'waiting', tries: 1, until: now + 2_000 })
    const again = told(first, { now: now + 2_000, carrier: ended(1, reasons.silent) })
    const up = told(again, { now: now + 2_100, carrier: established(2), tunnel: { is: 'ready' } })
    expect(told(up, { now: now + 2_200, carrier: ended(2, reasons.silent) })).toMatchObject({
      at: 'waiting',
      tries: 2,
    })
  })

  test('outlives another network, and a moment without any', () => {
    const ready = { carrier: established(1), tunnel: { is: 'ready' as const } }
    expect(told(connected, { ...ready, network: phone })).toMatchObject({ at: 'connected', attempt: 1, network: phone })
    const offline = told(connected, { ...ready, network: null })
    expect(offline.at).toBe('offline')
    expect(told(offline, { ...ready, network: hotel })).toMatchObject({ at: 'connected', attempt: 1, network: hotel })
    // Its tunnel is not what it was: it is built anew.
    expect(told(offline, { carrier: established(1), network: hotel })).toMatchObject({ at: 'connecting', attempt: 2 })
  })

  test('is not taken for that of another wish', () => {
    const ready = {
      carrier: established(1),
      tunnel: { is: 'ready' as const },
      wish: { want: 'up' as const, serial: 2 },
    }
    expect(told(connected, ready)).toMatchObject({ at: 'connecting', attempt: 2, lastError: null })
    const offline = told(told(connected, { ...ready, network: null }), { ...ready, network: null })
    expect(offline).toMatchObject({ at: 'offline', strategy: null })
    expect(told(offline, ready)).toMatchObject({ at: 'connecting', attempt: 2 })
  })
})
