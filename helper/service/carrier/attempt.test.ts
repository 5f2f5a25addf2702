import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { byIke, inTunnelMode } from '../../../test/fakes/carrier-profiles.ts'
import { type DaemonWorld, daemonWorld, destination } from '../../../test/fakes/daemon-world.ts'
import type { Established } from '../../core/layer/established.ts'
import { failed, finding } from '../../core/outcome.ts'
import { EffectFailed } from '../../system/effects.ts'
import { type Attempt, beginAttempt } from './attempt.ts'
import type { Carry, Carrying, Destination } from './carrier.ts'

let world: DaemonWorld
let changes: number
beforeEach(() => {
  world = daemonWorld()
  changes = 0
})
afterEach(() => world.close())

const { profile } = byIke(inTunnelMode)
const established = (remoteHost: string): Established => ({ kind: 'static', localHost: null, remoteHost })
const why = finding('carrier-gone')

/** A carrier that does what the test says; and what it was given. */
function begin(carry: Carry): { readonly attempt: Attempt; readonly carrying: Carrying } {
  let carrying: Carrying | undefined
  const noting: Carry = (given) => {
    carrying = given
    return carry(given)
  }
  const attempt = beginAttempt(noting, profile, world.ports, () => {
    changes += 1
  })
  if (!carrying) throw new Error('it was not begun')
  return { attempt, carrying }
}
const untilAborted: Carry = ({ signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

describe('an attempt', () => {
  test('starts at once, and has its destination later', async () => {
    let to: Destination | undefined
    const { attempt } = begin(async ({ destination: awaited }) => {
      to = await awaited
      return failed(why)
    })
    expect([attempt.now(), attempt.isConnecting]).toEqual([{ is: 'starting' }, false])
    await world.clock.pass(0)
    expect(to).toBeUndefined()
    attempt.connect(destination)
    // Only the first counts.
    attempt.connect({ ...destination, gateway: '9.9.9.9' })
    await world.clock.pass(0)
    expect([to, attempt.isConnecting]).toEqual([destination, true])
  })

  test('is what its carrier told last', async () => {
    const { attempt, carrying } = begin(untilAborted)
    carrying.established(established('5.6.7.8'), 'found')
    expect(attempt.now()).toEqual({ is: 'established', established: established('5.6.7.8'), found: 'found' })
    carrying.established(established('5.6.7.9'), 'found')
    expect([attempt.now(), changes]).toMatchObject([{ established: { remoteHost: '5.6.7.9' } }, 2])
    await attempt.end()
  })

  test.each<[string, Carry, object]>([
    ['the reason', async () => ({ ...failed(why), authenticated: true }), { why, authenticated: true }],
    ['a reason that nobody proved', async () => failed(why), { why, authenticated: false }],
    [
      'a fault of the code, as a finding',
      async () => {
        throw new TypeError('a fault')
      },
      { why: { code: 'internal-error', args: { what: 'a fault' } } },
    ],
    [
      'what the system refuses, as a finding',
      async () => {
        const change = { kind: 'xfrm-owner', ifId: 1 } as const
        throw new EffectFailed(change, 'ip link add roam6x mtu 1438 type xfrm if_id 1', 'ENOTSUP: Unknown device type')
      },
      { why: { code: 'kernel-without' } },
    ],
  ])('ends with %s, once', async (_, carry, end) => {
    const { attempt, carrying } = begin(carry)
    await world.clock.pass(0)
    const now = attempt.now()
    expect([now, changes]).toMatchObject([{ is: 'ended', ...end }, 1])
    carrying.established(established('5.6.7.8'), 'too late')
    expect([attempt.now(), changes]).toEqual([now, 1])
    await attempt.end()
  })

  test('that is ended aborts everything, and says nothing any more', async () => {
    const { attempt, carrying } = begin(untilAborted)
    const awaited = expect(carrying.destination).rejects.toThrow('the attempt was ended')
    await attempt.end()
    await awaited
    expect(carrying.signal.aborted).toBe(true)
    carrying.established(established('5.6.7.8'), 'too late')
    expect([attempt.now(), changes]).toEqual([{ is: 'starting' }, 0])
    expect([world.clock.pending, getEventListeners(carrying.signal, 'abort').length]).toEqual([0, 0])
    // Again: nothing.
    await attempt.end()
  })

  test('does not wait for a carrier that does not let go: the ledger ends its daemon', async () => {
    const { attempt } = begin(() => new Promise(() => {}))
    let isEnded = false
    void attempt.end().then(() => {
      isEnded = true
    })
    await world.clock.pass(249)
    expect(isEnded).toBe(false)
    await world.clock.pass(1)
    expect([isEnded, world.clock.pending]).toEqual([true, 0])
  })
})
