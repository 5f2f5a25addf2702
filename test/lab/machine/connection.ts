/** A connection to a machine's agent starts processes, and says at once when the machine is gone or hangs. */
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { CommandError, type Finished, RunningProcess, type RunOptions, type Shell } from './process.ts'
import { type ExitReport, encodeFrame, type Frame, frameReader } from './protocol.ts'

export interface AgentPlace {
  /** The agent is met at a TCP port of this machine, or at a UNIX socket. */
  readonly at: { readonly port: number } | { readonly path: string }
  readonly token: string
}

/** Under emulation a busy guest may not be scheduled for seconds; one that is silent for longer is not coming back. */
const hungMs = 45_000
const defaultTimeoutMs = 30_000
const insideEnv = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LANG: 'C.UTF-8',
}

export interface ConnectOptions {
  /** A machine that says nothing for so many ms counts as hung. */
  readonly silentMs?: number
}

export interface Connection extends Shell {
  /** Rejects when the machine is gone or hangs; never resolves. */
  readonly lost: Promise<never>
  /** Ends all processes that were started by this connection. */
  close(): void
}

/**
 * Tries until the agent answers or the signal aborts.
 * @param explain called when the machine is lost: its last words, for the error
 */
export async function connectToAgent(
  place: AgentPlace,
  signal: AbortSignal,
  explain: () => string,
  { silentMs = hungMs }: ConnectOptions = {},
): Promise<Connection> {
  for (;;) {
    signal.throwIfAborted()
    const socket = await greeted(place).catch(() => undefined)
    if (socket) return new AgentConnection(socket, explain, silentMs)
    await delay(100, undefined, { signal })
  }
}

/** A forwarded port accepts before anyone listens behind it: only the agent's own greeting counts. */
function greeted({ at, token }: AgentPlace): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const socket = connect({ host: '127.0.0.1', ...at })
  socket.setNoDelay(true)
  socket.setTimeout(2000, () => socket.destroy(new Error('no greeting')))
  socket.once('connect', () => socket.write(encodeFrame('hello', 0, token)))
  socket.once('error', reject)
  socket.once('close', () => reject(new Error('closed')))
  socket.once('data', (chunk: Buffer) => {
    socket.setTimeout(0)
    socket.pause()
    socket.removeAllListeners()
    socket.unshift(chunk)
    resolve(socket)
  })
  return promise
}

class AgentConnection implements Connection {
  readonly lost: Promise<never>
  readonly #socket: Socket
  readonly #explain: () => string
  readonly #processes = new Map<number, RunningProcess>()
  readonly #fail: (error: Error) => void
  #failure: Error | undefined
  #next = 1

  constructor(socket: Socket, explain: () => string, silentMs: number) {
    this.#socket = socket
    this.#explain = explain
    const { promise, reject } = Promise.withResolvers<never>()
    this.lost = promise
    promise.catch(() => {})
    this.#fail = reject
    socket.setTimeout(silentMs, () =>
      this.#lose(`the machine has not said anything for ${silentMs / 1000} s: it hangs`),
    )
    socket.on('error', (error) => this.#lose(`the connection to the machine broke: ${error.message}`))
    socket.on('close', () => this.#lose('the machine is gone'))
    socket.on(
      'data',
      frameReader((frame) => this.#receive(frame)),
    )
    socket.resume()
  }

  start(argv: readonly string[], options: Pick<RunOptions, 'env'> = {}): RunningProcess {
    const id = this.#next++
    const process = new RunningProcess(argv, {
      write: (data) => this.#send('stdin', id, data),
      end: () => this.#send('stdin-end', id),
      signal: (name) => this.#send('signal', id, name),
    })
    if (this.#failure) process.lost(this.#failure)
    else {
      this.#processes.set(id, process)
      this.#send('spawn', id, JSON.stringify({ argv, env: { ...insideEnv, ...options.env } }))
    }
    return process
  }

  async run(argv: readonly string[], options: RunOptions = {}): Promise<Finished> {
    const finished = await this.attempt(argv, options)
    if (finished.code !== 0) throw new CommandError(argv, finished, `ended with ${finished.signal ?? finished.code}`)
    return finished
  }

  async attempt(argv: readonly string[], options: RunOptions = {}): Promise<Finished> {
    const process = this.start(argv, options)
    if (options.input !== undefined) process.write(options.input)
    process.end()
    let overdue = false
    const timeoutMs = options.timeoutMs ?? defaultTimeoutMs
    const timer = setTimeout(() => {
      overdue = true
      process.signal('SIGKILL')
    }, timeoutMs)
    try {
      const finished = await process.exited
      if (overdue) throw new CommandError(argv, finished, `took longer than ${timeoutMs} ms`)
      return finished
    } finally {
      clearTimeout(timer)
    }
  }

  close(): void {
    this.#failure ??= new Error('the connection to the machine was closed')
    this.#socket.destroy()
  }

  #receive({ kind, process: id, payload }: Frame): void {
    const process = this.#processes.get(id)
    if (kind === 'stdout' || kind === 'stderr') process?.received(kind, payload)
    else if (kind === 'exit') {
      this.#processes.delete(id)
      process?.ended(JSON.parse(payload.toString()) as ExitReport)
    }
  }

  #send(kind: 'spawn' | 'stdin' | 'stdin-end' | 'signal', id: number, payload?: string | Uint8Array): void {
    if (!this.#socket.destroyed) this.#socket.write(encodeFrame(kind, id, payload))
  }

  #lose(why: string): void {
    const failure = this.#failure ?? new Error(`${why}\n${this.#explain()}`)
    this.#failure = failure
    this.#fail(failure)
    for (const process of this.#processes.values()) process.lost(failure)
    this.#processes.clear()
    this.#socket.destroy()
  }
}
