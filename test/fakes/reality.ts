/**
 * A laptop in a cafe, at home by IKE with GRE inside, as the connectivity test finds it. What answers there is a `Reality`; all is well
 * unless it says otherwise.
 */
import { setTimeout } from 'node:timers/promises'
import type { Profile } from '../../helper/contract/profile.ts'
import type { Snapshot } from '../../helper/contract/snapshot.ts'
import { guardFilter, guardRules } from '../../helper/core/change/guard.ts'
import { guardFilterTable } from '../../helper/core/change/guard-filter.ts'
import {
  guardTable,
  mainTable,
  overlayInterface,
  routeProtocol,
  table,
  xfrmInterface,
} from '../../helper/core/change/marks.ts'
import type { Observed } from '../../helper/core/change/observed.ts'
import { ruleComment } from '../../helper/core/change/rule-comment.ts'
import { surroundingsOf } from '../../helper/core/change/surroundings.ts'
import { done, failed, finding } from '../../helper/core/outcome.ts'
import type { ConnectivityWorld } from '../../helper/service/connectivity-run.ts'
import type { EchoRequest, Probes } from '../../helper/system/probes/probes.ts'
import { nothingObserved } from './observed.ts'
import { rulesAsSeen } from './rules-as-seen.ts'

export interface Reality {
  readonly snapshot?: Snapshot
  readonly observed?: Observed
  /** Addresses that answer nothing, and links through which nothing comes back. */
  readonly silent?: readonly string[]
  /** Bytes come in by every link, whatever is asked: home's Ethernet is never quiet. */
  readonly noisy?: true
  readonly closedPorts?: readonly number[]
  /** The gateway's ports send back what they get, as no IKE does. */
  readonly reflecting?: true
  readonly nameless?: true
  readonly noArp?: true
  /** No packet longer than this many bytes comes through. */
  readonly carries?: number
  /** The kernel sends packets for home by this link. */
  readonly routesBy?: string
}

export interface Healthy {
  readonly profile: Profile
  readonly snapshot: () => Snapshot
  readonly observed: Observed
  /** How long (ms) each answer takes to come. Absent: answers are there at once, and say 5 ms. */
  readonly rttOf?: (target: string) => number
}

export const link = (name: string, mtu: number, more: Partial<Observed['links'][number]> = {}) => ({
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

/**
 * Returns what the kernel has while the tunnel stands and home is guarded.
 * @param own our IPv6 addresses, with prefix lengths
 * @param routed prefixes in our table
 */
export function seenAtHome(profile: Profile, own: readonly string[], routed: readonly string[]): Observed {
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
      ...own.map((one) => address(overlayInterface, one)),
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
      ...routed.map(inTable),
    ],
  }
  const surroundings = surroundingsOf(profile, withoutRules, [])
  const { chains } = guardFilterTable(guardFilter(profile, surroundings))
  const seen = Object.fromEntries(chains.map(({ name, rules }) => [name, rules.map(ruleComment)]))
  return {
    ...withoutRules,
    rules: rulesAsSeen(guardRules(profile, surroundings)),
    filters: { tables: { [guardTable]: seen } },
  }
}

const reached = ({ silent = [] }: Reality, { target, interface: device }: Pick<EchoRequest, 'target' | 'interface'>) =>
  !silent.includes(target) && !(device !== undefined && silent.includes(device))

function probesOf(reality: Reality, rttOf: Healthy['rttOf']): Probes {
  return {
    async echo(request) {
      const received = reached(reality, request) ? request.count : 0
      const rttMs = received > 0 ? (rttOf?.(request.target) ?? 5) : null
      if (rttOf && rttMs !== null) await setTimeout(rttMs)
      return { sent: request.count, received, rttMs, errors: [] }
    },
    async sizedEchoes(request) {
      const longest = reality.carries ?? 1500
      const passing = request.lengths.filter((length) => reached(reality, request) && length <= longest)
      const answered = new Map(passing.map((length) => [length, 2]))
      return { answered, tooLong: new Set<number>(), named: null, rttMs: 5, errors: [] }
    },
    async udp({ port, payload }) {
      if (reality.closedPorts?.includes(port))
        return { result: 'silent', rttMs: null, payload: new Uint8Array(), errors: [] }
      const answer = Uint8Array.from(payload)
      if (!reality.reflecting) answer[(port === 4500 ? 4 : 0) + 19] = 0x20 // the flag of a response (RFC 7296, 3.1)
      return { result: 'answered', rttMs: 4.4, payload: answer, errors: [] }
    },
    routerAdvertisement: async () => null,
    neighbour: async () => !reality.noArp,
  }
}

/** Says what becomes of one echo through a link, and of its answer. */
const echoBytes = 1_344

export function connectivityWorld(healthy: Healthy, reality: Reality): ConnectivityWorld {
  let counted = 0
  return {
    profile: healthy.profile,
    snapshot: () => reality.snapshot ?? healthy.snapshot(),
    observer: { observe: async () => reality.observed ?? healthy.observed },
    probes: probesOf(reality, healthy.rttOf),
    traffic: (device) => {
      // Whatever is asked through it answers, or does not.
      counted += reality.silent?.includes(device) && !reality.noisy ? 0 : echoBytes
      return { bytesIn: counted, bytesOut: counted + echoBytes }
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
  }
}
