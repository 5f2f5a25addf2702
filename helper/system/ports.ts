/** What the helper needs from the system, as interfaces. Adapters stand beside this file; `main.ts` composes them. */
import type { LogLine } from '../contract/requests.ts'
import type { Change } from '../core/change/change.ts'
import type { Observed, ObservedSetting } from '../core/change/observed.ts'
import type { Outcome } from '../core/outcome.ts'

/** Lines also go to the log that `roam6 logs` shows. Never log a secret. */
export type Log = (source: string, level: LogLine['level'], text: string) => void

export interface CommandResult {
  /** null when it was ended by a signal, also by the deadline. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CommandRunner {
  /** No shell. Rejects only with an abort; a program that cannot be started has exitCode 127. */
  run(
    program: string,
    args: readonly string[],
    options: { readonly stdin?: string; readonly deadlineMs: number; readonly signal?: AbortSignal | undefined },
  ): Promise<CommandResult>
}

/** Makes changes true and takes them back. Knows nothing of the journal: `journal/ledger.ts` is the way in. */
export interface Effects {
  /** In order. Throws an `EffectFailed` naming the first that failed; those before it are made. */
  make(changes: readonly Change[], signal?: AbortSignal): Promise<void>
  /**
   * In reverse order. What is not there, or is not ours any more, is passed over. Returns the changes that are
   * still there afterwards: none, unless the kernel refuses.
   */
  undo(changes: readonly Change[], signal?: AbortSignal): Promise<readonly Change[]>
  /** Ends programs of ours that outlived their helper, and deletes what bears our marks but is not among `keep`. */
  sweep(keep: readonly Change[], signal?: AbortSignal): Promise<void>
}

export interface Observer {
  /** Throws where the kernel does not answer, within a deadline of its own. */
  observe(): Promise<Observed>
}

/** What the kernel is told of IPv6 by link. */
export interface Settings {
  read(): readonly ObservedSetting[]
  /** Throws where there is no such link. */
  write(setting: ObservedSetting): void
}

export interface ProcessExit {
  readonly exitCode: number | null
  readonly signal: string | null
}

export interface Processes {
  /** Resolves when the process of this role, started by this helper, has ended and its last lines were heard; at once when there is none. */
  exited(role: string): Promise<ProcessExit>
  /** Each line that the process of this role writes from now on. Returns its own undo. */
  output(role: string, listener: (line: string) => void): () => void
  /** To the process itself: it asks, it does not end. */
  signal(role: string, name: 'SIGUSR1' | 'SIGUSR2'): void
}

/** The way in for everyone who changes the system: journaled, synced, then made. */
export interface Transaction {
  /** All, or an `EffectFailed`: what was made before it stays until its scope is undone. */
  make(changes: readonly Change[], signal?: AbortSignal): Promise<void>
}

/** Monotonic time, in ms, and what is to happen later: a seam, so that a model test tells hours in a moment. */
export interface Clock {
  now(): number
  /** Returns what takes it back. */
  after(ms: number, act: () => void): () => void
}

/** Returns its own undo. An event only means "look again". */
export type Subscribe = (listener: () => void) => () => void

/** A name to one address, the system's first choice; an address to itself. Rejects only with an abort. */
export type Resolve = (name: string, signal?: AbortSignal) => Promise<Outcome<string>>
