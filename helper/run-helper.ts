/** Composition root: recovers, builds the adapters, serves, and takes everything down again in order. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ownFolder } from './files/own-folder.ts'
import { openIntent } from './journal/intent.ts'
import { openJournal } from './journal/journal.ts'
import { createLedger } from './journal/ledger.ts'
import { createHandlers } from './rpc/handlers.ts'
import { serve } from './rpc/server.ts'
import { runConnectivityTest } from './service/connectivity-run.ts'
import { createSnapshotStore } from './service/snapshot-store.ts'
import { createSupervisor } from './service/supervisor.ts'
import { createTrafficStream } from './service/traffic-stream.ts'
import { createCommandRunner } from './system/command-runner.ts'
import { dhcpv6 } from './system/dhcpv6/dhcpv6.ts'
import { createEffects } from './system/effects.ts'
import { watchLinkEvents } from './system/link-events.ts'
import { createLogBook } from './system/log.ts'
import { createObserver } from './system/observer.ts'
import type { Effects } from './system/ports.ts'
import { createProbes } from './system/probes/linux-probes.ts'
import { createProcesses } from './system/processes.ts'
import { openProfileStore } from './system/profile-store.ts'
import { createResolver } from './system/resolver.ts'
import { settings } from './system/settings.ts'
import { version } from './version.ts'

export interface HelperOptions {
  readonly socket: string
  readonly state: string
  readonly runtime: string
  readonly allowedUid: number | null
  /** A seam: what stands between the journal and the system. */
  readonly effects?: (real: Effects) => Effects
}

const resolveMs = 10_000

export async function runHelper(options: HelperOptions): Promise<void> {
  const state = ownFolder(options.state, 0o700)
  // Others may enter: the socket can be below it. What is secret lies in 0700 folders of its own.
  const runtime = ownFolder(options.runtime, 0o755)
  const logs = createLogBook((line) => process.stderr.write(line))
  const { log } = logs
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()

  const runner = createCommandRunner(`${runtime}/command`)
  const observer = createObserver(settings)
  const processes = createProcesses(log)
  const real = createEffects(runner, observer, settings, processes, `${runtime}/`)
  const effects = options.effects?.(real) ?? real
  const ledger = createLedger(openJournal(join(state, 'journal')), effects, observer, boot)
  const intent = openIntent(join(state, 'intent.json'))
  const profiles = openProfileStore(join(state, 'profiles'))
  for (const { file, why } of profiles.unreadable()) log('helper', 'warn', `${file} is no profile: ${why}`)

  // Another helper may have been killed here: its programs end, and what bears our marks goes, but for the guard, and for what
  // the journal knows of that restrains a laptop which is a router still: that goes in its turn.
  const restraining = ledger.changes('tunnel').filter(({ kind }) => kind === 'gate' || kind === 'rule')
  await effects.sweep([...(intent.read().want === 'up' ? ledger.changes('guard') : []), ...restraining])

  const { want, profile } = intent.read()
  const store = createSnapshotStore({
    version,
    pid: process.pid,
    state: 'off',
    since: new Date().toISOString(),
    intent: want,
    profileName: profile,
    profile: profiles.get(profile ?? '')?.profile ?? null,
    phases: [],
    findings: [],
    observed: null,
    gatewayAddress: null,
    rttMs: null,
    established: null,
    routes: [],
    pathMtu: null,
    traffic: {},
  })
  const links = watchLinkEvents(`${runtime}/monitor`, log)
  const probes = createProbes()
  const resolver = createResolver(resolveMs)
  const supervisor = createSupervisor({
    session: {
      runtime,
      transaction: ledger.transaction('tunnel'),
      observer,
      processes,
      runner,
      resolve: resolver,
      ...{ probes, dhcpv6 },
      store,
      log,
    },
    ledger,
    intent,
    profiles,
    observer,
    linkEvents: links.subscribe,
    store,
    log,
  })

  // Whoever finds a helper relies on it.
  await supervisor.guarded
  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    await supervisor.close()
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
      supervisor,
      profiles,
      traffic: createTrafficStream(store.facts),
      logs,
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
  process.stdout.write(`roam6-helper ${version} listens on ${resolve(options.socket)}\n`)
}
