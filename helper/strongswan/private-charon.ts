/**
 * A charon-systemd of our own beside the system's, which is left alone: its own configuration, socket, log and ports,
 * in a folder below the runtime folder. Folder and process are changes, so that they are journaled and found again.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finding } from '../contract/problem.ts'
import type { IkeRequest } from '../core/layer/ike/request.ts'
import { listOf, section, textOf } from '../core/layer/ike/section.ts'
import type { IkeEstablished } from '../core/layer/ike/security.ts'
import { done, failed, finding, type Outcome, type RemoteOutcome } from '../core/outcome.ts'
import { onceListening } from '../files/once-listening.ts'
import type { Log, Processes, Subscribe, Transaction } from '../system/ports.ts'
import { findCharon } from './find-charon.ts'
import { connectIke, establishedNow, terminate } from './ike-session.ts'
import { requiredPlugins, strongswanConf } from './strongswan-conf.ts'
import { connectVici, type ViciConnection, ViciError } from './vici-client.ts'

const program = 'charon-systemd'
const packageName = 'charon-systemd'
/** Debian 12's; older ones lack what xfrm interfaces need (5.8) and were not tried. */
const neededVersion = '5.9.8'
/** Under emulation charon takes 5 s; with a loaded machine several times that. */
const startMs = 30_000
const commandMs = 10_000
const logLines = 12
const socketName = 'vici'

/** Rekeys have events of their own; `ike-update` (MOBIKE) comes before the change. */
const events: readonly string[] = ['ike-updown', 'child-updown', 'ike-rekey', 'child-rekey', 'ike-update']

export interface PrivateCharon {
  readonly version: string
  /**
   * Connects, with `onProgress` for each line charon says on the way. Rejects only when aborted. After a failure nothing
   * is left of the attempt. `no-virtual-address` is a failure, another address than the expected one is not: see
   * `judgeVirtualAddresses`.
   */
  connect(
    request: Omit<IkeRequest, 'nameServerFile'>,
    onProgress: (line: string) => void,
    signal: AbortSignal,
  ): Promise<RemoteOutcome<IkeEstablished>>
  /** What charon says now; null when nothing is established, or charon is gone. */
  security(signal?: AbortSignal): Promise<IkeEstablished | null>
  /** Up, down, rekeyed, moved, or the daemon ended: look again. */
  readonly changed: Subscribe
  /** Resolves when the daemon has ended by itself (or was undone), with its last words. */
  readonly died: Promise<Finding>
  /** Says goodbye to the gateway; the kernel's states are gone when it resolves. Never rejects. */
  disconnect(deadlineMs: number): Promise<void>
  /** Stops listening. The process itself ends by undoing the transaction. */
  close(): void
}

export interface PrivateCharonOptions {
  /** Runtime folder; it exists. The daemon's own folder is `charon` below it. */
  readonly runtime: string
  /** Of the process change: unique on the machine. */
  readonly role: string
  readonly ignoreInterfaces: readonly string[]
  readonly ports?: { readonly ike: number; readonly nat: number } | undefined
  readonly transaction: Transaction
  readonly processes: Processes
  readonly log: Log
  readonly signal: AbortSignal
}

