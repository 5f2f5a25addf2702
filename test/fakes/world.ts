/** This module has the home, the cafe and the reports that the fake helper tells of, with the article's own addresses. */
import type { Check, TestReport } from '../../helper/contract/connectivity.ts'
import type { Problem } from '../../helper/contract/problem.ts'
import type { ProfileSummary, UnreadableProfile } from '../../helper/contract/profile.ts'
import type { Phase, PhaseName, Snapshot } from '../../helper/contract/snapshot.ts'
import { phaseNames } from '../../helper/contract/snapshot.ts'

export const homeLab: ProfileSummary = {
  name: 'Home lab',
  gateway: 'tunnel.my.domain',
  layers: ['ike', 'gre'],
  prefixes: ['fd12:3456:789a::/48', '2a00::100/120'],
  addresses: ['fd12:3456:789a:3::2/64', '2a00::101/120', '192.168.101.1/32'],
  start: 'manual',
  expectedMtu: 1414,
}
/** A later Roam6 wrote this profile. */
export const later: UnreadableProfile = {
  file: '/var/lib/roam6/profiles/3f1c9a0b5d7e42688c1d0e9fa2b4c6d8.toml',
  name: 'Cabin',
  why: 'line 1, column 1, version: 2 is of a later Roam6, and this one reads versions up to 1: upgrade it',
}

export const parents: ProfileSummary = {
  ...homeLab,
  name: 'Parents',
  gateway: '9.8.7.6',
  layers: ['ike'],
  prefixes: ['fd99::/48'],
  addresses: ['fd99::2/64'],
  start: 'login',
  expectedMtu: 1438,
}

const underlay = {
  interface: 'wlan0',
  network: 'Cafe Wi-Fi',
  addresses: ['192.168.0.2/24'],
  router: '192.168.0.1',
  nat: true,
  mtu: 1500,
}

const pathMtu = {
  underlay: 1500,
  layers: [
    { name: 'IPv4', layer: 'esp', bytes: 20 },
    { name: 'UDP', layer: 'esp', bytes: 8 },
    { name: 'ESP', layer: 'esp', bytes: 34 },
    { name: 'IPv4', layer: 'gre', bytes: 20 },
    { name: 'GRE', layer: 'gre', bytes: 4 },
  ],
  computed: 1414,
  measured: null,
  applied: null,
  reason: 'Calculated from the profile.',
}

const layers = (): Snapshot['layers'] => [
  {
    kind: 'ike',
    state: 'up',
    interface: 'roam6-x0',
    local: '192.168.0.2',
    remote: '5.6.7.8',
    bytesIn: 182_000_000,
    bytesOut: 34_000_000,
    remoteId: 'tunnel.my.domain',
    ikeAlgorithms: 'AES_GCM_16_256/PRF_HMAC_SHA2_256/CURVE_25519',
    espAlgorithms: 'AES_GCM_16_256',
    udpEncapsulation: true,
    rekeyAt: new Date(Date.now() + 41.5 * 60_000).toISOString(),
  },
  {
    kind: 'gre',
    state: 'up',
    interface: 'roam6-g0',
    local: '192.168.101.1',
    remote: '192.168.101.2',
    bytesIn: 171_000_000,
    bytesOut: 31_000_000,
    key: null,
    checksum: false,
  },
]

/** The profile's layers while there is no tunnel: known by kind, and nothing more. */
const laid = (state: 'down' | 'starting' | 'failed') =>
  layers().map((layer) => ({ ...layer, state, interface: null, bytesIn: null, bytesOut: null }))

export const off = (since: Date): Snapshot => ({
  state: 'off',
  intent: 'down',
  profile: homeLab.name,
  since: since.toISOString(),
  problems: [],
  underlay: { ...underlay, nat: null },
  layers: laid('down'),
  addresses: [],
  routes: [],
  pathMtu,
  helper: { version: '0.1.0', pid: 4711 },
})

