/** The daemons that the helper runs, each under its role: this module starts, listens to, signals and ends them. */
import { setTimeout as delay } from 'node:timers/promises'
import type { ProcessChange } from '../core/change/change.ts'
import { readLines } from '../files/lines.ts'
import { graceMs, killMs, type OwnProcesses, type Program, type Survivor } from './own-processes.ts'
import type { Log, ProcessExit, Processes } from './ports.ts'
import { unlessAborted } from './unless-aborted.ts'

export interface ProcessStarter extends Processes {
  /** Resolves when the program runs (exec succeeded); its output goes to the log. */
  start(change: ProcessChange): Promise<void>
  /**
   * Ends the daemon of this role, or, where this helper did not start one, every leftover of an earlier helper. Resolves within `graceMs` and
   * `killMs` with the processes that resist SIGKILL. Rejects with an abort: nobody waits any more, and the daemon is killed all the same
   * when its time is up. Idempotent.
   */
  end(role: string, signal?: AbortSignal): Promise<readonly Survivor[]>
  /** See `OwnProcesses`. Rejects only with an abort, as `end` does. */
  endLeftovers(signal?: AbortSignal): Promise<readonly Survivor[]>
}

interface Child {
  readonly process: Program
  readonly exited: Promise<ProcessExit>
  /** Resolves after `exited`, when the last lines of the process have been read. */
  readonly heardOut: Promise<ProcessExit>
}

/** A child of the daemon's may hold its output open for ever; what was written before the exit is read within a turn of the loop. */
const lastLinesMs = 200

export function createProcesses(own: OwnProcesses, log: Log): ProcessStarter {
  const listeners = new Map<string, Set<(line: string) => void>>()
  const children = new Map<string, Child>()

  const exitedWithin = (child: Child, withinMs: number) =>
    Promise.race([child.exited.then(() => true), delay(withinMs, false, { ref: false })])

  async function endChild(child: Child): Promise<readonly Survivor[]> {
    const { pid = 0, spawnfile } = child.process
    child.process.kill('SIGTERM')
    if (await exitedWithin(child, graceMs)) return []
    child.process.kill('SIGKILL')
    return (await exitedWithin(child, killMs)) ? [] : [{ pid, name: spawnfile }]
  }

  return {
    exited: (role) => children.get(role)?.heardOut ?? Promise.resolve({ exitCode: null, signal: null }),

    start: ({ role, program, arguments: args, environment }) =>
      new Promise((resolve, reject) => {
        const started = own.spawn(program, args, { input: 'ignore', environment })
        const source = role.slice(role.lastIndexOf('/') + 1)
        for (const stream of [started.stdout, started.stderr]) {
          readLines(stream, (line) => {
            log(source, 'debug', line)
            for (const listener of listeners.get(role) ?? []) listener(line)
          })
        }
        const closed = new Promise<void>((done) => started.once('close', () => done()))
        const exited = new Promise<ProcessExit>((ended) => {
          started.once('exit', (exitCode, signal) => ended({ exitCode, signal }))
          started.once('error', (error) => {
            // A program without a pid never ran: no exit event will come for it.
            if (started.pid === undefined) ended({ exitCode: null, signal: null })
            reject(error)
          })
        })
        const heardOut = exited.then(async (exit) => {
          await Promise.race([closed, delay(lastLinesMs, undefined, { ref: false })])
          if (children.get(role)?.process === started) children.delete(role)
          return exit
        })
        children.set(role, { process: started, exited, heardOut })
        started.once('spawn', resolve)
      }),

    output(role, listener) {
      const own = listeners.get(role) ?? new Set()
      listeners.set(role, own.add(listener))
      return () => void own.delete(listener)
    },

    signal: (role, name) => void children.get(role)?.process.kill(name),

    // The role may be that of an earlier helper's daemon.
    end(role, signal) {
      const child = children.get(role)
      return unlessAborted(signal, child ? endChild(child) : own.endLeftovers())
    },

    endLeftovers: (signal) => unlessAborted(signal, own.endLeftovers()),
  }
}
