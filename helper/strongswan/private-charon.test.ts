import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { byIke, inTunnelMode } from '../../test/fakes/carrier-profiles.ts'
import { type CharonManners, FakeCharon, proof, security } from '../../test/fakes/charon.ts'
import { type DaemonWorld, daemonWorld } from '../../test/fakes/daemon-world.ts'
import type { IkeEstablished } from '../core/layer/ike/security.ts'
import { usualStrategy } from '../core/layer/strategy.ts'
import type { Outcome, RemoteOutcome } from '../core/outcome.ts'
import { follow } from '../daemon/follow.ts'
import { isOlder, type PrivateCharon, startPrivateCharon } from './private-charon.ts'
import { strongswanConf } from './strongswan-conf.ts'

let world: DaemonWorld
let charon: FakeCharon
let abort: AbortController
beforeEach(() => {
  world = daemonWorld()
  charon = new FakeCharon(world)
  abort = new AbortController()
})
afterEach(async () => {
  abort.abort()
  await charon.close()
  world.close()
})

/** What a promise came to, as soon as it did. */
interface Became<Value> {
  value?: Value
  error?: unknown
}
function watched<Value>(promise: Promise<Value>): Became<Value> {
  const became: Became<Value> = {}
  promise.then(
    (value) => Object.assign(became, { value }),
    (error) => Object.assign(became, { error }),
  )
  return became
}
const isSettled = (became: Became<unknown>) => () => 'value' in became || 'error' in became

function start(): Became<Outcome<PrivateCharon>> {
  const ignoreInterfaces = ['roam6x', 'roam6']
  return watched(
    startPrivateCharon({ ...world.ports, ignoreInterfaces, ports: { ike: 500, nat: 4500 }, signal: abort.signal }),
  )
}
async function started(manners: Partial<CharonManners> = {}): Promise<PrivateCharon> {
  Object.assign(charon.manners, manners)
  const starting = start()
  await world.until(() => charon.isStarted)
  await charon.listen()
  await world.until(isSettled(starting))
  if (!starting.value?.ok) throw new Error(JSON.stringify(starting))
  return starting.value.value
}
function connect(private_: PrivateCharon, more: object = inTunnelMode): Became<RemoteOutcome<IkeEstablished>> {
  const { layer, profile } = byIke(more)
  return watched(
    private_.connect({
      gateway: profile.gateway,
      profileName: profile.name,
      layer,
      certificates: profile.certificate,
      strategy: usualStrategy,
    }),
  )
}
const leaks = () => [world.processes.listeners, charon.connections, world.clock.pending]
async function expectNoLeaks() {
  await world.until(() => charon.connections === 0)
  expect(leaks()).toEqual([0, 0, 0])
}

describe('versions', () => {
  it.each([
    ['5.9.8', '5.9.8', false],
    ['5.9.7', '5.9.8', true],
    ['5.9.14', '5.9.8', false],
    ['6.0', '5.9.8', false],
    ['6.0.2dr1', '5.9.8', false],
    ['5.8', '5.9.8', true],
    ['nonsense', '5.9.8', true],
  ])('%s is older than %s: %s', (version, than, older) => {
    expect(isOlder(version, than)).toBe(older)
  })
})

describe('strongswan.conf', () => {
  const conf = strongswanConf({
    acquireExpires: 30,
    socket: '/run/roam6/charon/vici',
    logFile: '/run/roam6/charon/charon.log',
    ignoreInterfaces: ['roam6x', 'roam6'],
    ports: { ike: 0, nat: 0 },
  })
  it('keeps its hands off the system', () => {
    for (const line of ['install_routes = no', 'install_virtual_ip = no', 'interfaces_ignore = roam6x,roam6'])
      expect(conf).toContain(line)
    expect(conf).not.toMatch(/\b(?:resolve|bypass-lan|forecast|stroke)\b/)
  })
  it('asks for its source address as for a packet with the mark', () => {
    // charon reads the mark for its lookups only where it has a table.
    for (const line of [`fwmark = !${0x6006}`, 'routing_table = 6008', 'routing_table_prio = 6099'])
      expect(conf).toContain(line)
  })
  it('marks what it sends and has a socket of its own', () => {
    expect(conf).toContain(`fwmark = ${0x6006}`)
    expect(conf).toContain('socket = unix:///run/roam6/charon/vici')
  })
  it('has balanced braces', () => {
    expect(conf.split('{').length).toBe(conf.split('}').length)
  })
})

