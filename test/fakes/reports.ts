/**
 * Reports of the connectivity test, made by the helper's own checks over a laptop in a cafe: what a test shows is what people get.
 * What answers there is a `Reality`; all is well unless it says otherwise.
 */
import { setTimeout } from 'node:timers/promises'
import type { TestReport } from '../../helper/contract/connectivity.ts'
import type { Profile } from '../../helper/contract/profile.ts'
import type { Snapshot } from '../../helper/contract/snapshot.ts'
import { guardRules } from '../../helper/core/change/guard.ts'
import {
  guardTable,
  mainTable,
  overlayInterface,
  routeProtocol,
  table,
  xfrmInterface,
} from '../../helper/core/change/marks.ts'
import type { Observed } from '../../helper/core/change/observed.ts'
import { surroundingsOf } from '../../helper/core/change/surroundings.ts'
import { done, failed, finding } from '../../helper/core/outcome.ts'
import { runConnectivityTest } from '../../helper/service/connectivity-run.ts'
import type { EchoRequest, Probes } from '../../helper/system/probes/probes.ts'
import { pki } from './carrier-profiles.ts'
import { nothingObserved } from './observed.ts'
import { parsed } from './parsed.ts'
import { rulesAsSeen } from './rules-as-seen.ts'
import * as world from './world.ts'

const toml = (hosts: string) => `
name = "Home lab"
gateway = "tunnel.my.domain"
[home]
prefixes = ["fd12:3456:789a::/48", "2a00::100/120"]
hosts = [${hosts}]
[internet]
hosts = ["2001:db8:ffff::80"]
[[layer]]
kind = "ike"
identity = { id = "client@my.domain", certificate = "laptop" }
peer = { id = "tunnel.my.domain", authorities = ["ca"] }
request-addresses = ["192.168.101.1"]
remote-networks = ["192.168.101.0/24"]
[[layer]]
kind = "gre"
local = "virtual"
remote = "192.168.101.2"
[[address]]
address = "fd12:3456:789a:3::2/64"
[[address]]
address = "2a00::101/120"
[[route]]
to = "::/0"
[certificate.laptop]
pem = """${pki('laptop.pem')}"""
key = """${pki('laptop.key')}"""
[certificate.ca]
pem = """${pki('ca.pem')}"""
`
const profile = parsed(toml('"2a00::102", "fd12:3456:789a::1"'))

const link = (name: string, mtu: number, more: Partial<Observed['links'][number]> = {}) => ({
  index: 1,
  name,
  mtu,
  up: true,
  carrier: true,
  loopback: false,
  ...more,
})
const address = (interfaceName: string, text: string) => {
  const [plain = '', length] = text.split('/')
  const family = plain.includes(':') ? (6 as const) : (4 as const)
  return { interface: interfaceName, family, address: plain, prefixLength: Number(length), scope: 'global' }
}
const inTable = (to: string) => ({
  family: 6 as const,
  to,
  table,
  protocol: String(routeProtocol),
  metric: 10,
  type: 'unicast',
  interface: overlayInterface,
})

function seenOf(tested: Profile): Observed {
  const withoutRules: Observed = {
    ...nothingObserved,
    links: [
      link('lo', 65536, { loopback: true }),
      link('wlan0', 1500),
      link(xfrmInterface, 1438, { alias: 'roam6 Home lab' }),
      link(overlayInterface, 1414, { alias: 'roam6 Home lab' }),
    ],
    addresses: [
      address('wlan0', '192.168.0.2/24'),
      address(xfrmInterface, '192.168.101.1/32'),
      address(overlayInterface, 'fd12:3456:789a:3::2/64'),
      address(overlayInterface, '2a00::101/120'),
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
      inTable('::/0'),
      inTable('fd12:3456:789a::/48'),
    ],
    filters: { tables: { [guardTable]: {} } },
  }
  return { ...withoutRules, rules: rulesAsSeen(guardRules(tested, surroundingsOf(tested, withoutRules, []))) }
}

