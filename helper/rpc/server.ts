/** The helper's socket: JSON-RPC with vscode-jsonrpc, every message parsed by the contract before it is looked at. */
import { chmodSync, lstatSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import {
  type CancellationToken,
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node'
import type { Authority, NotificationName, RequestName, RequestParams, RequestResult } from '../contract/requests.ts'
import { notifications, requestFailureCode, requests } from '../contract/requests.ts'
import type { Log } from '../system/ports.ts'
import { authorityOf } from './authority.ts'
import { type Peer, peerOf } from './peer.ts'
import { RequestFailed } from './request-failed.ts'

/** More than an app, a command line and a curious person need; a flood is refused, not served. */
const maxConnections = 32

/** One connected client. */
export interface Client {
  readonly peer: Peer
  readonly authority: readonly Authority[]
  notify(name: NotificationName, value: unknown): void
  /** Runs when the client is gone, at once when it is gone already. */
  onGone(undo: () => void): void
}

export type Handlers = {
  readonly [Name in RequestName]: (
    params: RequestParams<Name>,
    client: Client,
    signal: AbortSignal,
  ) => Promise<RequestResult<Name>> | RequestResult<Name>
}

export interface RpcServer {
  close(): Promise<void>
}

/** A socket that a killed helper left is removed; one where somebody answers is somebody's. */
async function clear(path: string) {
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (!there) return
  if (!there.isSocket()) throw new Error(`${path} is there and is no socket`)
  const answered = await new Promise<boolean>((resolve) => {
    const probe = connect(path)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })
  if (answered) throw new Error(`another helper serves ${path}`)
  rmSync(path)
}

export async function serve(path: string, allowedUid: number | null, handlers: Handlers, log: Log): Promise<RpcServer> {
  await clear(path)
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    socket.on('error', (error) => log('helper', 'debug', `client: ${error.message}`))
    if (sockets.size >= maxConnections) {
      socket.destroy()
      return
    }
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    try {
      attend(socket, allowedUid, handlers, log)
    } catch (error) {
      log('helper', 'warn', `client refused: ${String(error)}`)
      socket.destroy()
    }
  })
  // 0600 until it listens, then open: who may do what is decided by SO_PEERCRED, not by the file's mode.
  const umask = process.umask(0o177)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
  } finally {
    process.umask(umask)
  }
  chmodSync(path, 0o666)
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.end()
        // A client that does not read must not keep us.
        setTimeout(() => {
          for (const socket of sockets) socket.destroy()
        }, 200).unref()
      }),
  }
}

function attend(socket: Socket, allowedUid: number | null, handlers: Handlers, log: Log) {
  const peer = peerOf(socket)
  const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket))
  const goodbyes: (() => void)[] = []
  let gone = false
  const client: Client = {
    peer,
    authority: authorityOf(peer, allowedUid),
    notify(name, value) {
      // A slow reader must not make us hold its messages: it gets the next snapshot, whole, when it has read this one.
      if (gone || socket.writableLength > slowReaderBytes) return
      connection.sendNotification(name, notifications[name].parse(value)).catch(() => undefined)
    },
    onGone(undo) {
      if (gone) undo()
      else goodbyes.push(undo)
    },
  }
  if (client.authority.length === 0) limitStranger(socket)
  for (const name of Object.keys(requests) as RequestName[]) register(connection, name, handlers, client, log)
  connection.onError(() => socket.destroy())
  socket.once('close', () => {
    gone = true
    for (const undo of goodbyes) undo()
    connection.dispose()
  })
  connection.listen()
}

const slowReaderBytes = 1024 * 1024

/** Who may do nothing is told so, and has no need to send more than a question. */
const strangerBytes = 16 * 1024

function limitStranger(socket: Socket) {
  let received = 0
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length
    if (received > strangerBytes) socket.destroy()
  })
}

function register<Name extends RequestName>(
  connection: MessageConnection,
  name: Name,
  handlers: Handlers,
  client: Client,
  log: Log,
) {
  const { params, result, authority, deadlineMs } = requests[name]
  connection.onRequest(name, async (given: unknown, token: CancellationToken): Promise<unknown> => {
    const cancelled = new AbortController()
    token.onCancellationRequested(() => cancelled.abort())
    client.onGone(() => cancelled.abort())
    const deadline = AbortSignal.timeout(deadlineMs)
    try {
      if (!client.authority.includes(authority)) {
        throw new RequestFailed('not-authorised', `User ${client.peer.uid} may not ask this helper to ${name}.`, {
          remedy: 'It serves root and the user that it was started for.',
        })
      }
      const parsed = params.safeParse(given ?? {})
      if (!parsed.success) {
        const [issue] = parsed.error.issues
        throw new RequestFailed('usage', `${name}: ${issue?.message}`, {
          place: issue?.path.map(String).join('.') ?? '',
        })
      }
      const signal = AbortSignal.any([cancelled.signal, deadline])
      const answer = handlers[name](parsed.data as RequestParams<Name>, client, signal)
      return result.parse(await withDeadline(Promise.resolve(answer), deadline, name))
    } catch (error) {
      if (error instanceof RequestFailed) throw new ResponseError(requestFailureCode, error.message, error.failure)
      log('helper', 'error', `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      throw new ResponseError(requestFailureCode, `${name} failed inside the helper; its log has the details.`, {
        code: 'internal',
      })
    }
  })
}

function withDeadline<Value>(answer: Promise<Value>, deadline: AbortSignal, name: string): Promise<Value> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new RequestFailed('timed-out', `${name} was not done in time.`))
    deadline.addEventListener('abort', late, { once: true })
    answer.then(resolve, reject).finally(() => deadline.removeEventListener('abort', late))
  })
}