describe('a start', () => {
  test('is done when charon has told its version and takes registrations', async () => {
    const { close } = await started()
    expect(charon.asked).toEqual([
      'version',
      'stats',
      'ike-updown',
      'child-updown',
      'ike-rekey',
      'child-rekey',
      'ike-update',
    ])
    const conf = readFileSync(join(charon.role, 'strongswan.conf'), 'utf8')
    expect(conf).toContain(`socket = unix://${charon.role}/vici`)
    expect(conf).toContain('port_nat_t = 4500')
    expect(world.log).toEqual([expect.stringContaining('strongSwan 6.0.1 with random nonce')])
    close()
    await expectNoLeaks()
  })

  test.each<[string, Partial<CharonManners>, object]>([
    ['is too old', { version: '5.9.7' }, { code: 'program-too-old', args: { version: '5.9.7', needed: '5.9.8' } }],
    ['says no version', { version: '' }, { code: 'program-too-old' }],
    [
      'lacks a plugin',
      { plugins: 'openssl pem kernel-netlink socket-default' },
      { code: 'program-missing', args: { program: 'strongSwan’s plugin x509', package: 'libstrongswan' } },
    ],
  ])('fails where charon %s', async (_, manners, why) => {
    Object.assign(charon.manners, manners)
    const starting = start()
    await world.until(() => charon.isStarted)
    await charon.listen()
    await world.until(isSettled(starting))
    expect(starting.value).toMatchObject({ ok: false, finding: why })
    await expectNoLeaks()
  })

  test('fails where there is no charon', async () => {
    const missing = {
      ok: false,
      finding: { code: 'program-missing', args: { program: 'it', package: 'it' }, evidence: [] },
    } as const
    const programs = { ...world.ports.programs, find: async () => missing }
    const options = { ...world.ports, programs, ignoreInterfaces: [], signal: abort.signal }
    expect(await startPrivateCharon(options)).toEqual(missing)
  })

  test('fails where charon never listens, with the last lines of its log', async () => {
    const starting = start()
    await world.until(() => charon.isStarted)
    charon.log('00[DMN] Starting IKE daemon', '00[LIB] waiting')
    await world.pass(isSettled(starting))
    expect(starting.value).toMatchObject({
      finding: {
        code: 'timed-out',
        args: { what: 'Starting charon-systemd' },
        evidence: ['nothing within 30 s', '00[DMN] Starting IKE daemon', '00[LIB] waiting'],
      },
    })
    await expectNoLeaks()
  })

  test('fails where charon dies, by its log', async () => {
    const starting = start()
    await world.until(() => charon.isStarted)
    charon.log('00[DMN] Starting IKE daemon', '00[LIB] cannot allocate memory')
    charon.exit(127)
    await world.until(isSettled(starting))
    expect(starting.value).toMatchObject({
      finding: {
        code: 'daemon-died',
        args: { program: 'charon-systemd' },
        evidence: [
          'charon-systemd ended: exit code 127',
          '00[DMN] Starting IKE daemon',
          '00[LIB] cannot allocate memory',
        ],
      },
    })
    await expectNoLeaks()
  })

  test.each<[string, () => void, string]>([
    ['hangs up', () => charon.hangUp(), 'the daemon closed the connection'],
    ['babbles', () => charon.babble(), 'segment of 2147483647 bytes'],
  ])('fails where charon %s', async (_, happens, evidence) => {
    charon.manners.mute.add('stats')
    const starting = start()
    await world.until(() => charon.isStarted)
    await charon.listen()
    await world.until(() => charon.asked.includes('stats'))
    happens()
    await world.pass(isSettled(starting))
    expect(starting.value).toMatchObject({ finding: { code: 'timed-out', evidence: [evidence, ''] } })
    await expectNoLeaks()
  })

  test('fails where charon does not know an event, and leaves no connection', async () => {
    charon.manners.unknown.add('ike-update')
    const starting = start()
    await world.until(() => charon.isStarted)
    await charon.listen()
    await world.pass(isSettled(starting))
    expect(starting.value).toMatchObject({ finding: { code: 'timed-out' } })
    await expectNoLeaks()
  })

  test.each(['version', 'stats', 'ike-update'])(
    'is given up with the attempt, also while %s is awaited',
    async (mute) => {
      charon.manners.mute.add(mute)
      const starting = start()
      await world.until(() => charon.isStarted)
      await charon.listen()
      await world.until(() => charon.asked.includes(mute))
      const reason = new Error('aborted')
      abort.abort(reason)
      await world.until(isSettled(starting))
      expect(starting.error).toBe(reason)
      await expectNoLeaks()
    },
  )
})

