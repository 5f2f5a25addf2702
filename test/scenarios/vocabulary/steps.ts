/** Steps are what people and networks do in a scenario. */

import * as v from 'valibot'
import { TestReport } from '../../../helper/contract/connectivity.ts'
import type { LayerName, ProblemCode } from '../../../helper/contract/problem.ts'
import { Snapshot, type TunnelState } from '../../../helper/contract/snapshot.ts'
import type { Laptop } from '../../lab/laptop.ts'
import { hostNamed } from '../../lab/networks/lay-out.ts'
import { home, mesh, tap, ula, web } from '../../lab/networks/places.ts'
import type { WrittenProfile } from '../../lab/profile.ts'
import type { Scene, Step } from './story.ts'

/** Well over what it takes under emulation, well under what a person takes for hung. */
const connectSeconds = 40

export function connects(): Step {
  return {
    says: 'connects',
    async perform(scene) {
      scene.guarded = true
      const { code, stdout, stderr } = await up(scene)
      if (code !== 0) throw new Error(`roam6 up ended with ${code}\n${stdout}${stderr}`)
      const { state, problems } = await scene.laptop.status()
      if (state !== 'connected')
        throw new Error(`the state is ${state}: ${problems.map(({ message }) => message).join('; ')}`)
    },
  }
}

/** Trying to connect ends, in time, with this as the first problem. @param words are in its message */
export function failsToConnect(code: ProblemCode, { within = connectSeconds, words = '' } = {}): Step {
  return {
    says: `fails to connect with ${[code, words].filter(Boolean).join(', ')}`,
    async perform(scene) {
      scene.guarded = true
      const { code: ended, stdout, stderr } = await up(scene, within, '--json')
      if (ended !== 1) throw new Error(`roam6 up ended with ${ended}\n${stdout}${stderr}`)
      // As it was then: what may pass is tried again two seconds later.
      expectProblem(v.parse(Snapshot, JSON.parse(stdout)), code, words)
    },
  }
}

function up({ laptop, profile }: Scene, within = connectSeconds, ...flags: readonly string[]) {
  const wait = ['--wait', '--timeout', String(within), ...flags]
  return laptop.cli(['up', profile.name, ...wait], { timeoutMs: (within + 20) * 1000 })
}

/** The person changes the profile, and installs it anew. */
export function writesProfile(how: string, change: (profile: WrittenProfile) => void): Step {
  return {
    says: `writes ${how} into the profile`,
    observes: true,
    async perform({ laptop, profile }) {
      change(profile)
      await laptop.install(profile)
    },
  }
}

export function disconnects(): Step {
  return {
    says: 'disconnects',
    async perform(scene) {
      scene.guarded = false
      const { code, stdout, stderr } = await scene.laptop.cli(['down'])
      if (code !== 0) throw new Error(`roam6 down ended with ${code}\n${stdout}${stderr}`)
      const { state } = await scene.laptop.status()
      if (state !== 'off') throw new Error(`the state is ${state}`)
    },
  }
}

/** An address that the gateway gave: shown, and the kernel has it on this link. */
export function hasAddress(address: string, link: string): Step {
  return {
    says: `has ${address} on ${link}`,
    observes: true,
    async perform({ laptop, world }) {
      const shown = (await laptop.status()).addresses.find((one) => one.address === address)
      if (shown?.state !== 'present' || shown.interface !== link) throw new Error(JSON.stringify(shown ?? 'not shown'))
      const { stdout } = await world.laptop.run(['ip', 'address', 'show', 'dev', link])
      if (!stdout.includes(` ${address}/`)) throw new Error(stdout)
    },
  }
}

/** DNS servers that the gateway hands out are shown; the laptop's own resolver is left alone. */
export function isOfferedNames(servers: readonly string[]): Step {
  return {
    says: `is offered ${servers.join(', ')} for names`,
    observes: true,
    async perform({ laptop, world }) {
      const shown = (await laptop.status()).dns?.servers ?? []
      if (shown.join() !== servers.join()) throw new Error(`shown: ${shown.join(', ') || 'none'}`)
      const own = await world.laptop.readFile('/etc/resolv.conf')
      if (own.trim() !== `nameserver ${world.lan.router}`) throw new Error(own)
    },
  }
}

/** Of tinc: which other nodes the daemon reaches; it tells of them once it has agreed on keys with them. */
export function reachesNodes(...names: readonly string[]): Step {
  return {
    says: `reaches ${names.join(', ')}`,
    observes: true,
    perform: ({ laptop }) =>
      eventually(10, async () => {
        const layer = (await laptop.status()).layers.find(({ kind }) => kind === 'tinc')
        const reached = layer?.kind === 'tinc' ? layer.peers.map(({ name }) => name) : []
        if (reached.join() !== names.join()) throw new Error(`it reaches ${reached.join(', ') || 'none'}`)
      }),
  }
}

/** The helper gone at once, its daemons left behind; the next one brings the person's wish about. */
export function isKilledAndComesBack(): Step {
  return {
    says: 'the helper is killed, and the next one comes home again',
    async perform(scene) {
      await scene.laptop.killHelper()
      await scene.laptop.startHelper()
      await becomes('connected', { within: connectSeconds }).perform(scene)
    },
  }
}

