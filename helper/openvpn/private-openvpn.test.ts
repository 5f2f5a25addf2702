import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { byOpenVpn, staticKey, tls } from '../../test/fakes/carrier-profiles.ts'
import { type DaemonWorld, daemonWorld, fakePrograms, type WorldOptions } from '../../test/fakes/daemon-world.ts'
import { FakeOpenVpn, released } from '../../test/fakes/openvpn.ts'
import { usualStrategy } from '../core/layer/strategy.ts'
import type { Outcome } from '../core/outcome.ts'
import { follow } from '../daemon/follow.ts'
import { findOpenVpn, type PrivateOpenVpn, startOpenVpn } from './private-openvpn.ts'

let world: DaemonWorld
let openvpn: FakeOpenVpn
let abort: AbortController
beforeEach(() => {
  world = daemonWorld()
  openvpn = new FakeOpenVpn(world)
  abort = new AbortController()
})
afterEach(async () => {
  abort.abort()
  await openvpn.close()
  world.close()
})

/** What became of it. */
interface Started {
  outcome?: Outcome<PrivateOpenVpn>
  error?: unknown
}
function start(more: object = { tls }, version = '2.6.14'): Started {
  const { layer, profile } = byOpenVpn(more)
  const started: Started = {}
  const request = { layer, certificates: profile.certificate, gateway: profile.gateway, strategy: usualStrategy }
  const found = { path: '/usr/sbin/openvpn', version }
  startOpenVpn({ ...world.ports, found, request, signal: abort.signal }).then(
    (outcome) => {
      started.outcome = outcome
    },
    (error) => {
      started.error = error
    },
  )
  return started
}
const ended = (started: Started) => () => started.outcome !== undefined || started.error !== undefined
async function connected(): Promise<PrivateOpenVpn> {
  const started = start()
  await openvpn.ready()
  openvpn.connect()
  await world.until(ended(started))
  if (!started.outcome?.ok) throw new Error(JSON.stringify(started))
  return started.outcome.value
}
const leaks = () => [world.processes.listeners, openvpn.connections, world.clock.pending]

describe('the program', () => {
  const find = (more: object, options: WorldOptions) =>
    findOpenVpn(byOpenVpn(more).layer, fakePrograms(options), abort.signal)

  test('is found, with its version', async () => {
    expect(await find({ tls }, { version: '2.6.14' })).toMatchObject({ value: { version: '2.6.14' } })
  })

  test('is a problem where it is missing', async () => {
    const missing = {
      ok: false,
      finding: { code: 'program-missing', args: { program: 'it', package: 'it' }, evidence: [] },
    } as const
    expect(await find({ tls }, { programs: { find: async () => missing } })).toEqual(missing)
  })

  test.each([
    ['2.6.14', true],
    ['2.7.0', true],
    ['2.8.1', false],
    ['0', true],
  ])('of version %s takes a static key: %s', async (version, takes) => {
    const found = await find({ 'static-key': staticKey }, { version })
    expect(found).toMatchObject(
      takes ? { ok: true } : { finding: { code: 'openvpn-static-key-gone', args: { version } } },
    )
  })

  test.each([
    ['2.6.14', false],
    ['2.7.0', true],
  ])('of version %s is told that a static key is meant: %s', async (version, isTold) => {
    start({ 'static-key': staticKey }, version)
    await world.until(() => openvpn.isStarted)
    const conf = readFileSync(join(openvpn.role, 'openvpn.conf'), 'utf8')
    expect(conf.includes('allow-deprecated-insecure-static-crypto')).toBe(isTold)
  })
})

