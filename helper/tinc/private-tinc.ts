/** Starts a tincd of our own: not root, without scripts, attached to our tun. Its log alone says what it does. */
import { join } from 'node:path'
import type { TincLayer } from '../contract/layer/tinc.ts'
import { daemonUser } from '../core/change/marks.ts'
import { withoutPrivileges } from '../core/change/without-privileges.ts'
import { tincFolder } from '../core/layer/tinc/config.ts'
import { diagnoseTinc } from '../core/layer/tinc/diagnose.ts'
import { peersOf, type TincEstablished } from '../core/layer/tinc/established.ts'
import { agreesOnKeys, readTincEvent, readTincNode, type TincEvent } from '../core/layer/tinc/read-log.ts'
import { done, failed, type Outcome } from '../core/outcome.ts'
import { type DaemonPorts, startDaemon } from '../daemon/daemon.ts'
import type { Followed } from '../daemon/follow.ts'
import { createNews } from '../daemon/news.ts'
import { orClose } from '../daemon/or-close.ts'
import type { DaemonProgram, Programs } from '../daemon/program.ts'
import type { Log } from '../system/ports.ts'
import { createNodeList } from './nodes.ts'
import type { TincSeeds } from './seeds.ts'

const tincd: DaemonProgram = {
  name: 'tincd',
  package: 'tinc',
  paths: ['/usr/sbin/tincd', '/usr/bin/tincd', '/usr/local/sbin/tincd'],
}

/** "tinc version 1.0.36 (built …)" */
const saysVersion = /^tinc version (\d+\.\d+\S*)/
/** tincd gives a connection 5 s to answer and 5 more to authenticate (tinc.conf(5), PingTimeout). */
const connectMs = 15_000
/** Within this time tincd lists its nodes; else the list before counts. */
const listMs = 500
/**
 * tincd 1.0 lists its nodes inside its signal handler (sigusr2_handler in process.c), and dies where that interrupts an allocation of memory:
 * one in six, asked as soon as a connection stood (seen: "malloc assertion failure"). After this long its work with the new connection is done.
 */
const restingMs = 1_000
/**
 * tincd probes a node once a second, thirty times, and says nothing of the outcome (send_mtu_probe_handler in net_packet.c). It is asked after
 * so long, and again after each of these times for as long as a node is not met directly. Each question may be its death (see above), and a node
 * behind another NAT is never met directly: so there are no more.
 */
const probingMs = [3_000, 6_000, 12_000] as const
/** tincd binds to 655, tinc's port (IANA), at which other nodes on the LAN look for us. */
const capabilities: readonly string[] = ['net_bind_service']

/** A connect that came to one of these is failed: tincd tries again by itself, and a person is told of the first. */
const failures: ReadonlySet<TincEvent['kind']> = new Set(['refused', 'timeout', 'hung-up', 'wrong-key'])

export interface FoundTinc {
  readonly path: string
  readonly version: string
}

/** Fails where tincd is not installed. Rejects when aborted. */
export async function findTinc(programs: Programs, signal: AbortSignal): Promise<Outcome<FoundTinc>> {
  const found = await programs.find(tincd)
  if (!found.ok) return found
  return done({ path: found.value, version: await programs.version(found.value, saysVersion, signal) })
}

export interface PrivateTinc extends Followed<TincEstablished> {
  readonly established: TincEstablished
  /** Stops to listen. The process itself is ended by the ledger. */
  close(): void
}

export interface TincOptions extends DaemonPorts {
  readonly found: FoundTinc
  readonly layer: TincLayer
  /** Address of the first node to meet. */
  readonly gateway: string
  readonly seeds: TincSeeds
  readonly log: Log
  readonly signal: AbortSignal
}

/** Resolves when the connection with the gateway stands. Rejects when aborted, and when the system refuses the changes. */
export async function startTinc(options: TincOptions): Promise<Outcome<PrivateTinc>> {
  const { found, layer, gateway, seeds, log, signal, clock } = options
  const gatewayNode = layer['connect-to'][0] ?? ''
  const gatewayHost = layer.hosts.find(({ name }) => name === gatewayNode)
  const isSptps = found.version.startsWith('1.1') && gatewayHost?.['ed25519-public-key'] !== undefined
  const list = createNodeList(layer.name)
  const news = createNews()
  let isConnected = false
  let settle = () => {}
  const settled = new Promise<void>((resolve) => {
    settle = resolve
  })
  let isListDue = false
  /** Null where no list is to be asked for. */
  let stopWaiting: (() => void) | null = null
  /** How often the nodes were asked for since keys were agreed on. */
  let probesSeen = 0
  /** Has the nodes listed after so long (ms), in which nothing asks for it again. */
  const listAfter = (ms: number) => {
    stopWaiting?.()
    stopWaiting = clock.after(ms, () => {
      stopWaiting = null
      isListDue = true
      news.tell()
    })
  }

  function listAfterProbing() {
    const ms = probingMs[probesSeen]
    if (ms !== undefined) listAfter(ms)
    probesSeen += 1
  }

  function hear(line: string) {
    list.hear(line)
    if (agreesOnKeys(line)) {
      probesSeen = 0
      listAfterProbing()
    }
    const event = readTincEvent(line)
    if (event?.node !== gatewayNode) return
    log('tinc', 'info', line)
    if (event.kind === 'activated') {
      isConnected = true
      seeds.told()
      listAfter(restingMs)
    }
    if (event.kind === 'closed') isConnected = false
    if (isConnected) settle()
    // The lines that come with this one belong to the same failure.
    else if (failures.has(event.kind)) setImmediate(settle)
    news.tell()
  }

  await seeds.another(signal)
  const daemon = await startDaemon(
    {
      folder: 'tinc',
      program: tincd.name,
      files: () => tincFolder(layer, gateway),
      user: daemonUser,
      command(folder) {
        const args = ['-c', folder, '-D', '-d3', `--pidfile=${join(folder, 'pid')}`]
        return withoutPrivileges(found.path, args, capabilities)
      },
      hear,
      isWord: (line) => readTincNode(line) === null,
    },
    options,
    signal,
  )
  const close = () => {
    stopWaiting?.()
    news.end()
    daemon.close()
  }
  const established = (): TincEstablished => ({
    kind: 'tinc',
    localHost: null,
    remoteHost: gateway,
    protocol: isSptps ? 'sptps' : 'legacy',
    peers: peersOf(list.nodes, isConnected ? gatewayNode : null),
  })
  const silence = () =>
    diagnoseTinc(daemon.lines, { gateway, port: gatewayHost?.port ?? 655, gatewayNode, ownNode: layer.name })
  return orClose(close, async () => {
    const connected = await daemon.until(() => settled, silence, connectMs)
    if (!connected.ok) return connected
    if (!isConnected) return failed(silence())
    return done({
      daemon,
      established: established(),
      async now() {
        if (!isConnected) return null
        if (!isListDue) return established()
        isListDue = false
        daemon.ask('SIGUSR2')
        // A list that does not come in time leaves the one before.
        await daemon.until(() => list.next, silence, listMs)
        const isProbed = probesSeen > 0 && stopWaiting === null
        if (isProbed && list.nodes.some(({ reachable, direct }) => reachable && !direct)) listAfterProbing()
        return isConnected ? established() : null
      },
      changed: news.subscribe,
      close,
    })
  })
}
