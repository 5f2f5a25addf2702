/** An openvpn of our own: not root, without scripts, attached to our tap, told what to do by its management interface. */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Finding } from '../contract/problem.ts'
import { daemonUser } from '../core/change/marks.ts'
import { withoutPrivileges } from '../core/change/without-privileges.ts'
import { managementSocket, type OpenVpnConfigRequest, openVpnConfig } from '../core/layer/openvpn/config.ts'
import { diagnoseOpenVpn, isSilence, type OpenVpnFailureContext, sharedKeyOf } from '../core/layer/openvpn/diagnose.ts'
import type { OpenVpnConnection } from '../core/layer/openvpn/established.ts'
import { readLog, type Told } from '../core/layer/openvpn/read-log.ts'
import { beforeAnyTry, hear, isDecided } from '../core/layer/openvpn/verdict.ts'
import { done, failed, finding, type Outcome } from '../core/outcome.ts'
import { firstExecutable } from '../files/first-executable.ts'
import { onceListening } from '../files/once-listening.ts'
import { programVersion } from '../files/program-version.ts'
import type { CommandRunner, Log, Processes, Subscribe, Transaction } from '../system/ports.ts'
import { connectManagement, type OpenVpnState } from './management.ts'

const program = 'openvpn'
/** Debian, Ubuntu, Fedora; Arch; built by hand. */
const programs = ['/usr/sbin/openvpn', '/usr/bin/openvpn', '/usr/local/sbin/openvpn']

const startMs = 15_000
/** For one remote: its handshake's 12 s, and the time to begin. */
const connectMs = 20_000
/**
 * With a static key there is no handshake: somebody there is asked twice a second, once our link has its address (RFC 4862: two
 * seconds). Where there is another remote, the daemon itself takes as long as ever to go on to it.
 */
const staticKeyMs = 8_000
const logLines = 60

export interface PrivateOpenVpn {
  readonly established: OpenVpnConnection
  now(): OpenVpnConnection | null
  readonly changed: Subscribe
  readonly died: Promise<Finding>
  close(): void
}

export interface OpenVpnOptions {
  readonly request: Omit<OpenVpnConfigRequest, 'folder' | 'consentToStaticKey'>
  /** Runtime folder; the daemon's own is `openvpn` below it. */
  readonly runtime: string
  readonly transaction: Transaction
  readonly processes: Processes
  readonly runner: CommandRunner
  readonly log: Log
  readonly signal: AbortSignal
}

/** "OpenVPN 2.6.14 x86_64-pc-linux-gnu …" */
const saysVersion = /^OpenVPN (\d+\.\d+\S*)/

const minor = (version: string) => Number(version.split('.')[1] ?? 0)

