/**
 * Starts a daemon of ours, keeps the lines that it writes, and waits for facts about it. Folder and process are changes: the
 * ledger journals them, and ends the process when the attempt has ended.
 */
import { join } from 'node:path'
import type { Finding } from '../contract/problem.ts'
import type { FolderChange, ProcessChange } from '../core/change/change.ts'
import { done, failed, finding, type Outcome } from '../core/outcome.ts'
import type { Clock, Processes, Transaction } from '../system/ports.ts'
import { DaemonUnheard } from './unheard.ts'

export interface DaemonPorts {
  /** The helper's runtime folder; each daemon has a folder of its own in it. */
  readonly runtime: string
  readonly transaction: Transaction
  readonly processes: Processes
  readonly clock: Clock
}

export interface DaemonOrder {
  /** Names the daemon's folder and its role, both below the runtime folder: "charon". */
  readonly folder: string
  /** Names the program in problems: "charon-systemd". */
  readonly program: string
  readonly files: (folder: string) => FolderChange['files']
  /** Owns the files, where the daemon does not run as root. */
  readonly user?: number
  readonly command: (folder: string) => Pick<ProcessChange, 'program' | 'arguments'> & Partial<ProcessChange>
  /** Called with each line of its output. */
  readonly hear?: (line: string) => void
  /** Tells lines that are kept as words from those that are not: a list that it was asked for. */
  readonly isWord?: (line: string) => boolean
  /** Finds the daemon's last words where they are elsewhere than in its output. */
  readonly lastWords?: (output: readonly string[]) => Promise<readonly string[]>
  /** Explains the daemon's end by its last words; null where they do not say why. */
  readonly explain?: (words: readonly string[]) => Finding | null
}

export interface Daemon {
  /** The daemon's own folder. */
  readonly folder: string
  /** The last lines of its output, oldest first. */
  readonly lines: readonly string[]
  /** Asks the daemon for something by a signal; it does not end by it. */
  ask(signal: 'SIGUSR1' | 'SIGUSR2'): void
  /**
   * Waits for a fact, as long as the daemon lives. Fails with the reason of the daemon's end; with `otherwise` where the deadline
   * passes first or the daemon is unheard (absent: it is gone). Rejects when the attempt is aborted, or with any other error of the
   * fact's.
   * @param fact gets a signal that is aborted as soon as its answer is of no use; never after it has answered
   */
  until<Fact>(
    fact: (signal: AbortSignal) => Promise<Fact>,
    otherwise?: (why: string) => Finding | Promise<Finding>,
    deadlineMs?: number,
  ): Promise<Outcome<Fact>>
  /** Stops to listen. The process itself is ended by the ledger. */
  close(): void
}

/** Holds a failed handshake with each of several gateways. */
export const keptLines = 60
/** As many lines as a person reads as evidence. */
export const shownLines = 8
/** Lies between a daemon's closing of its sockets and the kernel's word of its exit: some ms, more on a loaded machine. */
const graceMs = 500

const gone = (why: string) => finding('carrier-gone', {}, [why])

/** Rejects when aborted, and when the system refuses the changes; what was made by then is the ledger's to undo. */
export async function startDaemon(order: DaemonOrder, ports: DaemonPorts, signal: AbortSignal): Promise<Daemon> {
  const { processes, clock } = ports
  const folder = join(ports.runtime, order.folder)
  let lines: readonly string[] = []
  let end: Finding | null = null
  const endListeners = new Set<(why: Finding) => void>()

  // Before the process is there, so that no line of it is missed.
  const stopListening = processes.output(folder, (line) => {
    if (order.isWord?.(line) ?? true) lines = [...lines.slice(1 - keptLines), line]
    order.hear?.(line)
  })
  try {
    const { user } = order
    await ports.transaction.make(
      [
        { kind: 'folder', path: folder, files: order.files(folder), ...(user === undefined ? {} : { user }) },
        { kind: 'process', role: folder, environment: {}, ...order.command(folder) },
      ],
      signal,
    )
  } catch (error) {
    stopListening()
    throw error
  }

  void processes.exited(folder).then(async ({ exitCode, signal: by }) => {
    const words = (await order.lastWords?.(lines)) ?? lines
    const how = by === null ? `exit code ${exitCode}` : `signal ${by}`
    end =
      order.explain?.(words) ??
      finding('daemon-died', { program: order.program }, [
        `${order.program} ended: ${how}`,
        ...words.slice(-shownLines),
      ])
    for (const listener of [...endListeners]) listener(end)
  })

  return {
    folder,
    get lines() {
      return lines
    },
    ask: (name) => processes.signal(folder, name),
    until: (fact, otherwise = gone, deadlineMs) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        if (end) return resolve(failed(end))
        const useless = new AbortController()
        let isSettled = false
        let stopClock = () => {}
        const settle = (act: () => void) => {
          if (isSettled) return
          isSettled = true
          stopClock()
          endListeners.delete(onEnd)
          signal.removeEventListener('abort', onAbort)
          act()
        }
        const settleWithout = (act: () => void) =>
          settle(() => {
            useless.abort(signal.reason)
            act()
          })
        const onAbort = () => settleWithout(() => reject(signal.reason))
        const onEnd = (why: Finding) => settleWithout(() => resolve(failed(why)))
        const giveUp = (why: string) =>
          settleWithout(() => Promise.resolve(otherwise(why)).then((one) => resolve(failed(one)), reject))
        const onError = (error: unknown) => {
          if (isSettled) return
          if (!(error instanceof DaemonUnheard)) return settle(() => reject(error))
          // A daemon that ends closes its sockets first: its end says more than they do.
          stopClock()
          stopClock = clock.after(graceMs, () => giveUp(error.message))
        }
        signal.addEventListener('abort', onAbort, { once: true })
        endListeners.add(onEnd)
        if (deadlineMs !== undefined)
          stopClock = clock.after(deadlineMs, () => giveUp(`nothing within ${deadlineMs / 1_000} s`))
        fact(useless.signal).then((value) => settle(() => resolve(done(value))), onError)
      }),
    close: stopListening,
  }
}