const found: Readonly<Record<PhaseName, readonly [text: string, ms: number]>> = {
  resolve: ['tunnel.my.domain is 5.6.7.8', 22],
  carrier: ['The gateway proved to be tunnel.my.domain. There is NAT between, so ESP goes in UDP 4500.', 312],
  tunnel: ['Got 192.168.101.1. GRE to 192.168.101.2 is up.', 410],
  addresses: ['fd12:3456:789a:3::2/64 and 2a00::101/120', 18],
  'path-mtu': ['1414 passes, as calculated', 130],
}

function phasesAt(at: PhaseName, state: 'active' | 'failed'): Phase[] {
  const here = phaseNames.indexOf(at)
  return phaseNames.map((name, index): Phase => {
    if (index > here) return { name, state: 'waiting' }
    if (index === here) return { name, state }
    return { name, state: 'done', found: found[name][0], durationMs: found[name][1] }
  })
}

export const connecting = (since: Date, phase: PhaseName): Snapshot => ({
  ...off(since),
  state: 'connecting',
  intent: 'up',
  underlay: { ...underlay, nat: phase === 'resolve' || phase === 'carrier' ? null : true },
  gateway: { name: 'tunnel.my.domain', address: phase === 'resolve' ? null : '5.6.7.8', rttMs: null },
  phase,
  phases: phasesAt(phase, 'active'),
  layers: laid('starting'),
})

export const connected = (since: Date): Snapshot => ({
  ...off(since),
  state: 'connected',
  intent: 'up',
  underlay,
  gateway: { name: 'tunnel.my.domain', address: '5.6.7.8', rttMs: 18 },
  layers: layers(),
  addresses: [
    {
      address: 'fd12:3456:789a:3::2',
      prefixLength: 64,
      interface: 'roam6-g0',
      scope: 'ula',
      expected: 'fd12:3456:789a:3::2/64',
      state: 'present',
    },
    {
      address: '2a00::101',
      prefixLength: 120,
      interface: 'roam6-g0',
      scope: 'global',
      expected: '2a00::101/120',
      state: 'present',
    },
    {
      address: '192.168.101.1',
      prefixLength: 32,
      interface: 'roam6-x0',
      scope: 'ipv4',
      expected: '192.168.101.1/32',
      state: 'present',
    },
  ],
  routes: [
    { to: '::/0', interface: 'roam6-g0', mtu: 1414, state: 'present' },
    { to: 'fd12:3456:789a::/48', interface: 'roam6-g0', mtu: 1414, state: 'present' },
  ],
  pathMtu: { ...pathMtu, measured: 1414, applied: 1414, reason: 'Measured: as calculated.' },
})

const smaller: Problem = {
  code: 'mtu-below-expected',
  layer: 'mtu',
  severity: 'attention',
  args: { expected: 1414, measured: 1294 },
  evidence: ['1294 passed, 1295 did not', 'no packet-too-big was heard'],
  message: 'Packets over 1294 bytes vanish on the way',
  remedies: ['Nothing needs to be done: the routes carry 1294 now.', 'Another network may pass full packets.'],
}

export const attention = (since: Date): Snapshot => ({
  ...connected(since),
  problems: [smaller],
  addresses: connected(since).addresses.map((address) =>
    address.scope === 'global' ? { ...address, address: '2a00::1ff', state: 'other' as const } : address,
  ),
  pathMtu: { ...pathMtu, measured: 1294, applied: 1294, reason: 'A link on the way passes less than its neighbours.' },
})

const silent: Problem = {
  code: 'gateway-silent',
  layer: 'gateway',
  severity: 'fatal',
  args: { gateway: 'tunnel.my.domain' },
  evidence: ['5.6.7.8 port 500: no answer to 5 tries', '5.6.7.8 port 4500: no answer to 5 tries'],
  message: 'The gateway does not answer',
  remedies: ['Use another network: this one may block UDP 500 and 4500.', 'See that the gateway is switched on.'],
}

export const failed = (since: Date): Snapshot => ({
  ...off(since),
  state: 'failed',
  intent: 'up',
  phase: 'carrier',
  phases: phasesAt('carrier', 'failed'),
  gateway: { name: 'tunnel.my.domain', address: '5.6.7.8', rttMs: null },
  layers: laid('failed'),
  problems: [silent],
})

