/**
 * Starts a charon-systemd of our own, beside the system's, which is left alone: its own configuration, socket, log and ports, in a
 * folder below the runtime folder.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finding } from '../contract/problem.ts'
import type { IkeRequest } from '../core/layer/ike/request.ts'
import { listOf, section, textOf } from '../core/layer/ike/section.ts'
import type { IkeEstablished } from '../core/layer/ike/security.ts'
import { done, failed, finding, type Outcome, type RemoteOutcome } from '../core/outcome.ts'
import { type DaemonPorts, shownLines, startDaemon } from '../daemon/daemon.ts'
import type { Followed } from '../daemon/follow.ts'
import { onceListening } from '../daemon/listening.ts'
import { createNews } from '../daemon/news.ts'
import { orClose } from '../daemon/or-close.ts'
import type { DaemonProgram, Programs } from '../daemon/program.ts'
import type { Log } from '../system/ports.ts'
import { connectIke, establishedNow, type RunningCharon } from './ike-session.ts'
import { requiredPlugins, strongswanConf } from './strongswan-conf.ts'
import { connectVici, type ViciConnection, type ViciError } from './vici-client.ts'

const charon: DaemonProgram = {
  name: 'charon-systemd',
  package: 'charon-systemd',
  paths: [
    '/usr/sbin/charon-systemd', // Debian, Ubuntu, Fedora, openSUSE
    '/usr/bin/charon-systemd', // Arch
    '/usr/lib/ipsec/charon-systemd',
    '/usr/libexec/ipsec/charon-systemd',
    '/usr/libexec/strongswan/charon-systemd',
    '/usr/local/sbin/charon-systemd',
  ],
}

/** Debian 12's version; older ones lack what xfrm interfaces need (5.8) and were not tried. */
const neededVersion = '5.9.8'
/** Allows for emulation, where charon takes 5 s, and several times that on a loaded machine (measured in the lab). */
const startMs = 30_000

/** Rekeys have events of their own; `ike-update` (MOBIKE) comes before the change (vici's README.md). */
const events: readonly string[] = ['ike-updown', 'child-updown', 'ike-rekey', 'child-rekey', 'ike-update']

export interface PrivateCharon extends Followed<IkeEstablished> {
  /** Rejects only when aborted. `no-virtual-address` is a failure, another address than the expected one is not (`judgeVirtualAddresses`). */
  connect(request: Omit<IkeRequest, 'nameServerFile'>): Promise<RemoteOutcome<IkeEstablished>>
  /** Stops to listen. The process itself is ended by the ledger. */
  close(): void
}

export interface PrivateCharonOptions extends DaemonPorts {
  /** MOBIKE must not take these links for a way out. */
  readonly ignoreInterfaces: readonly string[]
  /** Fixed local ports; absent: any free ones. */
  readonly ports?: { readonly ike: number; readonly nat: number } | undefined
  readonly programs: Programs
  readonly log: Log
  readonly signal: AbortSignal
}

/** Rejects when aborted, and when the system refuses the changes; what was made by then is the ledger's to undo. */
export async function startPrivateCharon(options: PrivateCharonOptions): Promise<Outcome<PrivateCharon>> {
  const { ignoreInterfaces, ports = { ike: 0, nat: 0 }, programs, log, signal } = options
  const program = await programs.find(charon)
  if (!program.ok) return program

  const logFile = join(options.runtime, 'charon/charon.log')
  const socket = join(options.runtime, 'charon/vici')
  const acquireExpires = Number(await readFile('/proc/sys/net/core/xfrm_acq_expires', 'utf8').catch(() => '30'))
  const conf = strongswanConf({ socket, logFile, ignoreInterfaces, ports, acquireExpires })
  const linesOfLog = async () => (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n')
  const daemon = await startDaemon(
    {
      folder: 'charon',
      program: charon.name,
      files: () => [{ name: 'strongswan.conf', content: conf }],
      command: (folder) => ({
        program: program.value,
        arguments: [],
        // TZ, because charon writes local times to its log, which cannot be read without the zone.
        environment: { STRONGSWAN_CONF: join(folder, 'strongswan.conf'), TZ: 'UTC' },
      }),
      lastWords: linesOfLog,
    },
    options,
    signal,
  )
  const news = createNews()
  const late = async (why: string) =>
    finding('timed-out', { what: `Starting ${charon.name}` }, [why, ...(await linesOfLog()).slice(-shownLines)])
  return orClose(daemon.close, async () => {
    const opened = await daemon.until((abort) => open(socket, news.tell, abort), late, startMs)
    const ready = opened.ok ? opened.value : opened
    if (!ready.ok) return ready
    const { vici, version, plugins } = ready.value
    log('charon', 'info', `strongSwan ${version} with ${[...plugins].join(' ')}`)
    let unheard: ViciError | null = null
    // Without this connection no event comes any more, so that a charon that still answers would be followed no further.
    void vici.closed.then((why) => {
      unheard = why
      news.tell()
    })
    const running: RunningCharon = { daemon, socket, plugins, nameServerFile: join(daemon.folder, 'name-servers') }
    return done({
      daemon,
      connect: (request) => connectIke(running, request),
      async now(abort) {
        if (unheard) throw unheard
        return establishedNow(running, abort)
      },
      changed: news.subscribe,
      close() {
        news.end()
        vici.close()
        daemon.close()
      },
    })
  })
}

interface Opened {
  /** The connection that events come by. */
  readonly vici: ViciConnection
  readonly version: string
  readonly plugins: ReadonlySet<string>
}

/** Connects as soon as charon listens, looks whether it will do, and registers for its events. */
async function open(socket: string, onEvent: () => void, signal: AbortSignal): Promise<Outcome<Opened>> {
  const options = { deadlineMs: startMs, signal }
  const vici = await onceListening(socket, () => connectVici(socket, options), signal)
  try {
    const version = textOf(await vici.request('version', section({}), options), 'version') ?? '0'
    const plugins = new Set(listOf(await vici.request('stats', section({}), options), 'plugins'))
    const lack = lackOf(version, plugins)
    if (lack) {
      vici.close()
      return failed(lack)
    }
    for (const event of events) await vici.subscribe(event, onEvent, options)
    return done({ vici, version, plugins })
  } catch (error) {
    vici.close()
    throw error
  }
}

function lackOf(version: string, plugins: ReadonlySet<string>): Finding | null {
  if (isOlder(version, neededVersion))
    return finding('program-too-old', { program: 'strongSwan', version, needed: neededVersion })
  const missing = requiredPlugins.find(({ plugin }) => !plugins.has(plugin))
  return missing
    ? finding('program-missing', { program: `strongSwan’s plugin ${missing.plugin}`, package: missing.package })
    : null
}

const numbers = (version: string) => version.split('.').map((part) => Number.parseInt(part, 10) || 0)

/** Compares number by number: "6.0.1" is newer than "5.9.14"; a pre-release ("6.0.2dr1") counts as its release. */
export const isOlder = (version: string, than: string): boolean => {
  const [ours, theirs] = [numbers(version), numbers(than)]
  const at = theirs.findIndex((part, i) => part !== (ours[i] ?? 0))
  return at >= 0 && (ours[at] ?? 0) < (theirs[at] ?? 0)
}