describe('a connect', () => {
  test('is told as openvpn says it, once it was released', async () => {
    const { established, close } = await connected()
    expect(openvpn.commands).toEqual(released)
    expect(established).toEqual({
      kind: 'openvpn',
      localHost: '192.168.0.2',
      remoteHost: '5.6.7.8',
      remotePort: 1194,
      tls: true,
      cipher: 'AES-256-GCM',
      digest: null,
      transport: 'udp',
    })
    close()
    await world.until(() => openvpn.connections === 0)
    expect(leaks()).toEqual([0, 0, 0])
  })

  test.each<[string, () => void, object]>([
    [
      'a verdict, long before the deadline',
      () => openvpn.say('VERIFY ERROR: depth=0, error=certificate has expired: CN=gw, serial=1'),
      { code: 'openvpn-tls-failed', args: { why: 'the gateway’s certificate has expired' } },
    ],
    [
      'openvpn, which gives up by itself',
      () => {
        openvpn.say('AUTH: Received control message: AUTH_FAILED')
        openvpn.state('EXITING', 'auth-failure')
      },
      { code: 'openvpn-auth-failed' },
    ],
    [
      'the end of openvpn, by its last words',
      () => {
        openvpn.say('Options error: --ca fails with ca.pem')
        openvpn.exit()
      },
      { code: 'openvpn-options-refused' },
    ],
    ['the end of openvpn, which says nothing', () => openvpn.exit(), { code: 'daemon-died' }],
  ])('fails by %s', async (_, happens, why) => {
    const started = start()
    await openvpn.ready()
    happens()
    // As long as it takes to read what is on its way: no deadline passes.
    for (const at = world.clock.now(); !ended(started)(); await world.clock.pass(20))
      expect(world.clock.now() - at).toBeLessThan(5_000)
    expect(started.outcome).toMatchObject({ ok: false, finding: why })
    await world.until(() => openvpn.connections === 0)
    expect(leaks()).toEqual([0, 0, 0])
  })

  test.each([
    ['a static key', { 'static-key': staticKey }, true],
    ['TLS, whose handshake is still to come', { tls }, false],
  ])('is connected with %s by the first authentic packet: %s', async (_, more, isConnected) => {
    const started = start(more)
    await openvpn.ready()
    openvpn.say('Peer Connection Initiated with [AF_INET]5.6.7.9:443')
    await world.clock.pass(1_000)
    expect(ended(started)()).toBe(isConnected)
    if (!isConnected) return
    const established = { remoteHost: '5.6.7.9', remotePort: 443, localHost: null, tls: false }
    expect(started.outcome).toMatchObject({ ok: true, value: { established } })
    if (!started.outcome?.ok) return
    const { now, close } = started.outcome.value
    openvpn.state('RECONNECTING', 'ping-restart')
    await world.clock.pass(1_000)
    expect(await now(abort.signal)).toBeNull()
    close()
  })

  test('fails by silence at its deadline, with each line once as evidence', async () => {
    const started = start()
    await openvpn.ready()
    openvpn.say('UDPv4 link remote: [AF_INET]5.6.7.8:1194')
    await world.clock.pass(19_000)
    expect(ended(started)()).toBe(false)
    await world.pass(ended(started))
    expect(started.outcome).toMatchObject({
      finding: { code: 'openvpn-silent', evidence: ['UDPv4 link remote: [AF_INET]5.6.7.8:1194'] },
    })
  })

  test.each([
    ['one remote with a static key', { 'static-key': staticKey }, 8],
    ['two remotes', { tls, 'other-remotes': [{ host: '5.6.7.9' }] }, 40],
  ])('takes as long as %s may', async (_, more, seconds) => {
    const started = start(more)
    await openvpn.ready()
    await world.clock.pass(seconds * 1_000 - 500)
    expect(ended(started)()).toBe(false)
    await world.pass(ended(started))
  })

  test('fails where openvpn never listens, with its output as evidence', async () => {
    const started = start()
    await world.until(() => openvpn.isStarted)
    world.processes.say(openvpn.role, 'Waiting for a lock')
    await world.pass(ended(started))
    expect(started.outcome).toMatchObject({
      finding: {
        code: 'timed-out',
        args: { what: 'Starting openvpn' },
        evidence: ['nothing within 15 s', 'Waiting for a lock'],
      },
    })
    expect(leaks()).toEqual([0, 0, 0])
  })

  test('fails where openvpn dies before it listens', async () => {
    const started = start()
    await world.until(() => openvpn.isStarted)
    world.processes.say(openvpn.role, 'Options error: Unrecognized option')
    openvpn.exit()
    await world.until(ended(started))
    expect(started.outcome).toMatchObject({ finding: { code: 'openvpn-options-refused' } })
    expect(leaks()).toEqual([0, 0, 0])
  })

  test('survives what is no line of the interface', async () => {
    const started = start()
    await openvpn.ready()
    openvpn.send(`${'x'.repeat(100_000)}\n>STATE:\n>LOG:\n>BYTECOUNT:1,2\n\u0000\u0001\n`)
    openvpn.connect()
    await world.until(ended(started))
    expect(started.outcome).toMatchObject({ ok: true })
  })
})

describe('a connection', () => {
  const followed = async (happens: () => void) => {
    const private_ = await connected()
    const told: unknown[] = []
    let why: unknown
    follow(private_, private_.established, (now) => told.push(now)).then((one) => {
      why = one
    })
    await world.clock.pass(0)
    happens()
    await world.pass(() => why !== undefined)
    private_.close()
    await world.until(() => openvpn.connections === 0)
    return { why, told }
  }

  test.each<[string, () => void, object]>([
    ['openvpn connects anew', () => openvpn.state('RECONNECTING', 'ping-restart'), { code: 'carrier-gone' }],
    [
      'openvpn exits, by its last words',
      () => {
        openvpn.say('AUTH: Received control message: AUTH_FAILED')
        openvpn.state('EXITING', 'auth-failure')
        setImmediate(() => openvpn.exit())
      },
      { code: 'openvpn-auth-failed' },
    ],
    [
      'openvpn dies, which is told by its end and not by what failed before it connected',
      () => openvpn.exit(9),
      { code: 'daemon-died', evidence: ['openvpn ended: exit code 9'] },
    ],
    [
      'openvpn is not heard any more',
      () => openvpn.hangUp(),
      { code: 'carrier-gone', evidence: ['Its management interface was closed.'] },
    ],
  ])('ends when %s', async (_, happens, why) => {
    openvpn.commands.length = 0
    const { why: told } = await followed(happens)
    expect(told).toMatchObject(why)
    expect(leaks()).toEqual([0, 0, 0])
  })

  test('is told again when openvpn has gone on to another remote', async () => {
    const { told } = await followed(() => {
      openvpn.send('>STATE:1767268800,CONNECTED,SUCCESS,,5.6.7.9,443,,,\n')
      setImmediate(() => openvpn.exit())
    })
    expect(told).toMatchObject([{ remoteHost: '5.6.7.8' }, { remoteHost: '5.6.7.9', remotePort: 443, localHost: null }])
  })
})

test.each(['before it listens', 'while it connects', 'when it is connected'])(
  'an abort %s leaves nothing',
  async (when) => {
    const started = start()
    await world.until(() => openvpn.isStarted)
    if (when !== 'before it listens') await openvpn.ready()
    if (when === 'when it is connected') {
      openvpn.connect()
      await world.until(ended(started))
    }
    const reason = new Error('aborted')
    abort.abort(reason)
    if (started.outcome?.ok) started.outcome.value.close()
    else {
      await world.until(ended(started))
      expect(started.error).toBe(reason)
    }
    await world.until(() => openvpn.connections === 0)
    expect(leaks()).toEqual([0, 0, 0])
  },
)