describe('a connect', () => {
  const outcomeOf = async (manners: Partial<CharonManners>, more?: object) => {
    const private_ = await started(manners)
    const connecting = connect(private_, more)
    await world.until(isSettled(connecting))
    private_.close()
    await expectNoLeaks()
    return connecting
  }

  test('loads the profile, initiates, and tells what charon says', async () => {
    const { value } = await outcomeOf({})
    expect(charon.asked.slice(7).filter((name) => name !== 'control-log' && name !== 'list-sa')).toEqual([
      'clear-creds',
      'load-cert',
      'load-key',
      'load-conn',
      'initiate',
      'list-sas',
    ])
    expect(value).toMatchObject({
      ok: true,
      value: { remoteId: 'tunnel.my.domain', virtualAddresses: ['192.168.101.1'], nameServers: ['192.168.101.2'] },
    })
  })

  test.each<[string, Partial<CharonManners>, object]>([
    [
      'is refused by the gateway, which nobody proved',
      { initiate: 'fails', says: ['received NO_PROPOSAL_CHOSEN notify error'] },
      { finding: { code: 'no-common-ike-proposal' }, authenticated: false },
    ],
    [
      'is refused by the gateway, which has proved itself',
      { initiate: 'fails', says: [proof, 'received TS_UNACCEPTABLE notify, no CHILD_SA built'] },
      { finding: { code: 'selectors-refused' }, authenticated: true },
    ],
    [
      'comes to nothing',
      { initiate: 'fails', says: [] },
      { finding: { code: 'ike-failed', evidence: ['establishing CHILD_SA failed'] }, authenticated: false },
    ],
    ['is up, and gone at once', { established: null }, { finding: { code: 'ike-failed' }, authenticated: true }],
    [
      'gets no address',
      { established: { ...security, ike: { ...security.ike, 'local-vips': [] } } },
      { finding: { code: 'no-virtual-address' }, authenticated: true },
    ],
    [
      'cannot be loaded',
      { refused: new Set(['load-key']) },
      { finding: { code: 'ike-failed', evidence: ['charon refuses what load-key gives it: invalid value for: x'] } },
    ],
  ])('fails where it %s', async (_, manners, outcome) => {
    expect((await outcomeOf(manners)).value).toMatchObject({ ok: false, ...outcome })
  })

  test('takes another address than the one it asked for', async () => {
    const { value } = await outcomeOf({}, { ...inTunnelMode, 'request-addresses': ['192.168.101.7'] })
    expect(value).toMatchObject({ ok: true })
  })

  test('fails where the gateway agrees on another mode', async () => {
    const { value } = await outcomeOf(
      { established: { ...security, ike: { ...security.ike, 'nat-local': 'no' } } },
      { mode: 'transport' },
    )
    expect(value).toMatchObject({ finding: { code: 'transport-refused' }, authenticated: true })
  })

  test.each<[string, object, object]>([
    [
      'a plugin is missing',
      { ...inTunnelMode, identity: { id: 'me', secret: 'x', authentication: 'eap-mschapv2' } },
      { code: 'program-missing', args: { package: 'libcharon-extauth-plugins' } },
    ],
    [
      'our certificate has no key',
      { ...inTunnelMode, identity: { id: 'client@my.domain', certificate: 'ca' } },
      { code: 'certificate-key-mismatch' },
    ],
  ])('is not begun where %s', async (_, more, finding) => {
    const { value } = await outcomeOf({}, more)
    expect(value).toMatchObject({ ok: false, finding })
    expect(charon.asked).not.toContain('clear-creds')
  })

  test('by a secret says what was checked', async () => {
    const identity = { id: 'client@my.domain', secret: 'x' }
    const says = ['received AUTHENTICATION_FAILED notify error']
    const { value } = await outcomeOf({ initiate: 'fails', says }, { ...inTunnelMode, identity })
    expect(value).toMatchObject({
      finding: {
        code: 'refused-by-gateway',
        evidence: expect.arrayContaining(['our identity client@my.domain, by psk']),
      },
    })
  })

  test('does not wait for name servers where nobody writes them down', async () => {
    const plugins = charon.manners.plugins.replace(' updown', '')
    const { value } = await outcomeOf({ nameServers: null, plugins })
    expect(value).toMatchObject({ ok: true, value: { nameServers: [] } })
  })

  test.each(['load-conn', 'initiate', 'list-sas'])(
    'is given up with the attempt, also while %s is awaited',
    async (mute) => {
      const private_ = await started({ mute: new Set([mute]) })
      const connecting = connect(private_)
      await world.until(() => charon.asked.includes(mute))
      const reason = new Error('aborted')
      abort.abort(reason)
      await world.until(isSettled(connecting))
      expect(connecting.error).toBe(reason)
      private_.close()
      await expectNoLeaks()
    },
  )

  test('fails by the end of charon, not by what its socket says then', async () => {
    const private_ = await started({ mute: new Set(['initiate']) })
    const connecting = connect(private_)
    await world.until(() => charon.asked.includes('initiate'))
    charon.hangUp()
    await world.clock.pass(300)
    charon.exit()
    await world.until(isSettled(connecting))
    expect(connecting.value).toMatchObject({ finding: { code: 'daemon-died' } })
    private_.close()
    await expectNoLeaks()
  })

  test('fails by what was heard where charon is heard no more', async () => {
    const private_ = await started({ mute: new Set(['initiate']) })
    const connecting = connect(private_)
    await world.until(() => charon.asked.includes('initiate'))
    charon.hangUp()
    await world.pass(isSettled(connecting))
    expect(connecting.value).toMatchObject({
      finding: { code: 'ike-failed', evidence: ['[VICI] the daemon closed the connection'] },
    })
    private_.close()
    await expectNoLeaks()
  })
})

