import { describe, expect, it } from 'vitest'
import { nothingObserved } from '../../test/fakes/observed.ts'
import { rulesAsSeen } from '../../test/fakes/rules-as-seen.ts'
import type { TestProgress } from '../contract/connectivity.ts'
import { Profile } from '../contract/profile.ts'
import type { Snapshot } from '../contract/snapshot.ts'
import { guardRules } from '../core/change/guard.ts'
import { guardTable, mainTable, overlayInterface, routeProtocol, table, xfrmInterface } from '../core/change/marks.ts'
import type { Observed } from '../core/change/observed.ts'
import { surroundingsOf } from '../core/change/surroundings.ts'
import { done, failed, finding } from '../core/outcome.ts'
import { toProblem } from '../core/problem/wording.ts'
import type { EchoRequest, Probes } from '../system/probes/probes.ts'
import { type ConnectivityWorld, runConnectivityTest } from './connectivity-run.ts'

const profile = Profile.parse({
  name: 'Home lab',
  gateway: 'tunnel.my.domain',
  home: { prefixes: ['2a00::100/120'], hosts: ['2a00::102'] },
  internet: { hosts: ['2001:db8:ffff::80'] },
  layer: [
    {
      kind: 'ike',
      identity: { id: 'client@my.domain', secret: 'x' },
      peer: { id: 'tunnel.my.domain' },
      'request-addresses': ['0.0.0.0'],
      'remote-networks': ['192.168.101.0/24'],
    },
    { kind: 'gre', local: 'virtual', remote: '192.168.101.2' },
  ],
  address: [{ address: '2a00::101/120' }],
  route: [{ to: '::/0' }],
})

const link = (name: string, mtu: number, more: Partial<Observed['links'][number]> = {}) => ({
  index: 1,
  name,
  mtu,
  up: true,
  carrier: true,
  loopback: false,
  ...more,
})
const withoutRules: Observed = {
  ...nothingObserved,
  links: [
    link('lo', 65536, { loopback: true }),
    link('wlan0', 1500),
    link(xfrmInterface, 1438, { alias: 'roam6 Home lab' }),
    link(overlayInterface, 1414, { alias: 'roam6 Home lab' }),
  ],
  addresses: [
    { interface: 'wlan0', family: 4, address: '192.168.0.2', prefixLength: 24, scope: 'global' },
    { interface: xfrmInterface, family: 4, address: '192.168.101.1', prefixLength: 32, scope: 'global' },
    { interface: overlayInterface, family: 6, address: '2a00::101', prefixLength: 120, scope: 'global' },
  ],
  routes: [
    {
      family: 4,
      to: '0.0.0.0/0',
      table: mainTable,
      protocol: 'dhcp',
      metric: 0,
      type: 'unicast',
      interface: 'wlan0',
      via: '192.168.0.1',
    },
    {
      family: 6,
      to: '::/0',
      table,
      protocol: String(routeProtocol),
      metric: 10,
      type: 'unicast',
      interface: overlayInterface,
    },
  ],
  filters: { tables: { [guardTable]: {} } },
}
const observed: Observed = {
  ...withoutRules,
  rules: rulesAsSeen(guardRules(profile, surroundingsOf(profile, withoutRules, []))),
}

const connected: Snapshot = {
  state: 'connected',
  intent: 'up',
  profile: 'Home lab',
  since: '2026-11-21T12:00:00.000Z',
  problems: [],
  underlay: null,
  gateway: { name: 'tunnel.my.domain', address: '5.6.7.8', rttMs: 5 },
  layers: [
    {
      kind: 'ike',
      state: 'up',
      interface: xfrmInterface,
      local: '192.168.0.2',
      remote: '5.6.7.8',
      bytesIn: 1,
      bytesOut: 1,
      remoteId: 'tunnel.my.domain',
      ikeAlgorithms: 'AES_GCM_16_256',
      espAlgorithms: 'AES_GCM_16_256',
      udpEncapsulation: true,
      rekeyAt: null,
    },
  ],
  addresses: [
    {
      address: '2a00::101',
      prefixLength: 120,
      interface: overlayInterface,
      scope: 'global',
      expected: '2a00::101/120',
      state: 'present',
    },
  ],
  routes: [{ to: '::/0', interface: overlayInterface, mtu: 1414, state: 'present' }],
  pathMtu: { underlay: 1500, layers: [], computed: 1414, measured: 1414, applied: 1414, reason: '' },
  helper: { version: '0', pid: 1 },
}
const offline: Snapshot = { ...connected, state: 'off', intent: 'down', layers: [], addresses: [], routes: [] }

