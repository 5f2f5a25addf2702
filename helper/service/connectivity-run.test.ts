import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { connectivityWorld, link, type Reality, seenAtHome } from '../../test/fakes/reality.ts'
import type { TestProgress } from '../contract/connectivity.ts'
import { Profile } from '../contract/profile.ts'
import type { Snapshot } from '../contract/snapshot.ts'
import { guardTable, overlayInterface, xfrmInterface } from '../core/change/marks.ts'
import type { Observed } from '../core/change/observed.ts'
import { finding } from '../core/outcome.ts'
import { toProblem } from '../core/problem/wording.ts'
import { runConnectivityTest } from './connectivity-run.ts'

const profile = v.parse(Profile, {
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

const observed = seenAtHome(profile, ['2a00::101/120'], ['::/0'])

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

const run = (reality: Reality, onProgress: (progress: TestProgress) => void = () => {}) =>
  runConnectivityTest(
    connectivityWorld({ profile, snapshot: () => connected, observed }, reality),
    onProgress,
    AbortSignal.timeout(5_000),
  )

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

  it('names the Wi-Fi network that gave the address', async () => {
    const { checks } = await run({ observed: { ...observed, networkNames: { wlan0: 'Cafe Wi-Fi' } } })
    expect(checks.find(({ id }) => id === 'link-address')?.because).toMatch(/^Cafe Wi-Fi, \d/)
  })

  it('says of what it counted what each line proves', async () => {
    const { checks } = await run({ silent: [xfrmInterface, overlayInterface] })
    const esp = checks.find(({ id }) => id === 'esp')
    expect(esp?.evidence.map((line, at) => [line.replace(/^\d+ bytes/, 'n bytes'), esp.so?.[at]])).toEqual([
      ['ESP: AES_GCM_16_256', 'Both ends have agreed on it'],
      [expect.stringMatching(/^n bytes went, 0 came/), 'Nothing left this laptop either'],
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
    ['guard emptied', 'route', { observed: { ...observed, filters: { tables: { [guardTable]: { output: [] } } } } }],
    ['UDP 500 and 4500 send back what they get', 'gateway', { reflecting: true, snapshot: offline }],
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

  it('takes no answer of this laptop itself for one of home', async () => {
    const own = v.parse(Profile, { ...profile, home: { ...profile.home, hosts: ['2a00::101'] } })
    const world = connectivityWorld({ profile: own, snapshot: () => connected, observed }, {})
    const { checks } = await runConnectivityTest(world, () => {}, AbortSignal.timeout(5_000))
    expect(checks.find(({ id }) => id === 'home-host:2a00::101')).toMatchObject({ result: 'unknown' })
  })

  it.each([
    ['is of IPv4, which goes its own way', ['192.0.2.80']],
    ['is at home', ['2a00::102']],
    ['is of another network’s own', ['fd99::80']],
  ])('says nothing of the IPv6 internet by a host that %s', async (_, hosts) => {
    const other = v.parse(Profile, { ...profile, internet: { hosts }, route: [{ to: '2000::/3' }] })
    const seen = seenAtHome(other, ['2a00::101/120'], ['::/0'])
    const world = connectivityWorld({ profile: other, snapshot: () => connected, observed: seen }, {})
    const { checks } = await runConnectivityTest(world, () => {}, AbortSignal.timeout(5_000))
    expect(checks.find(({ id }) => id === 'ipv6-internet')).toMatchObject({ result: 'unknown' })
  })

  describe('with ESP alone, through which other packets come in', () => {
    const byEsp = async (hosts: readonly string[], reality: Reality) => {
      const [ike] = profile.layer
      const alone = v.parse(Profile, {
        ...profile,
        home: { ...profile.home, hosts },
        internet: {},
        route: [],
        layer: [ike],
      })
      const seen = seenAtHome(alone, ['2a00::101/120'], [])
      const { pathMtu: _, ...snapshot } = { ...connected, routes: [] }
      const world = connectivityWorld(
        { profile: alone, snapshot: () => snapshot, observed: seen },
        { ...reality, routesBy: xfrmInterface },
      )
      const report = await runConnectivityTest(world, () => {}, AbortSignal.timeout(5_000))
      return { ...report, esp: report.checks.find(({ id }) => id === 'esp')?.result }
    }
    const silent = [xfrmInterface, '2a00::102']

    it('says of a host that is off that the host is off', async () => {
      expect(await byEsp(['2a00::102'], { silent, noisy: true })).toMatchObject({ esp: 'unknown', brokenLayer: 'home' })
    })

    it('says that nothing proves home where the profile names nobody to ask', async () => {
      const nothing = { esp: 'unknown', verdict: 'warn', summary: 'Nothing proves whether home is reachable' }
      expect(await byEsp([], { noisy: true })).toMatchObject(nothing)
      expect(await byEsp([], { silent })).toMatchObject(nothing)
    })
  })

  const withoutRouter: Observed = {
    ...observed,
    routes: observed.routes.map((route) => (route.interface === 'wlan0' ? { ...route, via: undefined } : route)),
  }
  it('asks all the same where the way to the gateway has no router, and passes no dead tunnel', async () => {
    expect(await run({ observed: withoutRouter })).toMatchObject({ verdict: 'pass' })
    const silent = ['5.6.7.8', '2a00::102', '2001:db8:ffff::80', xfrmInterface, overlayInterface]
    const dead = await run({ observed: withoutRouter, silent, closedPorts: [500, 4500] })
    expect(dead).toMatchObject({ verdict: 'fail', brokenLayer: 'gateway' })
  })

  it.each([
    finding('gateway-silent', { gateway: '5.6.7.8' }),
    finding('effect-failed', { command: 'ip link add' }),
    finding('no-underlay'),
  ])('fails with a fatal problem that no check owns: $code', async (known) => {
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
