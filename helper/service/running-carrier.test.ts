import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { byIke, inTunnelMode } from '../../test/fakes/carrier-profiles.ts'
import { type DaemonWorld, daemonWorld, destination } from '../../test/fakes/daemon-world.ts'
import { seed001 } from '../../test/fakes/seed001.ts'
import { nothingKnown, planTunnel } from '../core/layer/plan-tunnel.ts'
import { usualStrategy } from '../core/layer/strategy.ts'
import { done, failed, finding, type Outcome } from '../core/outcome.ts'
import type { Resolve } from '../system/ports.ts'
import type { Probes } from '../system/probes/probes.ts'
import type { Carrying } from './carrier/carrier.ts'
import { beginCarrier, type RunningCarrier } from './running-carrier.ts'

let world: DaemonWorld
let changes: number
let carrying: Carrying
beforeEach(() => {
  world = daemonWorld()
  changes = 0
})
afterEach(() => world.close())

const { profile } = byIke(inTunnelMode, { kind: 'gre', local: 'virtual', remote: '192.168.101.2' })
const named = { ...profile, gateway: 'tunnel.my.domain', home: { ...profile.home, hosts: ['fd12:3456:789a::1'] } }
const planned = planTunnel(named, seed001.security, seed001.underlay, nothingKnown)
if (!planned.ok) throw new Error(planned.finding.code)
const plan = planned.value

/** What passes; "hangs": nothing is answered before it is aborted. */
type Passes = number | 'hangs' | 'fault'
function begin(passes: () => Passes = () => 1_500, resolve: Resolve = async () => done('5.6.7.8')): RunningCarrier {
  const probes: Partial<Probes> = {
    echo: async ({ count }) => ({ sent: count, received: count, rttMs: 5, errors: [] }),
    async sizedEchoes({ lengths, signal }) {
      const largest = passes()
      if (largest === 'fault') throw new TypeError('a fault')
      if (largest === 'hangs')
        return new Promise((_, reject) =>
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true }),
        )
      const passed = lengths.filter((length) => length <= largest)
      return {
        answered: new Map(passed.map((length) => [length, 2])),
        tooLong: new Set<number>(),
        named: null,
        rttMs: 5,
        errors: [],
      }
    },
  }
  return beginCarrier(
    { attempt: 7, strategy: usualStrategy, profile: named },
    {
      carrier: world.ports,
      carrierOf: () => (given) => {
        carrying = given
        return new Promise((_, reject) =>
          given.signal.addEventListener('abort', () => reject(given.signal.reason), { once: true }),
        )
      },
      resolve,
      probes: probes as Probes,
    },
    () => {
      changes += 1
    },
  )
}

describe('the gateway’s name', () => {
  test('is asked for once told to, and is a fact', async () => {
    const running = begin()
    expect([running.running().name, running.gateway()]).toEqual(['unasked', null])
    running.resolve()
    expect(running.running().name).toBe('asked')
    await world.clock.pass(0)
    expect([running.running().name, running.gateway(), changes]).toEqual(['known', '5.6.7.8', 1])
    await running.end()
  })

  test.each<[string, () => Promise<Outcome<string>>, object]>([
    [
      'that is not known',
      async () => failed(finding('gateway-unresolved', { gateway: 'tunnel.my.domain' }, ['NXDOMAIN'])),
      { evidence: ['NXDOMAIN'] },
    ],
    ['by an error', () => Promise.reject(new Error('EAI_AGAIN')), { evidence: ['Error: EAI_AGAIN'] }],
  ])('%s ends the attempt', async (_, resolve, why) => {
    const running = begin(undefined, resolve)
    running.resolve()
    await world.clock.pass(0)
    expect(running.fact()).toMatchObject({
      attempt: 7,
      is: 'ended',
      authenticated: false,
      why: { code: 'gateway-unresolved', args: { gateway: 'tunnel.my.domain' }, ...why },
    })
    await running.end()
  })

  test('is no news after the end', async () => {
    const running = begin(
      undefined,
      (_name, signal) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true })),
    )
    running.resolve()
    await running.end()
    await world.clock.pass(0)
    expect([running.running().name, changes]).toEqual(['asked', 0])
  })
})

test('the carrier gets its destination once the name is known, and the step tells it', async () => {
  const running = begin()
  running.connect(seed001.underlay)
  expect(running.running().isConnecting).toBe(false)
  running.resolve()
  await world.clock.pass(0)
  running.connect(seed001.underlay)
  expect(await carrying.destination).toEqual(destination)
  expect(running.phases.list()[0]).toMatchObject({ state: 'done', found: 'tunnel.my.domain is 5.6.7.8, by wlan0' })
  expect(running.fact()).toEqual({ attempt: 7, is: 'starting' })
  expect([running.established(), running.found()]).toEqual([null, null])
  carrying.established(seed001.security, 'it proved itself')
  expect([running.fact().is, running.established(), running.found()]).toEqual([
    'established',
    seed001.security,
    'it proved itself',
  ])
  running.lose(finding('carrier-gone', {}, ['first']))
  running.lose(finding('carrier-gone', {}, ['second']))
  expect(running.fact()).toMatchObject({ is: 'ended', why: { evidence: ['first'] } })
  await running.end()
})