/** Expects the first problem of the snapshot, now. */
export function reports(code: ProblemCode, { within = 0 } = {}): Step {
  return {
    says: `reports ${code}`,
    observes: true,
    perform: ({ laptop }) => eventually(within, async () => expectProblem(await laptop.status(), code)),
  }
}

/** Expects these among the problems of the snapshot, now. */
export function reportsAmong(...codes: readonly ProblemCode[]): Step {
  return {
    says: `reports ${codes.join(' and ')}`,
    observes: true,
    async perform({ laptop }) {
      const reported = (await laptop.status()).problems.map(({ code }) => code)
      const missing = codes.filter((code) => !reported.includes(code))
      if (missing.length > 0) throw new Error(`it reports ${reported.join(', ') || 'nothing'}`)
    },
  }
}

export function becomesWithoutProblem(within: number): Step {
  return {
    says: `has no problem within ${within} s`,
    observes: true,
    perform: ({ laptop }) =>
      eventually(within, async () => {
        const codes = (await laptop.status()).problems.map(({ code }) => code)
        if (codes.length > 0) throw new Error(codes.join(', '))
      }),
  }
}

function expectProblem({ state, problems }: Snapshot, code: ProblemCode, words = ''): void {
  const [first] = problems
  if (first?.code === code && first.message.includes(words)) return
  throw new Error(
    `${state}, with ${first ? `${first.code}: ${first.message}\n${first.evidence.join('\n')}` : 'no problem'}`,
  )
}

export function becomes(state: TunnelState, { within }: { within: number }): Step {
  return {
    says: `becomes ${state} within ${within} s`,
    observes: true,
    perform: ({ laptop }) =>
      eventually(within, async () => {
        const now = (await laptop.status()).state
        if (now !== state) throw new Error(`it is ${now}`)
      }),
  }
}

/** Expects a verdict of the connectivity test, and the layer that it finds broken. */
export function tests(verdict: TestReport['verdict'], brokenLayer?: LayerName): Step {
  return {
    says: `tests: ${verdict}${brokenLayer ? `, ${brokenLayer} broken` : ''}`,
    observes: true,
    perform: async ({ laptop }) => void (await testReport(laptop, verdict, brokenLayer)),
  }
}

/** Healthy, the test takes no longer. The best of six counts: another world shares the machine. */
export function testsInTime(seconds: number): Step {
  return {
    says: `tests: pass, in ${seconds} s`,
    observes: true,
    async perform({ laptop }) {
      const took: number[] = []
      while (took.length < 6 && !took.some((ms) => ms <= seconds * 1000))
        took.push((await testReport(laptop, 'pass')).durationMs)
      if (!took.some((ms) => ms <= seconds * 1000)) throw new Error(`it took ${took.join(', ')} ms`)
    },
  }
}

async function testReport(
  laptop: Laptop,
  verdict: TestReport['verdict'],
  brokenLayer?: LayerName,
): Promise<TestReport> {
  const { code, stdout, stderr } = await laptop.cli(['test', '--json'])
  const { success, output: report } = v.safeParse(TestReport, JSON.parse(stdout || 'null'))
  if (!success) throw new Error(`roam6 test ended with ${code} and no report: ${stdout}${stderr}`)
  if (report.verdict === verdict && report.brokenLayer === brokenLayer) return report
  const wrong = report.checks.flatMap(({ id, result, because }) =>
    result === 'pass' ? [] : `${id}: ${result}, ${because}`,
  )
  const broken = `${report.brokenLayer ?? 'no layer'} broken`
  throw new Error(`${report.verdict}, ${broken}: ${report.summary}\n${wrong.join('\n')}${stderr}`)
}

const targets = {
  web: web.v6,
  gateway: home.tunnel.gateway.v6,
  'home host': home.firewall.ula,
  'far ULA host': ula.far.host,
  'tap gateway': tap.gateway,
  'mesh gateway': mesh.gateway,
  'other laptop': mesh.otherLaptop,
} as const
export type Target = keyof typeof targets

/** Runs a command on the laptop, as its person. */
export function pings6(target: Target, { within = 10 } = {}): Step {
  const address = targets[target]
  return {
    says: `pings the ${target} (${address})`,
    observes: true,
    perform: ({ world }) =>
      eventually(within, () => world.laptop.user.run(['ping', '-n', '-c', '1', '-W', '1', address])),
  }
}

/** Runs a command in a host: what the world does to people and laptops. */
export function does(host: string, ...argv: readonly string[]): Step {
  return {
    says: `${host}: ${argv.join(' ')}`,
    perform: async ({ world }) => void (await hostNamed(world.hosts, host).run(argv)),
  }
}

/** Tries again until it succeeds; the last failure is the one that counts. */
export async function eventually(seconds: number, attempt: () => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  for (;;) {
    try {
      await attempt()
      return
    } catch (error) {
      if (performance.now() > deadline)
        throw new Error(`not within ${seconds} s: ${(error as Error).message}`, { cause: error })
      await new Promise((later) => setTimeout(later, 200))
    }
  }
}
