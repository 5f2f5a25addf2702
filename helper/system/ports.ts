/** The interfaces through which the helper uses the system. Their adapters stand beside this file; `run-helper.ts` composes them. */
import type { LogLine } from '../contract/requests.ts'
import type { Change } from '../core/change/change.ts'
import type { Observed, ObservedSetting } from '../core/change/observed.ts'
import type { Request } from '../core/change/request.ts'
import type { Outcome } from '../core/outcome.ts'

/** Lines also go to the log that `roam6 logs` shows. Never log a secret. */
export type Log = (source: string, level: LogLine['level'], text: string) => void

export interface CommandResult {
  /** null when a signal ended the program, as at its deadline. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CommandRunner {
  /** Runs a program without a shell. Rejects only with an abort; a program that cannot be started has exitCode 127. */
  run(
    program: string,
    args: readonly string[],
    options: { readonly stdin?: string; readonly deadlineMs: number; readonly signal?: AbortSignal | undefined },
  ): Promise<CommandResult>
}

/** Why the system did not do what it was asked for. */
export interface Refusal {
  /** The error's name: "EEXIST". "ETIMEDOUT" is our own deadline: nobody knows what becomes of the request. */
  readonly error: string
  /** What the kernel, or nft, says besides; '' where it says nothing. */
  readonly words: string
}

/** Asks the kernel for modifications, one after another; what nft does goes beside the others. */
export interface Requests {
  /**
   * Sends the request when all earlier ones of its kind have come back. Returns null when it is done. Rejects only with an abort. A request that
   * was given up, by an abort or at its deadline, may still be carried out, since the kernel may be waiting in it for a lock.
   */
  send(request: Request, signal?: AbortSignal): Promise<Refusal | null>
  /** Resolves when every request has come back, those too that were given up. Rejects only with an abort. */
  settled(signal?: AbortSignal): Promise<void>
}

/** Makes changes true and takes them back. Knows nothing of the journal: `journal/ledger.ts` is the way in. */
export interface Effects {
  /** Makes the changes in order. Throws an `EffectFailed` that names the first change that failed; those before it are made then. */
  make(changes: readonly Change[], signal?: AbortSignal): Promise<void>
  /**
   * Undoes the changes in reverse order. A change that is not there, or not ours any more, is passed over. Returns the changes
   * that are still there afterwards: none, unless the kernel refuses.
   */
  undo(changes: readonly Change[], signal?: AbortSignal): Promise<readonly Change[]>
  /** Ends programs of ours that outlived their helper, and deletes what bears our marks but is not among `keep`. */
  sweep(keep: readonly Change[], signal?: AbortSignal): Promise<void>
}

export interface Observer {
  /** Throws where the kernel does not answer, within a deadline of its own. */
  observe(): Promise<Observed>
}

/** The kernel's settings of IPv6 for each link. */
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
  /** Calls the listener with each line that the process of this role writes from now on. Returns the function that ends this. */
  output(role: string, listener: (line: string) => void): () => void
  /** Sends a signal by which the process is asked for something; the signal does not end it. */
  signal(role: string, name: 'SIGUSR1' | 'SIGUSR2'): void
}

/** Makes changes for everyone who changes the system: each change is journaled and synced before it is made. */
export interface Transaction {
  /** Makes all changes, or throws an `EffectFailed`: the changes made before the failure stay until their scope is undone. */
  make(changes: readonly Change[], signal?: AbortSignal): Promise<void>
}

/** Monotonic time in ms, and timers. Tests replace it by a clock of their own, so that a story of hours takes a moment. */
export interface Clock {
  now(): number
  /** Returns the function that cancels the timer. */
  after(ms: number, act: () => void): () => void
}

/** Calls the listener with each event, which only means "look again". Returns the function that ends this. */
export type Subscribe = (listener: () => void) => () => void

/** Resolves a name to one address, the first choice of the system; an address resolves to itself. Rejects only with an abort. */
export type Resolve = (name: string, signal?: AbortSignal) => Promise<Outcome<string>>
