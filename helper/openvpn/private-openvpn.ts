/** Starts an openvpn of our own: not root, without scripts, attached to our tap, and told by its management interface what to do. */
import { join } from 'node:path'
import type { OpenVpnLayer } from '../contract/layer/openvpn.ts'
import { daemonUser } from '../core/change/marks.ts'
import { withoutPrivileges } from '../core/change/without-privileges.ts'
import { managementSocket, type OpenVpnConfigRequest, openVpnConfig } from '../core/layer/openvpn/config.ts'
import { sharedKeyOf } from '../core/layer/openvpn/diagnose.ts'
import type { OpenVpnConnection } from '../core/layer/openvpn/established.ts'
import { done, failed, finding, type Outcome } from '../core/outcome.ts'
import { type DaemonPorts, shownLines, startDaemon } from '../daemon/daemon.ts'
import type { Followed } from '../daemon/follow.ts'
import { onceListening } from '../daemon/listening.ts'
import { createNews } from '../daemon/news.ts'
import { orClose } from '../daemon/or-close.ts'
import type { DaemonProgram, Programs } from '../daemon/program.ts'
import { DaemonUnheard } from '../daemon/unheard.ts'
import { within } from '../daemon/within.ts'
import type { Log } from '../system/ports.ts'
import { createHearing } from './hearing.ts'
import { connectManagement, type Management, type OpenVpnState } from './management.ts'

const openvpn: DaemonProgram = {
  name: 'openvpn',
  package: 'openvpn',
  // Debian, Ubuntu, Fedora; Arch; built by hand.
  paths: ['/usr/sbin/openvpn', '/usr/bin/openvpn', '/usr/local/sbin/openvpn'],
}

/** "OpenVPN 2.6.14 x86_64-pc-linux-gnu …" */
const saysVersion = /^OpenVPN (\d+\.\d+\S*)/
/** The minor number of OpenVPN 2.x. */
const minor = (version: string) => Number(version.split('.')[1] ?? 0)

const startMs = 15_000
/** Allows each remote the 12 s of its handshake (`core/layer/openvpn/config.ts`), and the time to begin. */
const connectMs = 20_000
/**
 * With a static key there is no handshake: somebody there is asked twice a second, once our link has its address (RFC 4862: two
 * seconds). Where there is another remote, the daemon itself takes as long as ever to go on to it.
 */
const staticKeyMs = 8_000
/** Lies between the end of openvpn and that of its connections: some ms, more on a loaded machine. */
const lastWordsMs = 100

/** The daemon asks for its release at once: without "hold off" it would wait for another one at the next remote (management-notes.txt). */
const beginCommands: readonly string[] = ['state on', 'log on all', 'hold off', 'hold release']

export interface FoundOpenVpn {
  readonly path: string
  readonly version: string
}

/** Fails where openvpn is not installed, or cannot do what the layer wants. Rejects when aborted. */
export async function findOpenVpn(
  layer: OpenVpnLayer,
  programs: Programs,
  signal: AbortSignal,
): Promise<Outcome<FoundOpenVpn>> {
  const found = await programs.find(openvpn)
  if (!found.ok) return found
  const path = found.value
  const version = await programs.version(path, saysVersion, signal)
  // 2.7 takes static keys with a word of consent, 2.8 not at all (openvpn(8), --secret).
  return layer['static-key'] && minor(version) >= 8
    ? failed(finding('openvpn-static-key-gone', { version }))
    : done({ path, version })
}

export interface PrivateOpenVpn extends Followed<OpenVpnConnection> {
  /** As openvpn said when it connected. */
  readonly established: OpenVpnConnection
  /** Stops to listen. The process itself is ended by the ledger. */
  close(): void
}

export interface OpenVpnOptions extends DaemonPorts {
  readonly found: FoundOpenVpn
  readonly request: Omit<OpenVpnConfigRequest, 'folder' | 'consentToStaticKey'>
  readonly log: Log
  readonly signal: AbortSignal
}

/** Resolves when openvpn is connected. Rejects when aborted, and when the system refuses the changes. */
export async function startOpenVpn(options: OpenVpnOptions): Promise<Outcome<PrivateOpenVpn>> {
  const { found, request, log, signal, clock } = options
  const { layer, gateway } = request
  const isStatic = layer['static-key'] !== undefined
  const remotes = 1 + layer['other-remotes'].length
  const { port, protocol } = layer
  const hearing = createHearing({
    context: { gateway, port, protocol, sharedKey: sharedKeyOf(layer), version: found.version },
    remotes,
    tls: !isStatic,
  })
  let management: Management | null = null
  const daemon = await startDaemon(
    {
      folder: openvpn.name,
      program: openvpn.name,
      files: (folder) => openVpnConfig({ ...request, folder, consentToStaticKey: minor(found.version) >= 7 }),
      user: daemonUser,
      command: (folder) => withoutPrivileges(found.path, ['--config', join(folder, 'openvpn.conf')]),
      async lastWords(output) {
        if (!management) return output
        await within(clock, lastWordsMs, management.closed)
        return hearing.lines
      },
      explain: hearing.death,
    },
    options,
    signal,
  )
  const news = createNews()
  const close = () => {
    news.end()
    management?.close()
    daemon.close()
  }
  const listener = {
    log(line: string) {
      hearing.log(line)
      news.tell()
    },
    state(next: OpenVpnState) {
      log(openvpn.name, 'info', `${next.name} ${next.detail} ${next.remote}`.trimEnd())
      hearing.state(next)
      news.tell()
    },
  }
  return orClose(close, async () => {
    const socket = managementSocket(daemon.folder)
    const opened = await daemon.until(
      (abort) => onceListening(socket, () => connectManagement(socket, listener, abort), abort),
      (why) => finding('timed-out', { what: `Starting ${openvpn.name}` }, [why, ...daemon.lines.slice(-shownLines)]),
      startMs,
    )
    if (!opened.ok) return opened
    management = opened.value
    let unheard: DaemonUnheard | null = null
    const gone = management.closed.then(() => {
      unheard = new DaemonUnheard('Its management interface was closed.')
      news.tell()
      throw unheard
    })
    for (const command of beginCommands) management.send(command)
    const eachMs = isStatic && remotes === 1 ? staticKeyMs : connectMs
    const settled = await daemon.until(() => Promise.race([hearing.settled, gone]), hearing.failure, eachMs * remotes)
    if (!settled.ok) return settled
    const established = hearing.connection()
    const now = async () => {
      if (unheard) throw unheard
      return hearing.now()
    }
    return established ? done({ daemon, established, now, changed: news.subscribe, close }) : failed(hearing.failure())
  })
}