/** What answers: by address, or "address through interface". Everything healthy unless a case says otherwise. */
interface Reality {
  readonly snapshot?: Snapshot
  readonly observed?: Observed
  readonly silent?: readonly string[]
  readonly closedPorts?: readonly number[]
  readonly nameless?: true
  readonly noArp?: true
  readonly carries?: number
  readonly routesBy?: string
}

const reached = ({ silent = [] }: Reality, { target, interface: device }: Pick<EchoRequest, 'target' | 'interface'>) =>
  !silent.includes(target) && !(device !== undefined && silent.includes(device))

function worldOf(reality: Reality): ConnectivityWorld {
  let ask = 0
  const probes: Probes = {
    async echo(request) {
      const received = reached(reality, request) ? request.count : 0
      return { sent: request.count, received, rttMs: received > 0 ? 5 : null, errors: [] }
    },
    async sizedEchoes(request) {
      const answered = new Map<number, number>()
      for (const length of request.lengths)
        if (reached(reality, request) && length <= (reality.carries ?? 1500)) answered.set(length, 2)
      return { answered, tooLong: new Set(), named: null, rttMs: 5, errors: [] }
    },
    async udp({ port }) {
      const result = reality.closedPorts?.includes(port) ? 'silent' : 'answered'
      return { result, rttMs: 5, payload: new Uint8Array(), errors: [] }
    },
    routerAdvertisement: async () => null,
    neighbour: async () => !reality.noArp,
  }
  return {
    profile,
    snapshot: () => reality.snapshot ?? connected,
    observer: { observe: async () => reality.observed ?? observed },
    probes,
    traffic: (device) => {
      // Whatever is asked through it answers, or does not.
      ask += reality.silent?.includes(device) ? 0 : 100
      return { bytesIn: ask, bytesOut: ask + 100 }
    },
    resolve: async (name) =>
      reality.nameless ? failed(finding('gateway-unresolved', { gateway: name })) : done('5.6.7.8'),
    runner: {
      async run(_program, _args, { stdin = '' }) {
        const dev = reality.routesBy ?? overlayInterface
        const asked = [...stdin.matchAll(/^route get (.*)$/gm)].map(([, dst]) => dst)
        const answers = asked.map((dst) => JSON.stringify([{ dst, dev, prefsrc: '2a00::101', table: '6006' }]))
        return { exitCode: 0, stdout: answers.join('\n'), stderr: '' }
      },
    },
  }
}

const run = (reality: Reality, onProgress: (progress: TestProgress) => void = () => {}) =>
  runConnectivityTest(worldOf(reality), onProgress, AbortSignal.timeout(5_000))

const failedWith = (finding_: Parameters<typeof toProblem>[0]): Snapshot => ({
  ...offline,
  state: 'failed',
  intent: 'up',
  problems: [toProblem(finding_)],
})

