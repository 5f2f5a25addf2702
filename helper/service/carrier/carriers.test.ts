/** Each carrier as an attempt has it, over a daemon that a test plays. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { byIke, byOpenVpn, byTinc, inTunnelMode, staticKey, tls } from '../../../test/fakes/carrier-profiles.ts'
import { FakeCharon } from '../../../test/fakes/charon.ts'
import { type DaemonWorld, daemonWorld, destination, type WorldOptions } from '../../../test/fakes/daemon-world.ts'
import { FakeOpenVpn } from '../../../test/fakes/openvpn.ts'
import { FakeTinc, nodeList, tincWords } from '../../../test/fakes/tinc.ts'
import type { Profile } from '../../contract/profile.ts'
import { type Attempt, beginAttempt } from './attempt.ts'
import { carrierOf } from './carrier-of.ts'

let world: DaemonWorld
let attempt: Attempt | undefined
/** Daemons of this test. */
let closing: (() => Promise<void>)[]
beforeEach(() => {
  closing = []
  attempt = undefined
})
afterEach(async () => {
  await attempt?.end()
  for (const close of closing) await close()
  world.close()
})

function inWorld(options: WorldOptions = {}): DaemonWorld {
  world = daemonWorld({ version: '2.6.14', ...options })
  return world
}
const begin = (profile: Profile): Attempt => {
  attempt = beginAttempt(carrierOf(profile), profile, world.ports, world.work)
  return attempt
}
const is = (wanted: ReturnType<Attempt['now']>['is']) => () => attempt?.now().is === wanted
const missing = {
  ok: false,
  finding: { code: 'program-missing', args: { program: 'it', package: 'it' }, evidence: [] },
} as const

test('a profile without any layer that encrypts is a fault', () => {
  inWorld()
  expect(() => carrierOf({ ...byTinc().profile, layer: [] })).toThrow('without a carrier')
})

test.each([
  ['ike', byIke(inTunnelMode).profile],
  ['openvpn', byOpenVpn().profile],
  ['tinc', byTinc().profile],
])('%s: a program that is missing is told before anybody connects', async (_, profile) => {
  inWorld({ programs: { find: async () => missing } })
  begin(profile)
  await world.until(is('ended'))
  expect(attempt?.now()).toMatchObject({ why: { code: 'program-missing' } })
})

test('static keys stand as soon as there is an address to send to', async () => {
  inWorld()
  const esp = { kind: 'esp', local: 'fd00::2', remote: 'fd00::1' } as unknown as Profile['layer'][number]
  const own = begin({ ...byTinc().profile, layer: [esp] })
  await world.clock.pass(0)
  expect(own.now()).toEqual({ is: 'starting' })
  own.connect(destination)
  await world.clock.pass(0)
  expect(own.now()).toMatchObject({ is: 'established', established: { kind: 'static', remoteHost: '5.6.7.8' } })
  await own.end()
  expect(world.clock.pending).toBe(0)
})