export const atHome = (since: Date): Snapshot => ({
  ...off(since),
  state: 'at-home',
  intent: 'up',
  underlay: { interface: 'wlan0', addresses: ['192.168.100.23/24'], router: 'fe80::1', nat: false, mtu: 1500 },
  addresses: [
    {
      address: 'fd12:3456:789a:1:5d1c:9e2a:77b0:31f4',
      prefixLength: 64,
      interface: 'wlan0',
      scope: 'ula',
      expected: null,
      state: 'present',
    },
  ],
  pathMtu: { ...pathMtu, layers: [], computed: 1500, measured: 1500, applied: 1500, reason: 'No tunnel.' },
})

type Row = readonly [id: string, layer: Check['layer'], title: string, evidence: string, ms: number]
const rows: readonly Row[] = [
  ['link-up', 'link', 'The link is up', 'wlan0, 192.168.0.2/24, MTU 1500', 4],
  ['router-answers', 'router', 'The router answers', '192.168.0.1 in 2 ms', 3],
  ['internet-v4', 'internet', 'IPv4 works, no captive portal', 'seen from outside as 1.2.3.4', 61],
  ['gateway-name', 'gateway', 'The gateway name resolves', 'tunnel.my.domain is 5.6.7.8', 22],
  ['gateway-udp', 'gateway', 'UDP 500 and 4500 answer', 'IKE_SA_INIT answered, 457 bytes', 19],
  ['ike-established', 'ike', 'IKE is established', 'tunnel.my.domain, AES-GCM-256', 1],
  ['esp-both-ways', 'esp', 'ESP carries both ways', '+12 packets out, +12 in', 240],
  ['gre-carries', 'gre', 'GRE carries IPv6', '192.168.101.1 to 192.168.101.2', 18],
  ['addresses', 'address', 'Addresses are as the profile expects', 'fd12:3456:789a:3::2/64, 2a00::101/120', 2],
  ['routes', 'route', 'Routes lead into the tunnel', '::/0, fd12:3456:789a::/48', 2],
  ['path-mtu', 'mtu', '1414 passes, as calculated', 'as calculated', 190],
  ['home-hosts', 'home', 'Home hosts answer', '2a00::102 in 19 ms', 20],
  ['ipv6-internet', 'ipv6-internet', 'The IPv6 internet answers', '2001:db8:6::6 in 37 ms', 37],
]

const pass = ([id, layer, title, evidence, durationMs]: Row): Check => ({
  id,
  layer,
  title,
  result: 'pass',
  because: evidence,
  evidence: [],
  remedies: [],
  durationMs,
})

const report = (checks: Check[], rest: Pick<TestReport, 'verdict' | 'summary' | 'brokenLayer'>): TestReport => ({
  at: new Date().toISOString(),
  profile: homeLab.name,
  durationMs: checks.reduce((sum, { durationMs }) => sum + durationMs, 0),
  checks,
  ...rest,
})

export const healthyReport = (): TestReport =>
  report(rows.map(pass), { verdict: 'pass', summary: 'Home is reachable, all as expected' })

/** GRE is not answered: what lies behind it depends on it and is skipped. */
export function brokenReport(): TestReport {
  const broken = rows.findIndex(([id]) => id === 'gre-carries')
  const checks = rows.map((row, at): Check => {
    if (row[0] === 'router-answers')
      return {
        ...pass(row),
        result: 'warn',
        because: '192.168.0.1: 2 of 40 packets were lost',
        evidence: ['192.168.0.1, 2 of 40 lost (5 %)'],
      }
    if (at < broken) return pass(row)
    if (at > broken)
      return { ...pass(row), result: 'skip', because: rows[broken]?.[2] ?? '', evidence: [], durationMs: 0 }
    return {
      ...pass(row),
      result: 'fail',
      because: 'ESP carries packets to the gateway, but no GRE packet comes back.',
      evidence: ['192.168.101.1 → 192.168.101.2  12 sent', '192.168.101.2 → 192.168.101.1   0 received'],
      remedies: ['Allow protocol 47 (GRE) from 192.168.101.1 at the gateway.'],
    }
  })
  return report(checks, { verdict: 'fail', brokenLayer: 'gre', summary: 'GRE is not answered by the gateway' })
}