export interface Reality {
  readonly snapshot?: Snapshot
  /** Addresses that answer nothing, and links through which nothing comes back. */
  readonly silent?: readonly string[]
  readonly closedPorts?: readonly number[]
  readonly nameless?: true
  /** The longest packet that comes through. */
  readonly carries?: number
  /** The link by which the kernel sends what is for home. */
  readonly routesBy?: string
}

const reached = ({ silent = [] }: Reality, { target, interface: device }: Pick<EchoRequest, 'target' | 'interface'>) =>
  !silent.includes(target) && !(device !== undefined && silent.includes(device))

/** How long an answer takes from where it comes. */
const rtts: Readonly<Record<string, number>> = {
  '192.168.0.1': 2.3,
  '5.6.7.8': 4.3,
  '2a00::102': 17.9,
  'fd12:3456:789a::1': 18.2,
  '2001:db8:ffff::80': 21.3,
}

function probesOf(reality: Reality): Probes {
  return {
    async echo(request) {
      const received = reached(reality, request) ? request.count : 0
      const rttMs = received > 0 ? (rtts[request.target] ?? 3.9) : null
      await setTimeout(rttMs ?? 0)
      return { sent: request.count, received, rttMs, errors: [] }
    },
    async sizedEchoes(request) {
      const longest = reality.carries ?? 1500
      const passing = request.lengths.filter((length) => reached(reality, request) && length <= longest)
      const answered = new Map(passing.map((length) => [length, 2]))
      return { answered, tooLong: new Set<number>(), named: null, rttMs: 5, errors: [] }
    },
    async udp({ port }) {
      const result = reality.closedPorts?.includes(port) ? 'silent' : 'answered'
      return { result, rttMs: result === 'answered' ? 4.4 : null, payload: new Uint8Array(), errors: [] }
    },
    routerAdvertisement: async () => null,
    neighbour: async () => true,
  }
}

/** The test of this reality, as the helper runs it. */
export function reportOf(reality: Reality = {}, tested: Profile = profile): Promise<TestReport> {
  let asked = 0
  return runConnectivityTest(
    {
      profile: tested,
      snapshot: () => reality.snapshot ?? world.connected(new Date()),
      observer: { observe: async () => seenOf(tested) },
      probes: probesOf(reality),
      traffic: (device) => {
        asked += reality.silent?.includes(device) ? 0 : 1_344
        return { bytesIn: asked, bytesOut: asked + 1_344 }
      },
      resolve: async (name) =>
        reality.nameless ? failed(finding('gateway-unresolved', { gateway: name })) : done('5.6.7.8'),
      runner: {
        async run(_program, _args, { stdin = '' }) {
          const dev = reality.routesBy ?? overlayInterface
          const destinations = [...stdin.matchAll(/^route get (.*)$/gm)].map(([, to]) => to)
          const answers = destinations.map((dst) => JSON.stringify([{ dst, dev, prefsrc: '2a00::101', table: '6006' }]))
          return { exitCode: 0, stdout: answers.join('\n'), stderr: '' }
        },
      },
    },
    () => {},
    AbortSignal.timeout(10_000),
  )
}

export const healthy = () => reportOf()
/** The carrier works, and nothing comes back through GRE. */
export const withoutGre = () => reportOf({ silent: [overlayInterface] })
export const pastTheTunnel = () => reportOf({ routesBy: 'wlan0' })
/** Not connected, and nothing beyond the router answers. */
export const gatewaySilent = () =>
  reportOf({ closedPorts: [500, 4500], silent: ['5.6.7.8'], snapshot: world.failed(new Date()) })
/** Off, and the gateway answers no stranger: neither a pass nor a failure. */
export const unproved = () =>
  reportOf({ silent: ['5.6.7.8'], snapshot: world.off(new Date()) }, { ...profile, layer: profile.layer.slice(1) })
