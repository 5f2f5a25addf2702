/** Composition root: recovers, builds the adapters, serves, and takes everything down again in order. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { happenedBetween } from './core/event/between.ts'
import { firstView } from './core/snapshot.ts'
import { createPrograms } from './daemon/program.ts'
import { ownFolder } from './files/own-folder.ts'
import { openIntent } from './journal/intent.ts'
import { openJournal } from './journal/journal.ts'
import { createLedger } from './journal/ledger.ts'
import { createHandlers } from './rpc/handlers.ts'
import { serve } from './rpc/server.ts'
import { carrierOf } from './service/carrier/carrier-of.ts'
import { runConnectivityTest } from './service/connectivity-run.ts'
import { createEventBook } from './service/event-book.ts'
import { createImportReader } from './service/import-child.ts'
import { createLoop } from './service/loop.ts'
import { createSnapshotStore } from './service/snapshot-store.ts'
import { createTrafficStream } from './service/traffic-stream.ts'
import { clock } from './system/clock.ts'
import { createCommandRunner } from './system/command-runner.ts'
import { dhcpv6 } from './system/dhcpv6/dhcpv6.ts'
import { createEffects } from './system/effects.ts'
import { watchLinkEvents } from './system/link-events.ts'
import { createLogBook } from './system/log.ts'
import { createGiveBack } from './system/memory.ts'
import { createSockets } from './system/netlink/socket.ts'
import { createNft } from './system/nft.ts'
import { createObserver } from './system/observer.ts'
import { openOwnProcesses } from './system/own-processes.ts'
import type { Effects } from './system/ports.ts'
import { createProbes } from './system/probes/linux-probes.ts'
import { createProcesses } from './system/processes.ts'
import { openProfileStore } from './system/profile-store.ts'
import { createRequests, requestMs } from './system/requests.ts'
import { createResolver } from './system/resolver.ts'
import { readCommonSettings, settings } from './system/settings.ts'
import { lockState } from './system/state-lock.ts'
import { createTincSeeds } from './tinc/seeds.ts'
import { version } from './version.ts'

export interface HelperOptions {
  readonly socket: string
  readonly state: string
  readonly runtime: string
  readonly allowedUid: number | null
  /** What reads files for an import: profile-import/child/main.ts, or what it was bundled to. */
  readonly importCode: string
  /** A seam: what stands between the journal and the system. */
  readonly effects?: (real: Effects) => Effects
}

const resolveMs = 10_000

export async function runHelper(options: HelperOptions): Promise<void> {
  const state = ownFolder(options.state, 0o700)
  lockState(state)
  // Others may enter: the socket can be below it. What is secret lies in 0700 folders of its own.
  const runtime = ownFolder(options.runtime, 0o755)
  const logs = createLogBook((line) => process.stderr.write(line))
  const { log } = logs
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()

  const own = openOwnProcesses({ mark: join(state, 'mark'), log })
  const runner = createCommandRunner(own)
  const sockets = createSockets()
  const observer = createObserver(readCommonSettings, sockets)
  const processes = createProcesses(own, log)
  const programs = createPrograms(runner)
  const requests = createRequests(sockets, createNft(runner, requestMs))
  const real = createEffects(requests, observer, settings, processes)
  const effects = options.effects?.(real) ?? real
  const ledger = createLedger(openJournal(join(state, 'journal')), effects, boot)
  const intent = openIntent(join(state, 'intent.json'))
  const profiles = openProfileStore(join(state, 'profiles'))
  for (const { file, why } of profiles.unreadable()) log('helper', 'warn', `${file} is no profile: ${why}`)

  const { want, profile } = intent.read()
  const store = createSnapshotStore(
    firstView({
      version,
      pid: process.pid,
      since: new Date().toISOString(),
      intent: want,
      profileName: profile,
      profile: profile === null ? null : (profiles.get(profile)?.profile ?? null),
    }),
  )
  const history = createEventBook(() => new Date().toISOString())
  const giveBack = createGiveBack(clock)
  let before = store.snapshot()
  store.subscribe((snapshot) => {
    giveBack()
    for (const happening of happenedBetween(before, snapshot)) history.add(happening)
    before = snapshot
  })
  const links = watchLinkEvents(own, clock, log)
  const probes = createProbes()
  const resolver = createResolver(resolveMs)
  const loop = createLoop({
    running: {
      carrier: {
        runtime,
        transaction: ledger.transaction('carrier'),
        processes,
        programs,
        probes,
        dhcpv6,
        tincSeeds: createTincSeeds(clock),
        clock,
        log,
      },
      carrierOf,
      resolve: resolver,
      probes,
    },
    ledger,
    sweep: effects.sweep,
    observer,
    intent,
    profiles,
    events: links.subscribe,
    store,
    clock,
    log,
  })

  // Whoever finds a helper relies on it.
  await loop.guarded
  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    await loop.close()
    links.close()
    await server.close()
    process.exit(0)
  }
  const server = await serve(
    resolve(options.socket),
    options.allowedUid,
    createHandlers({
      version,
      store,
      loop,
      profiles,
      traffic: createTrafficStream(store.view),
      logs,
      events: history,
      readFiles: createImportReader({ own, node: process.execPath, code: options.importCode, log }),
      test: (tested, onProgress, signal) =>
        runConnectivityTest(
          { profile: tested, snapshot: store.snapshot, observer, probes, resolve: resolver, runner },
          onProgress,
          signal,
        ),
      stop: () => void end(),
    }),
    log,
  )
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end())
  giveBack()
  process.stdout.write(`roam6-helper ${version} listens on ${resolve(options.socket)}\n`)
}
