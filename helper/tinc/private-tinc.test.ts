import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { byTinc } from '../../test/fakes/carrier-profiles.ts'
import { type DaemonWorld, daemonWorld, fakePrograms } from '../../test/fakes/daemon-world.ts'
import { FakeTinc, nodeList, type TincWords, tincWords } from '../../test/fakes/tinc.ts'
import type { TincEstablished } from '../core/layer/tinc/established.ts'
import type { Outcome } from '../core/outcome.ts'
import { follow } from '../daemon/follow.ts'
import { findTinc, type PrivateTinc, startTinc } from './private-tinc.ts'

let world: DaemonWorld
let tinc: FakeTinc
let abort: AbortController
beforeEach(() => {
  world = daemonWorld()
  tinc = new FakeTinc(world)
  abort = new AbortController()
})
afterEach(() => {
  abort.abort()
  world.close()
})

interface Started {
  outcome?: Outcome<PrivateTinc>
  error?: unknown
}
async function start(version = '1.0.36', host: object = {}): Promise<Started> {
  const { layer, profile } = byTinc(host)
  const started: Started = {}
  const found = { path: '/usr/sbin/tincd', version }
  startTinc({
    ...world.ports,
    seeds: world.ports.tincSeeds,
    found,
    layer,
    gateway: profile.gateway,
    signal: abort.signal,
  }).then(
    (outcome) => {
      started.outcome = outcome
    },
    (error) => {
      started.error = error
    },
  )
  await world.until(() => tinc.isStarted)
  return started
}
const isEnded = ({ outcome, error }: Started) => outcome !== undefined || error !== undefined
async function connected(): Promise<PrivateTinc> {
  const started = await start()
  tinc.say(...tincWords.activated)
  await world.until(() => isEnded(started))
  if (!started.outcome?.ok) throw new Error(JSON.stringify(started))
  return started.outcome.value
}
const leaks = () => [world.processes.listeners, world.clock.pending]

test('its program is found, with its version', async () => {
  const found = { path: '/usr/sbin/daemon', version: '1.0.36' }
  expect(await findTinc(fakePrograms({ version: '1.0.36' }), abort.signal)).toEqual({ ok: true, value: found })
  const missing = {
    ok: false,
    finding: { code: 'program-missing', args: { program: 'it', package: 'it' }, evidence: [] },
  } as const
  const nowhere = fakePrograms({ programs: { find: async () => missing } })
  expect(await findTinc(nowhere, abort.signal)).toEqual(missing)
})

test('it runs without privileges but for its port, and meets the gateway at its address', async () => {
  await start()
  const process = world.made.find((change) => change.kind === 'process')
  expect(process?.program).toBe('/usr/bin/setpriv')
  expect(process?.arguments).toContain('--ambient-caps=-all,+net_bind_service')
  expect(readFileSync(join(tinc.role, 'hosts/gateway'), 'utf8')).toContain('Address = 5.6.7.8 655')
})

describe('a connect', () => {
  test('is told when the connection stands', async () => {
    const { established, close } = await connected()
    expect(established).toEqual({
      kind: 'tinc',
      localHost: null,
      remoteHost: '5.6.7.8',
      protocol: 'legacy',
      peers: [{ name: 'gateway', direct: true }],
    })
    close()
    expect(leaks()).toEqual([0, 0])
  })

  test('is by SPTPS where both speak tinc 1.1', async () => {
    const started = await start('1.1pre18', { 'ed25519-public-key': 'A'.repeat(43) })
    tinc.say(...tincWords.activated)
    await world.until(() => isEnded(started))
    expect(started.outcome).toMatchObject({ value: { established: { protocol: 'sptps' } } })
  })

  test.each<[TincWords, string]>([
    ['refused', 'tinc-port-closed'],
    ['timeout', 'tinc-silent'],
    ['hung-up', 'tinc-rejected'],
    ['rejected', 'tinc-rejected'],
    ['wrong-key', 'tinc-wrong-key'],
  ])('that is %s fails at once', async (words, code) => {
    const started = await start()
    tinc.say(...tincWords.noise, ...tincWords[words])
    await world.until(() => isEnded(started))
    expect(started.outcome).toMatchObject({ finding: { code } })
    // The lines that came with it as well.
    expect(started.outcome).toMatchObject({ finding: { evidence: expect.arrayContaining([...tincWords[words]]) } })
    expect(leaks()).toEqual([0, 0])
  })

  test('that fails is told with the lines that come a moment later', async () => {
    const started = await start()
    const [first = '', second = ''] = tincWords.refused
    tinc.say(first)
    // Of the same turn of the loop, as pieces of one output are.
    for (let n = 0; n < 50; n++) await Promise.resolve()
    tinc.say(second)
    await world.until(() => isEnded(started))
    expect(started.outcome).toMatchObject({ finding: { evidence: [first, second] } })
  })

  test('that comes to nothing fails at its deadline', async () => {
    const started = await start()
    tinc.say(...tincWords.noise)
    await world.clock.pass(14_900)
    expect(isEnded(started)).toBe(false)
    await world.clock.pass(200)
    expect(started.outcome).toMatchObject({ finding: { code: 'tinc-silent' } })
    expect(leaks()).toEqual([0, 0])
  })

  test('that stood for less than a moment fails', async () => {
    const started = await start()
    tinc.say(...tincWords.activated, ...tincWords['hung-up'])
    await world.until(() => isEnded(started))
    expect(started.outcome).toMatchObject({ finding: { code: 'tinc-rejected' } })
  })

  test('fails by the end of tincd, with its last words, whatever it listed', async () => {
    const started = await start()
    tinc.say('Terminating', ...nodeList.slice(1, 4), ...nodeList.slice(1, 4), ...nodeList.slice(1, 4))
    tinc.exit(3)
    await world.until(() => isEnded(started))
    expect(started.outcome).toMatchObject({
      finding: {
        code: 'daemon-died',
        args: { program: 'tincd' },
        evidence: ['tincd ended: exit code 3', 'Terminating'],
      },
    })
    expect(leaks()).toEqual([0, 0])
  })

  test('that follows one that stood begins with another second, as the gateway would take its messages for old ones', async () => {
    const before = await connected()
    before.close()
    tinc.exit()
    rmSync(tinc.role, { recursive: true })
    await world.clock.pass(600)
    const began = world.clock.now()
    const { layer, profile } = byTinc({})
    const found = { path: '/usr/sbin/tincd', version: '1.0.36' }
    const { tincSeeds: seeds } = world.ports
    const again = startTinc({ ...world.ports, seeds, found, layer, gateway: profile.gateway, signal: abort.signal })
    again.catch(() => {})
    await world.clock.pass(399)
    expect(tinc.isStarted).toBe(false)
    await world.pass(() => tinc.isStarted)
    expect(world.clock.now() - began).toBeGreaterThanOrEqual(400)
  })

  test('is given up with the attempt, at once', async () => {
    const started = await start()
    const reason = new Error('aborted')
    abort.abort(reason)
    await world.until(() => isEnded(started))
    expect(started.error).toBe(reason)
    expect(leaks()).toEqual([0, 0])
  })
})