describe('ike', () => {
  function play(profile: Profile, options: WorldOptions = {}) {
    inWorld(options)
    const charon = new FakeCharon(world)
    closing.push(() => charon.close())
    return { charon, own: begin(profile) }
  }

  test('owns its associations, starts charon before it knows the gateway, and connects', async () => {
    const { charon, own } = play(byIke(inTunnelMode).profile)
    await world.until(() => charon.isStarted)
    expect(world.made.map(({ kind }) => kind)).toEqual(['xfrm-owner', 'folder', 'process'])
    await charon.listen()
    await world.until(() => charon.asked.includes('ike-update'))
    expect(own.now()).toEqual({ is: 'starting' })
    own.connect(destination)
    await world.until(is('established'))
    expect(own.now()).toMatchObject({
      established: { kind: 'ike', remoteId: 'tunnel.my.domain' },
      found: 'The gateway proved to be tunnel.my.domain. There is NAT between: ESP goes in UDP.',
    })
    await own.end()
    await world.until(() => charon.connections === 0)
    expect([world.processes.listeners, world.clock.pending]).toEqual([0, 0])
  })

  test('is told of a charon that dies while the name is resolved', async () => {
    const { charon, own } = play(byIke(inTunnelMode).profile)
    await world.until(() => charon.isStarted)
    await charon.listen()
    await world.until(() => charon.asked.includes('ike-update'))
    charon.exit()
    await world.until(is('ended'))
    expect(own.now()).toMatchObject({ why: { code: 'daemon-died' } })
  })

  const gre = (local: string) => ({ kind: 'gre', local, remote: '5.6.7.8' })
  test('in transport mode begins at the address of GRE', async () => {
    const { charon, own } = play(byIke({ mode: 'transport' }, gre('192.168.0.2')).profile)
    charon.manners.established = null
    await world.until(() => charon.isStarted)
    expect(world.made[0]).toEqual({ kind: 'xfrm-owner', reqid: 0x6006 })
    await charon.listen()
    own.connect(destination)
    await world.until(is('ended'))
    expect(own.now()).toMatchObject({ why: { code: 'ike-failed' }, authenticated: true })
  })

  test('in transport mode ends where that address is not here', async () => {
    const { charon, own } = play(byIke({ mode: 'transport' }, gre('1.2.3.4')).profile)
    await world.until(() => charon.isStarted)
    await charon.listen()
    own.connect(destination)
    await world.until(is('ended'))
    expect(own.now()).toMatchObject({ why: { code: 'not-at-fixed-address' } })
    await world.until(() => charon.connections === 0)
  })

  test('with a key of 65,536 bytes, one more than VICI can say, ends with a problem', async () => {
    const { profile } = byIke(inTunnelMode)
    const certificate = Object.fromEntries(
      Object.entries(profile.certificate).map(([name, one]) => [
        name,
        one.key === undefined ? one : { ...one, key: one.key.padEnd(65_536, '\n') },
      ]),
    )
    const { charon, own } = play({ ...profile, certificate })
    await world.until(() => charon.isStarted)
    await charon.listen()
    own.connect(destination)
    await world.until(is('ended'))
    expect(own.now()).toMatchObject({ why: { code: 'internal-error', args: { what: 'value of 65536 bytes' } } })
    await world.until(() => charon.connections === 0)
    expect([world.processes.listeners, world.clock.pending]).toEqual([0, 0])
  })

  test('ends where the system refuses its daemon', async () => {
    const { own } = play(byIke(inTunnelMode).profile, { refuses: new Error('no space left') })
    await world.until(is('ended'))
    expect(own.now()).toMatchObject({ why: { code: 'internal-error', args: { what: 'no space left' } } })
  })
})

describe('tinc', () => {
  test('connects, and tells its nodes as they come', async () => {
    inWorld({ version: '1.0.36' })
    const tinc = new FakeTinc(world)
    const own = begin(byTinc().profile)
    own.connect(destination)
    await world.until(() => tinc.isStarted)
    tinc.say(...tincWords.activated)
    await world.until(is('established'))
    expect(own.now()).toMatchObject({ found: 'gateway proved to have its key.', established: { peers: [{}] } })
    await world.clock.pass(1_000)
    expect(tinc.asked).toBe(1)
    tinc.say(...nodeList)
    await world.clock.pass(0)
    expect(own.now()).toMatchObject({ established: { peers: [{ name: 'gateway' }, { name: 'desk' }] } })
    tinc.exit()
    await world.until(is('ended'))
    expect([own.now(), world.processes.listeners]).toMatchObject([{ why: { code: 'daemon-died' } }, 0])
  })

  test('that is refused ends', async () => {
    inWorld({ version: '1.0.36' })
    const tinc = new FakeTinc(world)
    const own = begin(byTinc().profile)
    own.connect(destination)
    await world.until(() => tinc.isStarted)
    tinc.say(...tincWords.refused)
    await world.until(is('ended'))
    expect(own.now()).toMatchObject({ why: { code: 'tinc-port-closed' } })
  })
})

