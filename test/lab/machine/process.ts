/** This module stands for a process inside a machine, as it is seen from outside. */
import type { ExitReport } from './protocol.ts'

export interface Finished {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly input?: string | Uint8Array
  readonly env?: Readonly<Record<string, string>>
  /** How long the command may take; it is killed then and the promise rejects. */
  readonly timeoutMs?: number
}

/** A shell runs commands somewhere: as root of a machine, inside a host, or as a host's ordinary user. */
export interface Shell {
  /** Rejects unless the command ends with 0 in time; the error carries what it wrote. */
  run(argv: readonly string[], options?: RunOptions): Promise<Finished>
  /** Does the same as `run`, but takes any exit code for an answer. */
  attempt(argv: readonly string[], options?: RunOptions): Promise<Finished>
  /** A process that stays: it ends when it wants, is told to, or the connection to the machine ends. */
  start(argv: readonly string[], options?: Pick<RunOptions, 'env'>): RunningProcess
}

type Stream = 'stdout' | 'stderr'

export class CommandError extends Error {
  constructor(argv: readonly string[], finished: Finished, why: string) {
    const said = `${finished.stdout}${finished.stderr}`.trim().split('\n').slice(-15).join('\n')
    super(`${argv.join(' ')}: ${why}${said && `\n${said}`}`)
  }
}

/** A process sends its signals and its input by the connection to the agent. */
export interface ProcessLine {
  write(data: string | Uint8Array): void
  end(): void
  signal(name: NodeJS.Signals): void
}

export class RunningProcess {
  readonly argv: readonly string[]
  /** Resolves at the process's end; rejects when the machine is lost or the program cannot be started. */
  readonly exited: Promise<Finished>
  readonly #line: ProcessLine
  readonly #chunks: Record<Stream, Buffer[]> = { stdout: [], stderr: [] }
  readonly #watchers = new Set<() => void>()
  readonly #listeners = new Set<(stream: Stream, chunk: Buffer) => void>()
  #settle: { resolve(finished: Finished): void; reject(error: Error): void }
  #ended: string | undefined

  constructor(argv: readonly string[], line: ProcessLine) {
    this.argv = argv
    this.#line = line
    const { promise, resolve, reject } = Promise.withResolvers<Finished>()
    this.exited = promise
    this.#settle = { resolve, reject }
    promise.catch(() => {}) // whoever waits for it hears of it; nobody has to
  }

  write(data: string | Uint8Array): void {
    this.#line.write(data)
  }
  end(): void {
    this.#line.end()
  }
  signal(name: NodeJS.Signals): void {
    this.#line.signal(name)
  }

  get stdout(): string {
    return this.bytes('stdout').toString()
  }
  get stderr(): string {
    return this.bytes('stderr').toString()
  }
  bytes(stream: Stream): Buffer {
    return Buffer.concat(this.#chunks[stream])
  }

  /** Called with everything written from now on. Returns its own undo. */
  onData(listener: (stream: Stream, chunk: Buffer) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Resolves with the match once the process has written it, on either stream, now or before. */
  async waitFor(pattern: RegExp, timeoutMs: number): Promise<RegExpMatchArray> {
    const { promise, resolve, reject } = Promise.withResolvers<RegExpMatchArray>()
    const fail = (why: string) =>
      reject(new CommandError(this.argv, this.#finished(null, null), `${why} before it wrote ${pattern}`))
    const look = () => {
      const match = `${this.stdout}\n${this.stderr}`.match(pattern)
      if (match) resolve(match)
      else if (this.#ended !== undefined) fail(this.#ended)
    }
    const timer = setTimeout(() => fail(`${timeoutMs} ms passed`), timeoutMs)
    this.#watchers.add(look)
    look()
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#watchers.delete(look)
    }
  }

  /** Sends SIGTERM, and SIGKILL where the process has not ended in time. */
  async stop(timeoutMs = 10_000): Promise<Finished> {
    this.signal('SIGTERM')
    const timer = setTimeout(() => this.signal('SIGKILL'), timeoutMs)
    try {
      return await this.exited
    } finally {
      clearTimeout(timer)
    }
  }

  /** For the connection: what the agent reports. */
  received(stream: Stream, chunk: Buffer): void {
    this.#chunks[stream].push(chunk)
    for (const listener of this.#listeners) listener(stream, chunk)
    for (const look of this.#watchers) look()
  }
  ended(report: ExitReport): void {
    this.#ended = report.error ?? `it ended with ${report.signal ?? report.code}`
    if (report.error) this.#settle.reject(new CommandError(this.argv, this.#finished(null, null), report.error))
    else this.#settle.resolve(this.#finished(report.code, report.signal))
    for (const look of this.#watchers) look()
  }
  lost(error: Error): void {
    this.#ended = error.message
    this.#settle.reject(error)
    for (const look of this.#watchers) look()
  }

  #finished(code: number | null, signal: string | null): Finished {
    return { code, signal, stdout: this.stdout, stderr: this.stderr }
  }
}