describe('a connection', () => {
  async function followed() {
    const private_ = await started()
    const connecting = connect(private_)
    await world.until(isSettled(connecting))
    if (!connecting.value?.ok) throw new Error(JSON.stringify(connecting))
    const told: IkeEstablished[] = []
    const ended = watched(follow(private_, connecting.value.value, (now) => told.push(now)))
    await world.until(() => charon.asked.filter((name) => name === 'list-sas').length === 2)
    return { ended, told, close: private_.close }
  }
  const become = (established: CharonManners['established'], event: string) => {
    charon.manners.established = established
    charon.raise(event)
  }

  test('is told again when it has moved', async () => {
    const { told, close } = await followed()
    become({ ...security, ike: { ...security.ike, 'local-host': '10.0.0.7' } }, 'ike-update')
    await world.until(() => told.at(-1)?.localHost === '10.0.0.7')
    close()
    await expectNoLeaks()
  })

  test.each<[string, () => void, object]>([
    ['the gateway deletes it', () => become(null, 'ike-updown'), { code: 'carrier-gone' }],
    [
      'charon answers, and its events come no more',
      () => charon.hangUp(),
      { code: 'carrier-gone', evidence: ['the daemon closed the connection'] },
    ],
  ])('ends when %s', async (_, happens, why) => {
    const { ended, close } = await followed()
    happens()
    await world.pass(isSettled(ended))
    expect(ended.value).toMatchObject(why)
    close()
    await expectNoLeaks()
  })

  test.each([0, 400])('ends by the end of charon, which closes its socket %d ms before', async (ms) => {
    const { ended, close } = await followed()
    charon.hangUp()
    void charon.close()
    await world.clock.pass(ms)
    charon.exit(139)
    // Its log is read in no time of the clock's.
    await world.until(isSettled(ended))
    expect(ended.value).toMatchObject({ code: 'daemon-died' })
    close()
    await expectNoLeaks()
  })
})
