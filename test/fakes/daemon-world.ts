/** What a daemon is started in: a runtime folder that is real, processes that are not, a clock that is told, and no privileges. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Change } from '../../helper/core/change/change.ts'
import { usualStrategy } from '../../helper/core/layer/strategy.ts'
import type { Programs } from '../../helper/daemon/program.ts'
import type { CarrierPorts, Destination } from '../../helper/service/carrier/carrier.ts'
import type { EchoAnswer, Probes } from '../../helper/system/probes/probes.ts'
import { createTincSeeds } from '../../helper/tinc/seeds.ts'
import { FakeClock } from './clock.ts'
import { FakeProcesses } from './processes.ts'
import { seed001 } from './seed001.ts'

/** Where an attempt of seed 001's laptop goes, once the gateway's name is resolved. */
export const destination: Destination = {
  gateway: '5.6.7.8',
  underlay: seed001.underlay,
  strategy: usualStrategy,
}

export interface DaemonWorld {
  readonly ports: CarrierPorts
  readonly processes: FakeProcesses
  readonly clock: FakeClock
  /** These calls stand in the order in which they were made. */
  readonly made: readonly Change[]
  readonly log: readonly string[]
  /** Tells that somebody is at work, so that the clock waits for what follows. */
  work(): void
  /** Resolves once the condition holds, without any time passing for the helper; rejects after 10 s of the test's own time. */
  until(isSo: () => boolean): Promise<void>
  /** Lets time pass for the helper until the condition holds. */
  pass(isSo: () => boolean): Promise<void>
  close(): void
}

export interface WorldOptions {
  readonly version?: string
  /** Where this is set, nothing can be made, and this is why. */
  readonly refuses?: Error
  readonly probes?: Partial<Probes>
  readonly dhcpv6?: CarrierPorts['dhcpv6']
  readonly programs?: Partial<Programs>
}

const patienceMs = 10_000

async function awaited(isSo: () => boolean, meanwhile: () => Promise<unknown>): Promise<void> {
  for (const until = performance.now() + patienceMs; !isSo(); await meanwhile())
    if (performance.now() > until) throw new Error('it does not become so')
}

export const fakePrograms = ({ version = '0', programs = {} }: WorldOptions = {}): Programs => ({
  find: async () => ({ ok: true, value: '/usr/sbin/daemon' }),
  version: async () => version,
  ...programs,
})

export function daemonWorld(options: WorldOptions = {}): DaemonWorld {
  const runtime = mkdtempSync(join(tmpdir(), 'roam6-daemon-'))
  let activity = 0
  const work = () => {
    activity += 1
  }
  const clock = new FakeClock(() => activity)
  const processes = new FakeProcesses(work)
  const made: Change[] = []
  const log: string[] = []
  const make = async (change: Change) => {
    if (options.refuses) throw options.refuses
    made.push(change)
    if (change.kind === 'process') await processes.start(change)
    if (change.kind !== 'folder') return
    mkdirSync(change.path)
    for (const { name, content } of change.files) {
      mkdirSync(dirname(join(change.path, name)), { recursive: true })
      writeFileSync(join(change.path, name), content)
    }
  }
  const silence: EchoAnswer = { sent: 1, received: 0, rttMs: null, errors: [] }
  const notAsked = () => {
    throw new Error('nobody asks this here')
  }
  return {
    processes,
    clock,
    made,
    log,
    work,
    until: (isSo) => awaited(isSo, () => new Promise(setImmediate)),
    pass: (isSo) => awaited(isSo, () => clock.pass(200)),
    close: () => rmSync(runtime, { recursive: true }),
    ports: {
      runtime,
      processes,
      clock,
      transaction: {
        async make(changes, signal) {
          for (const change of changes) {
            signal?.throwIfAborted()
            await make(change)
          }
        },
      },
      programs: fakePrograms(options),
      probes: {
        echo: async () => silence,
        sizedEchoes: notAsked,
        udp: notAsked,
        neighbour: notAsked,
        routerAdvertisement: async () => null,
        ...options.probes,
      },
      tincSeeds: createTincSeeds(clock),
      dhcpv6: options.dhcpv6 ?? (async () => 'nobody answers'),
      log: (...words) => void log.push(words.join(' ')),
    },
  }
}