describe('openvpn', () => {
  async function play(more: object = { tls }, options: WorldOptions = {}) {
    inWorld(options)
    const openvpn = new FakeOpenVpn(world)
    closing.push(() => openvpn.close())
    const own = begin(byOpenVpn(more).profile)
    own.connect(destination)
    await openvpn.ready()
    return { openvpn, own }
  }
  async function expectNoLeaks({ openvpn, own }: Awaited<ReturnType<typeof play>>) {
    await own.end()
    await world.until(() => openvpn.connections === 0)
    expect([world.processes.listeners, world.clock.pending]).toEqual([0, 0])
  }

  test('connects by TLS', async () => {
    const played = await play()
    played.openvpn.connect()
    await world.until(is('established'))
    expect(played.own.now()).toMatchObject({
      established: { kind: 'openvpn', autoconfigured: null },
      found: 'The gateway proved itself by its certificate. AES-256-GCM over UDP to 5.6.7.8 port 1194.',
    })
    await expectNoLeaks(played)
  })

  test('that fails ends', async () => {
    const played = await play()
    played.openvpn.exit()
    await world.pass(is('ended'))
    expect(played.own.now()).toMatchObject({ why: { code: 'daemon-died' } })
    await expectNoLeaks(played)
  })

  test('with a static key rouses the other end until it is connected, and no longer', async () => {
    let asked = 0
    const echo = async () => {
      asked += 1
      return { sent: 1, received: 0, rttMs: null, errors: ['send: ENETDOWN'] }
    }
    const played = await play({ 'static-key': staticKey }, { probes: { echo } })
    await world.clock.pass(450)
    expect(asked).toBe(5)
    played.openvpn.state('CONNECTED', 'SUCCESS')
    await world.until(is('established'))
    expect(played.own.now()).toMatchObject({ found: 'The gateway has our static key. over UDP to 5.6.7.8 port 1194.' })
    await world.clock.pass(5_000)
    expect(asked).toBe(5)
    await expectNoLeaks(played)
  })

  test('with a static key rouses nobody who has answered', async () => {
    let asked = 0
    const echo = async () => {
      asked += 1
      return { sent: 1, received: 1, rttMs: 5, errors: [] }
    }
    const played = await play({ 'static-key': staticKey }, { probes: { echo } })
    await world.clock.pass(2_000)
    expect(asked).toBe(1)
    await expectNoLeaks(played)
  })

  const slaac = { tls, autoconfiguration: 'slaac' }
  const dhcpv6 = { tls, autoconfiguration: 'dhcpv6' }
  const held = (ended: Promise<string> = new Promise(() => {})) => {
    const lease = { address: 'fd12:3456:789a:1::7', ended, released: 0 }
    const release = () => {
      lease.released += 1
    }
    return { lease, take: async () => ({ ...lease, release }) }
  }

  test('takes an address by DHCPv6, and gives it back', async () => {
    const { lease, take } = held()
    const played = await play(dhcpv6, { dhcpv6: take })
    played.openvpn.connect()
    await world.until(is('established'))
    expect(played.own.now()).toMatchObject({
      established: { autoconfigured: { address: 'fd12:3456:789a:1::7', length: 64 } },
    })
    await played.own.end()
    expect(lease.released).toBe(1)
    await expectNoLeaks(played)
  })

  test('ends with its lease', async () => {
    let expire: (why: string) => void = () => {}
    const { lease, take } = held(
      new Promise((resolve) => {
        expire = resolve
      }),
    )
    const played = await play(dhcpv6, { dhcpv6: take })
    played.openvpn.connect()
    await world.until(is('established'))
    expire('it was not renewed')
    await world.until(is('ended'))
    expect(played.own.now()).toMatchObject({
      why: { code: 'dhcpv6-lease-ended', args: { address: 'fd12:3456:789a:1::7', why: 'it was not renewed' } },
    })
    expect(lease.released).toBe(1)
    await expectNoLeaks(played)
  })

  test.each([
    ['slaac', slaac, 'no-autoconfigured-address'],
    ['dhcpv6', dhcpv6, 'no-dhcpv6-address'],
  ])('ends where nobody gives an address: %s', async (_, more, code) => {
    const played = await play(more)
    played.openvpn.connect()
    await world.until(is('ended'))
    expect(played.own.now()).toMatchObject({ why: { code } })
    await expectNoLeaks(played)
  })

  test.each(['openvpn dies', 'the attempt is ended'])('takes no address any more when %s meanwhile', async (how) => {
    let aborted = 0
    const take: NonNullable<WorldOptions['dhcpv6']> = ({ signal }) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          aborted += 1
          reject(signal.reason)
        }),
      )
    const played = await play(dhcpv6, { dhcpv6: take })
    played.openvpn.connect()
    await world.clock.pass(50)
    if (how === 'openvpn dies') {
      played.openvpn.exit()
      await world.pass(is('ended'))
      expect(played.own.now()).toMatchObject({ why: { code: 'daemon-died' } })
    } else await played.own.end()
    expect(aborted).toBe(1)
    await expectNoLeaks(played)
  })
})