/** Rejects when aborted or when the system refuses the transaction. */
export async function startOpenVpn(options: OpenVpnOptions): Promise<Outcome<PrivateOpenVpn>> {
  const { request, runtime, transaction, processes, runner, log, signal } = options
  const { layer, gateway } = request
  const path = await firstExecutable(programs)
  if (path === null) return failed(finding('program-missing', { program, package: 'openvpn' }))
  const version = await programVersion(
    path,
    saysVersion,
    async () => (await runner.run(path, ['--version'], { deadlineMs: startMs })).stdout,
  )
  const staticKey = layer['static-key'] !== undefined
  // 2.7 takes static keys with a word of consent, 2.8 not at all.
  if (staticKey && minor(version) >= 8) return failed(finding('openvpn-static-key-gone', { version }))

  const folder = join(runtime, 'openvpn')
  const role = `${runtime}/openvpn`
  const files = openVpnConfig({ ...request, folder, consentToStaticKey: minor(version) >= 7 })
  await transaction.make(
    [
      { kind: 'folder', path: folder, files, user: daemonUser },
      {
        ...{ kind: 'process', role, environment: {} },
        ...withoutPrivileges(path, ['--config', join(folder, 'openvpn.conf')]),
      },
    ],
    signal,
  )

  const lines: string[] = []
  // Said once a handshake, and kept: the lines are not.
  let told: Told = { cipher: null, digest: null, transport: null }
  const say = (line: string) => {
    const { cipher, digest, transport } = readLog([line])
    told = {
      ...{ cipher: cipher ?? told.cipher, digest: digest ?? told.digest },
      transport: transport ?? told.transport,
    }
    lines.push(line)
    if (lines.length > logLines) lines.shift()
  }
  const remotes = 1 + layer['other-remotes'].length
  let round = beforeAnyTry
  let decide: (how: 'decided') => void = () => undefined
  const decided = new Promise<'decided'>((resolve) => {
    decide = resolve
  })
  const listen = (line: string) => {
    say(line)
    round = hear(round, line)
    if (isDecided(round, remotes)) decide('decided')
  }
  const context: OpenVpnFailureContext = {
    gateway,
    port: layer.port,
    protocol: layer.protocol,
    sharedKey: sharedKeyOf(layer),
    version,
  }
  const stopListening = processes.output(role, say)
  const died = processes.exited(role).then(() => diagnoseDeath(lines, context))

  const listeners = new Set<() => void>()
  let state: OpenVpnState | null = null
  let settle: (state: OpenVpnState) => void = () => undefined
  const settled = new Promise<OpenVpnState>((resolve) => {
    settle = resolve
  })
  const onState = (next: OpenVpnState) => {
    state = next
    log(program, 'info', `${next.name} ${next.detail} ${next.remote}`.trimEnd())
    // What it failed by until now is not what it may end by later.
    if (next.name === 'CONNECTED') lines.length = 0
    if (next.name === 'CONNECTED' || next.name === 'EXITING') settle(next)
    for (const listener of listeners) listener()
  }
  const established = (at: OpenVpnState): OpenVpnConnection => {
    return {
      ...{ kind: 'openvpn', localHost: at.local || null, remoteHost: at.remote || gateway },
      ...{ remotePort: at.remotePort || layer.port, tls: !staticKey },
      ...{ cipher: told.cipher, digest: told.digest, transport: told.transport ?? layer.protocol },
    }
  }

  const socket = managementSocket(folder)
  const starting = AbortSignal.any([signal, AbortSignal.timeout(startMs)])
  const opened = await Promise.race([
    onceListening(socket, () => connectManagement(socket, { state: onState, log: listen }, signal), starting).catch(
      (error: unknown) => {
        signal.throwIfAborted()
        return finding('timed-out', { what: `Starting ${program}` }, [String(error), ...lines])
      },
    ),
    died,
  ])
  if ('code' in opened) {
    stopListening()
    return failed(opened)
  }
  const management = opened
  const close = () => {
    stopListening()
    listeners.clear()
    management.close()
  }
  // Off, or it would wait for another release at the next remote (management-notes.txt).
  for (const command of ['state on', 'log on all', 'hold off', 'hold release']) management.send(command)

  const waiting = new AbortController()
  const overdue = delay((staticKey && remotes === 1 ? staticKeyMs : connectMs) * remotes, 'overdue' as const, {
    signal: AbortSignal.any([signal, waiting.signal]),
  })
  const first = await Promise.race([settled, died, decided, overdue.catch(() => 'overdue' as const)])
  waiting.abort()
  if (typeof first === 'object' && 'name' in first && first.name === 'CONNECTED') {
    return done({
      established: established(first),
      now: () => (state?.name === 'CONNECTED' ? established(state) : null),
      changed(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      died,
      close,
    })
  }
  close()
  signal.throwIfAborted()
  return failed(diagnoseOpenVpn(round.verdict === null ? lines : [round.verdict, ...lines], context))
}

/** Whether its last words say why, or nothing but that it ended. */
function diagnoseDeath(lines: readonly string[], context: OpenVpnFailureContext): Finding {
  const why = diagnoseOpenVpn(lines, context)
  return isSilence(why) ? finding('daemon-died', { program }, why.evidence) : why
}