describe('the path MTU', () => {
  const { computed } = plan.sum
  const howFar = (running: RunningCarrier) => running.running().pathMtu

  test('is measured once told to, and known then', async () => {
    const running = begin()
    expect([howFar(running), running.pathMtu(computed), running.isMeasuring]).toEqual(['unmeasured', null, true])
    running.measure(plan)
    expect(howFar(running)).toBe('measuring')
    await world.until(() => howFar(running) !== 'measuring')
    expect([howFar(running), running.pathMtu(computed)?.measured, running.isMeasuring]).toEqual([
      'known',
      computed,
      false,
    ])
    // Of another sum, nothing is known.
    expect([running.pathMtu(computed - 20), howFar(running)]).toEqual([null, 'unmeasured'])
    await running.end()
  })

  test('is measured again, and what was known stands meanwhile', async () => {
    const running = begin()
    running.measure(plan)
    await world.until(() => howFar(running) === 'known')
    running.measureAgain()
    expect([howFar(running), running.pathMtu(computed)?.measured]).toEqual(['unmeasured', computed])
    await running.end()
  })

  test.each([
    [1_500, true],
    [1_000, false],
  ])(
    'below IPv6’s minimum, of which %d arrive in pieces, is known when that was asked: %s',
    async (pieces, arrives) => {
      let passes = 1_000
      const running = begin(() => passes)
      running.measure(plan)
      await world.until(() => howFar(running) !== 'measuring')
      expect(howFar(running)).toBe('minimum-unasked')
      passes = pieces
      running.askMinimum(plan)
      await world.until(() => howFar(running) !== 'measuring')
      expect([howFar(running), running.pathMtu(computed)?.minimumArrives]).toEqual(['known', arrives])
      await running.end()
    },
  )

  test('of which nothing is known has no minimum to ask for', async () => {
    const running = begin()
    running.askMinimum(plan)
    await world.until(() => howFar(running) !== 'measuring')
    expect(howFar(running)).toBe('unmeasured')
    await running.end()
  })

  test('that cannot be asked for is a fault, and ends the attempt', async () => {
    const running = begin(() => 'fault')
    running.measure(plan)
    await world.until(() => running.fact().is === 'ended')
    expect(running.fact()).toMatchObject({ why: { code: 'internal-error', args: { what: 'a fault' } } })
    await running.end()
  })

  test('is asked for by one question at a time: the newer one counts', async () => {
    let passes: Passes = 'hangs'
    const running = begin(() => passes)
    running.measure(plan)
    await world.clock.pass(0)
    passes = 1_500
    running.measure(plan)
    await world.until(() => howFar(running) === 'known')
    expect([running.pathMtu(computed)?.measured, running.fact().is]).toEqual([computed, 'starting'])
    await running.end()
  })

  test('of one network is not that of another one', async () => {
    const running = begin()
    const office = { v4: 'eth0 192.168.1.1 192.168.1.7/24', v6: null }
    running.isOn(office)
    running.measure(plan)
    await world.until(() => howFar(running) === 'known')
    running.isOn({ ...office })
    expect([howFar(running), running.pathMtu(computed)?.measured]).toEqual(['known', computed])
    running.isOn({ v4: 'wlan0 10.0.0.1 10.0.0.9/24', v6: null })
    expect([howFar(running), running.pathMtu(computed)]).toEqual(['unmeasured', null])
    await running.end()
  })

  test('that was being measured when the network changed is not taken', async () => {
    let passes: Passes = 'hangs'
    const running = begin(() => passes)
    running.isOn({ v4: 'eth0 192.168.1.1 192.168.1.7/24', v6: null })
    running.measure(plan)
    await world.clock.pass(0)
    running.isOn({ v4: 'wlan0 10.0.0.1 10.0.0.9/24', v6: null })
    passes = 1_500
    await world.until(() => howFar(running) === 'unmeasured')
    expect(running.fact().is).toBe('starting')
    await running.end()
  })

  test('is given up at the end', async () => {
    const running = begin(() => 'hangs')
    running.measure(plan)
    await world.clock.pass(0)
    await running.end()
    await world.until(() => howFar(running) !== 'measuring')
    expect([running.fact().is, world.clock.pending]).toEqual(['starting', 0])
  })
})
