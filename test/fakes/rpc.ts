/** This fixture runs the real server of the helper's socket over verbs that do nothing, and connects clients to it. */
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node'
import { protocolVersion } from '../../helper/contract/requests.ts'
import type { Handlers } from '../../helper/rpc/client.ts'
import { type RpcServer, serve } from '../../helper/rpc/server.ts'

export { CancellationTokenSource } from 'vscode-jsonrpc/node'

const never = () => Promise.reject(new Error('not asked for in these tests'))
const handlers: Handlers = {
  hello: (_, { peer, authority }) => ({
    version: '1',
    protocol: protocolVersion,
    uid: peer.uid,
    authority: [...authority],
  }),
  status: never,
  watch: never,
  up: never,
  down: never,
  test: never,
  mtu: never,
  profiles: () => ({ installed: [], unreadable: [] }),
  show: ({ profile }) => ({ toml: profile }),
  import: never,
  remove: never,
  logs: () => [],
  events: () => [],
  stop: never,
}

export interface RpcFixture {
  readonly path: string
  /** @param allowedUid ourselves unless said otherwise; null: root alone */
  start(allowedUid?: number | null, more?: Partial<Handlers>): Promise<void>
  /** Starts another server at the same place, which is refused. */
  another(): Promise<RpcServer>
  stop(): Promise<void>
  client(): Promise<{ socket: Socket; connection: MessageConnection }>
  close(): Promise<void>
}

export function openRpc(): RpcFixture {
  const folder = mkdtempSync(join(tmpdir(), 'rpc-'))
  chmodSync(folder, 0o755)
  const path = join(folder, 'helper.sock')
  let server: RpcServer | undefined
  const begin = (allowedUid: number | null = process.getuid?.() ?? 0, more: Partial<Handlers> = {}) =>
    serve(path, allowedUid, { ...handlers, ...more }, () => undefined)
  const stop = async () => {
    await server?.close()
    server = undefined
  }
  return {
    path,
    async start(allowedUid, more) {
      server = await begin(allowedUid, more)
    },
    another: () => begin(),
    stop,
    async client() {
      const socket = connect(path)
      await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
      const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket))
      connection.listen()
      return { socket, connection }
    },
    async close() {
      await stop()
      rmSync(folder, { recursive: true })
    },
  }
}

export const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))

const nobody = 65534
/**
 * Root plays nobody; anyone else is a stranger to a helper that serves another user. It becomes nobody by itself: this very Node
 * may lie in a folder that is root's alone.
 */
export const becomeNobody = [
  process.getuid?.() === 0 ? `process.setgroups([]); process.setgid(${nobody}); process.setuid(${nobody});` : '',
  // Its standard input is a pipe of the test's: nobody outlives a test that was killed.
  "process.stdin.on('end', () => process.exit()).resume();",
].join('\n')

/** @param script with the `socket` to that path, and `tell`, which says its result and ends */
export function asNobody(path: string, script: string): Promise<string> {
  const whole = `${becomeNobody}
    const tell = (words) => { process.stdout.write(String(words)); process.exit() }
    const socket = require('node:net').connect(process.argv[1]); ${script}`
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--eval', whole, path])
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', reject)
    child.on('close', () => resolve(output))
  })
}