/** Rejects when aborted or when the system refuses the transaction; what was made by then is the caller's to undo. */
export async function startPrivateCharon(options: PrivateCharonOptions): Promise<Outcome<PrivateCharon>> {
  const { runtime, role, ignoreInterfaces, ports = { ike: 0, nat: 0 }, transaction, processes, log, signal } = options
  const path = await findCharon()
  if (path === null) return failed(finding('program-missing', { program, package: packageName }))

  const folder = join(runtime, 'charon')
  const socket = join(folder, socketName)
  const logFile = join(folder, 'charon.log')
  const acquireExpires = Number(await readFile('/proc/sys/net/core/xfrm_acq_expires', 'utf8').catch(() => '30'))
  const conf = strongswanConf({ socket, logFile, ignoreInterfaces, ports, acquireExpires })
  await transaction.make(
    [
      { kind: 'folder', path: folder, files: [{ name: 'strongswan.conf', content: conf }] },
      {
        kind: 'process',
        role,
        program: path,
        arguments: [],
        // Times in its log are the machine's local ones; in UTC they can be read.
        environment: { STRONGSWAN_CONF: join(folder, 'strongswan.conf'), TZ: 'UTC' },
      },
    ],
    signal,
  )

  const lastWords = async () => (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-logLines)
  const died = processes.exited(role).then(async ({ exitCode, signal: by }) => {
    const how = by === null ? `exit code ${exitCode}` : `signal ${by}`
    return finding('daemon-died', { program }, [`${program} ended: ${how}`, ...(await lastWords())])
  })

  const listening = new AbortController()
  const deadline = AbortSignal.any([signal, listening.signal, AbortSignal.timeout(startMs)])
  const connectOnce = () => connectVici(socket, { deadlineMs: startMs, signal: deadline })
  const started = onceListening(socket, connectOnce, deadline).then(
    (vici) => ({ vici }),
    (error: unknown) => ({ error }),
  )
  const first = await Promise.race([started, died])
  listening.abort()
  if ('code' in first) return failed(first)
  if ('error' in first) {
    if (signal.aborted) throw signal.reason
    return failed(finding('timed-out', { what: `Starting ${program}` }, [String(first.error), ...(await lastWords())]))
  }

  try {
    const outcome = await examine(first.vici, signal)
    if (!outcome.ok) {
      first.vici.close()
      return outcome
    }
    const { version, plugins } = outcome.value
    log('charon', 'info', `strongSwan ${version} with ${[...plugins].join(' ')}`)
    return done(await privateCharon(first.vici, folder, version, plugins, died, signal))
  } catch (error) {
    first.vici.close()
    if (signal.aborted) throw signal.reason
    if (!(error instanceof ViciError)) throw error
    return failed(finding('daemon-died', { program }, [error.message, ...(await lastWords())]))
  }
}

const numbers = (version: string) => version.split('.').map((part) => Number.parseInt(part, 10) || 0)

/** "6.0.1" is newer than "5.9.14"; pre-releases ("6.0.2dr1") count as their release. */
export const isOlder = (version: string, than: string): boolean => {
  const [ours, theirs] = [numbers(version), numbers(than)]
  const at = theirs.findIndex((part, i) => part !== (ours[i] ?? 0))
  return at >= 0 && (ours[at] ?? 0) < (theirs[at] ?? 0)
}

async function examine(
  vici: ViciConnection,
  signal: AbortSignal,
): Promise<Outcome<{ version: string; plugins: ReadonlySet<string> }>> {
  const options = { deadlineMs: startMs, signal }
  const version = textOf(await vici.request('version', section({}), options), 'version') ?? '0'
  if (isOlder(version, neededVersion))
    return failed(finding('program-too-old', { program: 'strongSwan', version, needed: neededVersion }))
  const plugins = new Set(listOf(await vici.request('stats', section({}), options), 'plugins'))
  const missing = requiredPlugins.find(({ plugin }) => !plugins.has(plugin))
  return missing
    ? failed(finding('program-missing', { program: `strongSwan’s plugin ${missing.plugin}`, package: missing.package }))
    : done({ version, plugins })
}

async function privateCharon(
  vici: ViciConnection,
  folder: string,
  version: string,
  plugins: ReadonlySet<string>,
  died: Promise<Finding>,
  signal: AbortSignal,
): Promise<PrivateCharon> {
  const socket = join(folder, socketName)
  const nameServerFile = join(folder, 'name-servers')
  const listeners = new Set<() => void>()
  const notify = () => {
    for (const listener of listeners) listener()
  }
  for (const event of events) await vici.subscribe(event, notify, { deadlineMs: commandMs, signal })
  void died.then(notify)
  // Without it no event would come any more.
  void vici.closed.then(notify)
  return {
    version,
    died,
    connect: (request, onProgress, abort) =>
      connectIke(socket, plugins, { ...request, nameServerFile }, onProgress, abort),
    security: (abort) => establishedNow(socket, nameServerFile, abort),
    changed(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    disconnect: (deadlineMs) => terminate(socket, deadlineMs),
    close() {
      listeners.clear()
      vici.close()
    },
  }
}