describe('a connection', () => {
  async function followed() {
    const private_ = await connected()
    const told: TincEstablished[] = []
    const end: { why?: object } = {}
    follow(private_, private_.established, (now) => told.push(now)).then(
      (why) => Object.assign(end, { why }),
      () => {},
    )
    await world.clock.pass(0)
    return { told, end, close: private_.close }
  }
  const peers = (told: readonly TincEstablished[]) => told.at(-1)?.peers.map(({ name, direct }) => `${name} ${direct}`)

  test('is asked for its nodes once tincd rests, as it may die of it before, and again when the way to one was probed', async () => {
    const { told } = await followed()
    await world.clock.pass(900)
    expect(tinc.asked).toBe(0)
    await world.clock.pass(100)
    expect([tinc.asked, peers(told)]).toEqual([1, ['gateway true']])
    tinc.say(...nodeList)
    await world.clock.pass(0)
    expect(peers(told)).toEqual(['gateway true', 'desk false'])
    tinc.say('Got ANS_KEY from gateway')
    await world.clock.pass(2_900)
    expect(tinc.asked).toBe(1)
    await world.clock.pass(100)
    expect(tinc.asked).toBe(2)
    tinc.say(
      ...nodeList.map((line) =>
        line.replace('nexthop gateway via desk pmtu 1451 (min 0', 'nexthop gateway via desk pmtu 1451 (min 1451'),
      ),
    )
    await world.clock.pass(0)
    expect(peers(told)).toEqual(['gateway true', 'desk true'])
  })

  test('is asked again, more and more seldom, as long as a node is not met directly', async () => {
    const { told } = await followed()
    await world.clock.pass(1_000)
    tinc.say(...nodeList)
    tinc.say('Got ANS_KEY from desk')
    for (const [ms, asked] of [
      [3_000, 2],
      [6_000, 3],
      [12_000, 4],
    ] as const) {
      await world.clock.pass(ms - 100)
      expect(tinc.asked).toBe(asked - 1)
      await world.clock.pass(100)
      expect([tinc.asked, peers(told)]).toEqual([asked, ['gateway true', 'desk false']])
      tinc.say(...nodeList)
      await world.clock.pass(0)
    }
    await world.clock.pass(600_000)
    expect(tinc.asked).toBe(4)
  })

  test('that lists nothing keeps the list before, and is asked on', async () => {
    const { told } = await followed()
    await world.clock.pass(1_000)
    tinc.say(...nodeList)
    tinc.say('Sending ANS_KEY to desk')
    await world.clock.pass(4_000)
    expect([tinc.asked, peers(told)]).toEqual([2, ['gateway true', 'desk false']])
    tinc.say('Got ANS_KEY from desk')
    await world.clock.pass(4_000)
    expect(tinc.asked).toBe(3)
  })

  test.each<[TincWords, string]>([
    ['closed', 'carrier-gone'],
    ['hung-up', 'carrier-gone'],
  ])('that is %s has ended', async (words, code) => {
    const { end, close } = await followed()
    tinc.say(...tincWords[words])
    // A list that is awaited takes half a second.
    await world.clock.pass(500)
    expect(end.why).toMatchObject({ code })
    close()
    expect(leaks()).toEqual([0, 0])
  })

  test('ends with tincd, at once', async () => {
    const { end, close } = await followed()
    tinc.exit()
    await world.clock.pass(0)
    expect(end.why).toMatchObject({ code: 'daemon-died' })
    close()
    expect(leaks()).toEqual([0, 0])
  })

  test('is left with the attempt, at once', async () => {
    const { end, close } = await followed()
    abort.abort()
    await world.clock.pass(0)
    close()
    expect([end.why, ...leaks()]).toEqual([undefined, 0, 0])
  })
})
