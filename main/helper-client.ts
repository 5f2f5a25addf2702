/**
 * This client is one connection to the helper, by `helper/contract/requests.ts`: every answer is checked against the
 * contract, every wait has a deadline. Used by the command line and, through `helper-store.ts`, by the app.
 */
import { statSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import * as v from 'valibot'
import {
  CancellationTokenSource,
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node'
import {
  type Hello,
  type NotificationName,
  notifications,
  protocolVersion,
  RequestFailure,
  type RequestName,
  type RequestParams,
  type RequestResult,
  requests,
} from '../helper/contract/requests.ts'
import { type Answer, answered, failing, type HelperFailure } from './helper-failure.ts'
import { hasUnit } from './installed.ts'
import { type HelperStart, replaceLine, startLine } from './start-line.ts'
import { userName } from './user-name.ts'

/** On top of the helper's own deadline, so that its answer "timed out" arrives first. */
const margin = 2_000
const connectDeadline = 3_000
const queueMs = 10

export interface HelperAddress {
  readonly socket: string
  /** The person named this socket: then it need not belong to root. */
  readonly chosen: boolean
  /** The helper's own program is named in the line that starts it. */
  readonly program?: string
}

/** Says how a helper is started at this address for who asks. */
export const helperStart = ({ socket, program = 'roam6-helper' }: HelperAddress): HelperStart => ({
  program,
  uid: ownUser(),
  socket,
  hasUnit: hasUnit(program),
})

const ownUser = () => process.getuid?.() ?? 0

export type Notification<Name extends NotificationName> = v.InferOutput<(typeof notifications)[Name]>

export interface HelperClient {
  readonly hello: v.InferOutput<typeof Hello>
  /** Never rejects. Cancelled at the helper too when `signal` aborts. */
  request<Name extends RequestName>(
    name: Name,
    params: RequestParams<Name>,
    signal?: AbortSignal,
  ): Promise<Answer<RequestResult<Name>>>
  /** Returns its own undo. What does not fit the contract is dropped. */
  on<Name extends NotificationName>(name: Name, listener: (value: Notification<Name>) => void): () => void
  /** Called once, whoever ended it; at once if that was before. Returns its own undo. */
  onClose(listener: () => void): () => void
  close(): void
}

/** Connects, asks who is there and compares versions. */
export async function connectHelper(address: HelperAddress): Promise<Answer<HelperClient>> {
  const { socket } = address
  const start = replaceLine(helperStart(address))
  const owner = address.chosen ? undefined : stranger(socket)
  if (owner !== undefined) return failing({ code: 'not-trusted', socket, owner, start })
  const opened = await open(address)
  if (!opened.ok) return opened
  const client = new Connection(opened.value, address)
  const hello = await client.request('hello', {})
  if (hello.ok && hello.value.protocol === protocolVersion)
    return answered(Object.assign(client, { hello: hello.value }))
  client.close()
  if (!hello.ok) return hello
  const { version: helper, protocol: speaks } = hello.value
  return failing({ code: 'other-version', helper, speaks, wanted: protocolVersion, start })
}

/**
 * Says whose the socket may be, where it need not be root's: a socket of root's is in a folder that nobody else writes to. The socket itself
 * belongs to the person that the helper serves. Absent ones are no risk.
 */
function stranger(path: string): string | undefined {
  const folder = statSync(dirname(path), { throwIfNoEntry: false })
  if (!folder) return undefined
  if (folder.uid !== 0) return `of ${userName(folder.uid)}`
  return (folder.mode & 0o022) === 0 ? undefined : 'of anybody who may write to its folder'
}

/** The helper gives its socket to the user that it serves; root may use it as well (helper/rpc/server.ts). */
function notServed(address: HelperAddress): HelperFailure {
  const owner = statSync(address.socket, { throwIfNoEntry: false })?.uid
  const serves = owner === undefined ? null : owner === 0 ? 'root alone' : `root and ${userName(owner)}`
  return { code: 'not-served', you: userName(ownUser()), serves, start: replaceLine(helperStart(address)) }
}

export const noHelper = (address: HelperAddress): HelperFailure => ({
  code: 'no-helper',
  socket: address.socket,
  start: startLine(helperStart(address)),
})

async function open(address: HelperAddress): Promise<Answer<Socket>> {
  const deadline = performance.now() + connectDeadline
  for (;;) {
    const opened = await connectOnce(address.socket, deadline - performance.now())
    if (typeof opened !== 'string') return answered(opened)
    if (opened === 'EACCES') return failing(notServed(address))
    // The queue of connections is full (connect(2)); the helper is emptying it.
    if (opened !== 'EAGAIN') return failing(noHelper(address))
    await delay(queueMs)
  }
}

/** The socket, or the name of the error. */
function connectOnce(path: string, withinMs: number): Promise<Socket | string> {
  return new Promise((resolve) => {
    const socket = connect(path)
    const give = (result: Socket | string) => {
      clearTimeout(timer)
      socket.removeAllListeners()
      if (result !== socket) socket.destroy()
      resolve(result)
    }
    const timer = setTimeout(() => give('ETIMEDOUT'), withinMs)
    socket.once('connect', () => give(socket))
    socket.once('error', (error: NodeJS.ErrnoException) => give(error.code ?? ''))
  })
}

class Connection {
  readonly #rpc: MessageConnection
  readonly #socket: Socket
  readonly #closeListeners = new Set<() => void>()
  readonly #listeners = new Map<NotificationName, Set<(value: never) => void>>()
  #closed = false
  /** The failure that pending requests get when the connection ends. */
  #ending: HelperFailure

  constructor(socket: Socket, address: HelperAddress) {
    this.#socket = socket
    this.#ending = { code: 'lost', socket: address.socket }
    const reader = new StreamMessageReader(socket)
    // It would ask every 10 s for the rest of half a message, also when the connection has ended, and keep a command from its end.
    reader.partialMessageTimeout = 0
    this.#rpc = createMessageConnection(reader, new StreamMessageWriter(socket))
    this.#rpc.onError(() => this.close())
    this.#rpc.onClose(() => this.close())
    socket.on('error', () => this.close()).on('close', () => this.close())
    for (const name of Object.keys(notifications) as NotificationName[])
      this.#rpc.onNotification(name, (value: unknown) => this.#deliver(name, value))
    this.on('refused', ({ message, ...reason }) => {
      this.#ending = reason.code === 'not-authorised' ? notServed(address) : { code: 'refused', message, reason }
      this.close()
    })
    this.#rpc.listen()
  }

  request<Name extends RequestName>(
    name: Name,
    params: RequestParams<Name>,
    signal?: AbortSignal,
  ): Promise<Answer<RequestResult<Name>>> {
    if (this.#closed) return Promise.resolve(failing(this.#ending))
    const { deadlineMs, result } = requests[name]
    return new Promise((resolve) => {
      const cancellation = new CancellationTokenSource()
      const give = (answer: Answer<RequestResult<Name>>) => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        stopWaiting()
        resolve(answer)
      }
      const abort = () => {
        cancellation.cancel()
        give(failing({ code: 'cancelled' }))
      }
      const timer = setTimeout(() => {
        cancellation.cancel()
        give(failing({ code: 'no-answer', verb: name, afterMs: deadlineMs + margin }))
      }, deadlineMs + margin)
      signal?.addEventListener('abort', abort)
      const stopWaiting = this.onClose(() => give(failing(this.#ending)))
      this.#rpc.sendRequest(name, params, cancellation.token).then(
        (value: unknown) => {
          const parsed = v.safeParse<v.GenericSchema>(result, value)
          give(
            parsed.success
              ? answered(parsed.output as RequestResult<Name>)
              : failing({ code: 'not-understood', verb: name, detail: firstIssue(parsed.issues) }),
          )
        },
        (error: unknown) => give(this.#refusal(name, error)),
      )
    })
  }

  on<Name extends NotificationName>(name: Name, listener: (value: Notification<Name>) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners)
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }

  onClose(listener: () => void): () => void {
    if (this.#closed) listener()
    else this.#closeListeners.add(listener)
    return () => void this.#closeListeners.delete(listener)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#rpc.dispose()
    this.#socket.destroy()
    for (const listener of this.#closeListeners) listener()
    this.#closeListeners.clear()
  }

  #deliver(name: NotificationName, value: unknown): void {
    const parsed = v.safeParse(notifications[name], value)
    if (!parsed.success) return
    for (const listener of this.#listeners.get(name) ?? []) (listener as (value: unknown) => void)(parsed.output)
  }

  #refusal(name: RequestName, error: unknown) {
    if (!(error instanceof ResponseError)) return failing(this.#ending)
    const reason = v.safeParse(RequestFailure, error.data)
    return reason.success
      ? failing({ code: 'refused', message: error.message, reason: reason.output })
      : failing({ code: 'not-understood', verb: name, detail: error.message })
  }
}

const firstIssue = ([issue]: readonly [v.BaseIssue<unknown>, ...unknown[]]) =>
  `${v.getDotPath(issue) ?? ''}: ${issue.message}`