describe('the connectivity test', () => {
  it('passes a healthy tunnel with at least 20 checks', async () => {
    const report = await run({})
    expect(report).toMatchObject({ verdict: 'pass', summary: 'Home is reachable' })
    expect(report.brokenLayer).toBeUndefined()
    expect(report.checks.length).toBeGreaterThanOrEqual(20)
    const others = report.checks.filter(({ result }) => result !== 'pass')
    expect(others.map(({ id, because }) => [id, because])).toEqual([
      ['own-certificate', 'This profile proves us by a secret'],
    ])
  })

  it('is useful while off: this network and the gateway', async () => {
    const report = await run({ snapshot: offline })
    expect(report).toMatchObject({ verdict: 'pass', summary: 'Not connected; the gateway can be reached' })
    const results = new Map(report.checks.map(({ id, result }) => [id, result]))
    expect(results.get('gateway-udp-500')).toBe('pass')
    expect(results.get('esp')).toBe('skip')
  })

  it.each<[string, string, Reality]>([
    ['cable out', 'link', { observed: { ...observed, routes: [], links: [link('wlan0', 1500, { carrier: false })] } }],
    ['router dead', 'router', { silent: ['192.168.0.1', '5.6.7.8', xfrmInterface, overlayInterface], noArp: true }],
    ['gateway name wrong', 'gateway', { nameless: true, snapshot: offline }],
    ['UDP 500 blocked, off', 'gateway', { closedPorts: [500], snapshot: offline }],
    ['UDP 500 and 4500 blocked', 'gateway', { closedPorts: [500, 4500], silent: [xfrmInterface, overlayInterface] }],
    [
      'wrong certificate',
      'ike',
      { snapshot: failedWith(finding('certificate-unknown-authority', { issuer: 'x', subject: 'y' })) },
    ],
    [
      'no ESP proposal in common',
      'esp',
      { snapshot: failedWith(finding('no-common-esp-proposal', { gateway: '5.6.7.8' })) },
    ],
    ['no virtual address', 'address', { snapshot: failedWith(finding('no-virtual-address')) }],
    ['ESP silent', 'esp', { silent: [xfrmInterface, overlayInterface] }],
    ['GRE blocked', 'gre', { silent: [overlayInterface] }],
    ['address gone', 'address', { observed: { ...observed, addresses: observed.addresses.slice(0, 2) } }],
    ['guard gone', 'route', { observed: { ...observed, rules: [] } }],
    ['route gone', 'route', { observed: { ...observed, routes: observed.routes.slice(0, 1) } }],
    ['route overridden', 'route', { routesBy: 'wlan0' }],
    ['black hole', 'mtu', { carries: 1314 }],
    ['home host down', 'home', { silent: ['2a00::102'] }],
    ['IPv6 internet down', 'ipv6-internet', { silent: ['2001:db8:ffff::80'] }],
  ])('%s: %s', async (_, layer, reality) => {
    const report = await run(reality)
    expect(report.verdict).toBe('fail')
    expect(report.brokenLayer).toBe(layer)
    const broken = report.checks.find((check) => check.result === 'fail')
    expect(broken?.because).not.toBe('')
    expect(broken?.remedies.length).toBeGreaterThan(0)
  })

  it.each<[string, Reality, string]>([
    ['a router that drops pings', { silent: ['192.168.0.1'] }, 'pass'],
    ['a gateway that drops pings', { silent: ['5.6.7.8'] }, 'pass'],
    ['a gateway that answers no stranger, with a tunnel that works', { closedPorts: [500, 4500] }, 'warn'],
  ])('cries no wolf: %s', async (_, reality, verdict) => {
    const report = await run(reality)
    expect(report.brokenLayer).toBeUndefined()
    expect(report.verdict).toBe(verdict)
  })

  const withoutRouter: Observed = {
    ...observed,
    routes: observed.routes.map((route) => (route.interface === 'wlan0' ? { ...route, via: undefined } : route)),
  }
  it('asks all the same where the way to the gateway has no router, and passes no dead tunnel (diagnosis, 1)', async () => {
    expect(await run({ observed: withoutRouter })).toMatchObject({ verdict: 'pass' })
    const silent = ['5.6.7.8', '2a00::102', '2001:db8:ffff::80', xfrmInterface, overlayInterface]
    const dead = await run({ observed: withoutRouter, silent, closedPorts: [500, 4500] })
    expect(dead).toMatchObject({ verdict: 'fail', brokenLayer: 'gateway' })
  })

  it.each([
    finding('gateway-silent', { gateway: '5.6.7.8' }),
    finding('effect-failed', { command: 'ip link add' }),
    finding('no-underlay'),
  ])('fails with a fatal problem that no check owns (diagnosis, 2): $code', async (known) => {
    const problem = toProblem(known)
    const report = await run({ snapshot: { ...offline, state: 'failed', intent: 'up', problems: [problem] } })
    expect(report).toMatchObject({ verdict: 'fail', summary: problem.message })
  })

  it('skips what depends on a failure, and says on which', async () => {
    const report = await run({ nameless: true, snapshot: offline })
    const udp = report.checks.find(({ id }) => id === 'gateway-udp-4500')
    expect(udp).toMatchObject({ result: 'skip', because: 'Depends on: The gateway’s name resolves' })
    const last = report.checks.find(({ id }) => id === 'esp')
    expect(last).toMatchObject({ result: 'skip', because: 'Depends on: The gateway’s name resolves' })
  })

  it('tells every check from the start, and each as it ends', async () => {
    const seen: number[] = []
    const report = await run({}, ({ checks }) => seen.push(checks.filter(({ check }) => check).length))
    expect(seen[0]).toBe(0)
    expect(seen.at(-1)).toBe(report.checks.length)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })
})
