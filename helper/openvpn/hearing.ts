/** Puts together what openvpn says of one connect: its state by the management interface, and its log, which tells more than the state. */
import type { Finding } from '../contract/problem.ts'
import { diagnoseOpenVpn, isSilence, type OpenVpnFailureContext } from '../core/layer/openvpn/diagnose.ts'
import type { OpenVpnConnection } from '../core/layer/openvpn/established.ts'
import { readLog, type Told } from '../core/layer/openvpn/read-log.ts'
import { beforeAnyTry, hear, isDecided } from '../core/layer/openvpn/verdict.ts'
import { keptLines } from '../daemon/daemon.ts'
import { DaemonUnheard } from '../daemon/unheard.ts'
import type { OpenVpnState } from './management.ts'

export interface Hearing {
  state(next: OpenVpnState): void
  log(line: string): void
  /** The last lines of its log since it was connected last, oldest first. */
  readonly lines: readonly string[]
  /** Resolves when the connect has come to something: connected, heard with a static key, exiting, or a verdict that trying on does not change. */
  readonly settled: Promise<void>
  /** Null while nothing is connected. */
  connection(): OpenVpnConnection | null
  /** The same, asked once it was connected. Throws a `DaemonUnheard` while openvpn exits by itself, as its last words say why. */
  now(): OpenVpnConnection | null
  /** Explains why nothing is connected. */
  failure(): Finding
  /** Explains an end by its last words; null where nothing in them says why. */
  death(words: readonly string[]): Finding | null
}

export interface HearingOptions {
  readonly context: OpenVpnFailureContext
  /** How many gateways openvpn was told to try, one after another. */
  readonly remotes: number
  readonly tls: boolean
}

/**
 * openvpn logs this when the first authentic packet has come (link_socket_set_outgoing_addr in its socket.c). With a static key nothing else
 * is to be agreed on. The state CONNECTED follows by a timer of whole seconds, up to two of them later (measured).
 */
const heardFrom = /^Peer Connection Initiated with \[AF_INET6?\](.+):(\d+)$/

export function createHearing({ context, remotes, tls }: HearingOptions): Hearing {
  let state: OpenVpnState | null = null
  let round = beforeAnyTry
  let lines: readonly string[] = []
  /** Said once for each handshake, and kept, as the lines are not. */
  let told: Told = { cipher: null, digest: null, transport: null }
  /** The other end, where it was heard with a static key. */
  let heard: { readonly remote: string; readonly remotePort: number } | null = null
  let settle = () => {}
  const settled = new Promise<void>((resolve) => {
    settle = resolve
  })
  const connection = (): OpenVpnConnection | null => {
    const from = state?.name === 'CONNECTED' ? state : heard && { local: null, ...heard }
    if (!from) return null
    const { local, remote, remotePort } = from
    return {
      kind: 'openvpn',
      localHost: local || null,
      remoteHost: remote || context.gateway,
      remotePort: remotePort || context.port,
      tls,
      cipher: told.cipher,
      digest: told.digest,
      transport: told.transport ?? context.protocol,
    }
  }
  return {
    settled,
    connection,
    now() {
      if (state?.name === 'EXITING') throw new DaemonUnheard(`It is exiting: ${state.detail}`)
      return connection()
    },
    state(next) {
      state = next
      if (next.name === 'RECONNECTING' || next.name === 'EXITING') heard = null
      // What it failed by until now is not what it may end by later.
      if (next.name === 'CONNECTED') lines = []
      if (next.name === 'CONNECTED' || next.name === 'EXITING') settle()
    },
    get lines() {
      return lines
    },
    log(line) {
      lines = [...lines.slice(1 - keptLines), line]
      const { cipher, digest, transport } = readLog([line])
      told = {
        cipher: cipher ?? told.cipher,
        digest: digest ?? told.digest,
        transport: transport ?? told.transport,
      }
      round = hear(round, line)
      const [, remote, port] = (!tls && heardFrom.exec(line)) || []
      if (remote !== undefined) {
        heard = { remote, remotePort: Number(port) }
        settle()
      }
      if (isDecided(round, remotes)) settle()
    },
    failure: () => diagnoseOpenVpn(round.verdict === null ? lines : [round.verdict, ...lines], context),
    death(words) {
      const why = diagnoseOpenVpn(words, context)
      return isSilence(why) ? null : why
    },
  }
}
