/** A tincd of our own: not root, without scripts, attached to our tun. It says what it does by its log alone. */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { TincLayer } from '../contract/layer/tinc.ts'
import type { Finding } from '../contract/problem.ts'
import { daemonUser } from '../core/change/marks.ts'
import { withoutPrivileges } from '../core/change/without-privileges.ts'
import { tincFolder } from '../core/layer/tinc/config.ts'
import { diagnoseTinc, type TincFailureContext } from '../core/layer/tinc/diagnose.ts'
import { peersOf, type TincEstablished } from '../core/layer/tinc/established.ts'
import { agreesOnKeys, readTincEvent, readTincNode, type TincNode } from '../core/layer/tinc/read-log.ts'
import { done, failed, finding, type Outcome } from '../core/outcome.ts'
import { firstExecutable } from '../files/first-executable.ts'
import { programVersion } from '../files/program-version.ts'
import type { CommandRunner, Log, Processes, Subscribe, Transaction } from '../system/ports.ts'

const program = 'tincd'
const programs = ['/usr/sbin/tincd', '/usr/bin/tincd', '/usr/local/sbin/tincd']

const versionMs = 10_000
/** tincd gives a connection 5 s to answer and 5 more to authenticate (PingTimeout). */
const connectMs = 15_000
const logLines = 60
/** To list its nodes into its log, which SIGUSR2 asks for (tincd(8)). */
const answerMs = 500
/** A node is probed once a second, and answers at once where it can (send_mtu_probe_handler in net_packet.c). */
const probingMs = 3_000
/** Binding to 655, tinc's port (IANA), which other nodes on the LAN look for us at. */
const capabilities = ['net_bind_service']

export interface PrivateTinc {
  readonly established: TincEstablished
  /** Asks the daemon which nodes it reaches now. */
  now(): Promise<TincEstablished | null>
  readonly changed: Subscribe
  readonly died: Promise<Finding>
  close(): void
}

export interface TincOptions {
  readonly layer: TincLayer
  /** Address of the first node to meet. */
  readonly gateway: string
  /** Runtime folder; the daemon's own is `tinc` below it. */
  readonly runtime: string
  readonly transaction: Transaction
  readonly processes: Processes
  readonly runner: CommandRunner
  readonly log: Log
  readonly signal: AbortSignal
}

/** "tinc version 1.0.36 (built …)" */
const saysVersion = /^tinc version (\d+\.\d+\S*)/

/** Rejects when aborted or when the system refuses the transaction. */
export async function startTinc(options: TincOptions): Promise<Outcome<PrivateTinc>> {
  const { layer, gateway, runtime, transaction, processes, runner, log, signal } = options
  const path = await firstExecutable(programs)
  if (path === null) return failed(finding('program-missing', { program, package: 'tinc' }))
  const version = await programVersion(
    path,
    saysVersion,
    async () => (await runner.run(path, ['--version'], { deadlineMs: versionMs })).stdout,
  )

  const folder = join(runtime, 'tinc')
  const role = `${runtime}/tinc`
  const args = ['-c', folder, '-D', '-d3', `--pidfile=${join(folder, 'pid')}`]
  await transaction.make(
    [
      { kind: 'folder', path: folder, files: tincFolder(layer, gateway), user: daemonUser },
      { kind: 'process', role, environment: {}, ...withoutPrivileges(path, args, capabilities) },
    ],
    signal,
  )

  const gatewayNode = layer['connect-to'][0] ?? ''
  const port = layer.hosts.find(({ name }) => name === gatewayNode)?.port ?? 655
  const context: TincFailureContext = { gateway, port, gatewayNode, ownNode: layer.name }
  const sptps =
    version.startsWith('1.1') && layer.hosts.some((host) => host.name === gatewayNode && host['ed25519-public-key'])
  const lines: string[] = []
  let nodes: readonly TincNode[] = []
  /** While it lists them: those heard so far. */
  let listed: TincNode[] = []
  const listedAll = new Set<() => void>()
  const listeners = new Set<() => void>()
  let connected = false
  let settle: (how: 'up' | 'down') => void = () => undefined
  const settled = new Promise<'up' | 'down'>((resolve) => {
    settle = resolve
  })
  const failures = new Set(['refused', 'timeout', 'hung-up', 'wrong-key'])

  const notify = () => {
    for (const listener of listeners) listener()
  }
  const probing = setTimeout(notify, probingMs)
  const stopListening = processes.output(role, (line) => {
    const node = readTincNode(line)
    if (line.startsWith('Nodes:')) listed = []
    if (node) listed.push(node)
    if (line.startsWith('End of nodes')) {
      nodes = listed.filter(({ name }) => name !== layer.name)
      for (const heard of listedAll) heard()
    }
    if (node) return
    lines.push(line)
    if (lines.length > logLines) lines.shift()
    if (agreesOnKeys(line)) probing.refresh()
    const event = readTincEvent(line)
    if (event?.node !== gatewayNode) return
    log('tinc', 'info', line)
    if (event.kind === 'activated') {
      connected = true
      settle('up')
    } else if (event.kind === 'closed') connected = false
    // Another try follows by itself; a person is told of the first that failed.
    else if (failures.has(event.kind)) setImmediate(() => settle('down'))
    notify()
  })
  const died = processes.exited(role).then(() => finding('daemon-died', { program }, lines.slice(-8)))
  const close = () => {
    clearTimeout(probing)
    stopListening()
    listeners.clear()
  }

  const waiting = new AbortController()
  const overdue = delay(connectMs, 'down' as const, { signal: AbortSignal.any([signal, waiting.signal]) })
  const first = await Promise.race([settled, died, overdue.catch(() => 'down' as const)])
  waiting.abort()
  if (first !== 'up') {
    close()
    signal.throwIfAborted()
    return failed(first === 'down' ? diagnoseTinc(lines, context) : first)
  }

  const established = (): TincEstablished => ({
    ...{ kind: 'tinc', localHost: null, remoteHost: gateway, protocol: sptps ? 'sptps' : 'legacy' },
    peers: peersOf(nodes, connected ? gatewayNode : null),
  })
  const askForNodes = () =>
    new Promise<void>((resolve) => {
      const settled = () => {
        listedAll.delete(settled)
        clearTimeout(late)
        resolve()
      }
      const late = setTimeout(settled, answerMs)
      listedAll.add(settled)
      processes.signal(role, 'SIGUSR2')
    })
  await askForNodes()
  return done({
    established: established(),
    async now() {
      if (connected) await askForNodes()
      return connected ? established() : null
    },
    changed(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    died,
    close,
  })
}
