/** Starts daemons of ours, hears, signals and ends them, by their roles. */
import { setTimeout as delay } from 'node:timers/promises'
import type { ProcessChange } from '../core/change/change.ts'
import { readLines } from '../files/lines.ts'
import { graceMs, killMs, type OwnProcesses, type Program, type Survivor } from './own-processes.ts'
import type { Log, ProcessExit, Processes } from './ports.ts'

export interface ProcessStarter extends Processes {
  /** Resolves when the program runs (exec succeeded); its output goes to the log. */
  start(change: ProcessChange): Promise<void>
  /**
   * Resolves when no process of this role is left, whoever started it, within `graceMs` and `killMs`. Returns what resists.
   * Idempotent.
   */
  end(role: string): Promise<readonly Survivor[]>
  /** See `OwnProcesses`. */
  endLeftovers(): Promise<readonly Survivor[]>
}

interface Child {
  readonly process: Program
  readonly exited: Promise<ProcessExit>
  /** Resolves later than `exited`, when its last lines have been read. */
  readonly heardOut: Promise<ProcessExit>
}

/** A child of the daemon's may hold its output open for ever; what was written before the exit is read within a turn of the loop. */
const lastLinesMs = 200

export function createProcesses(own: OwnProcesses, log: Log): ProcessStarter {
  const listeners = new Map<string, Set<(line: string) => void>>()
  const children = new Map<string, Child>()

  const exitedWithin = (child: Child, withinMs: number) =>
    Promise.race([child.exited.then(() => true), delay(withinMs, false, { ref: false })])

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
            // Without a pid it never ran, and has no exit to come.
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

    async end(role) {
      const child = children.get(role)
      // Of an earlier helper, where there is any.
      if (!child) return own.endLeftovers()
      const { pid = 0, spawnfile } = child.process
      child.process.kill('SIGTERM')
      if (await exitedWithin(child, graceMs)) return []
      child.process.kill('SIGKILL')
      return (await exitedWithin(child, killMs)) ? [] : [{ pid, name: spawnfile }]
    },

    endLeftovers: own.endLeftovers,
  }
}
