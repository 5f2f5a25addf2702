/** The daemons that the helper runs, each under its role: this module starts, listens to, signals and ends them. */
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import type { ProcessChange } from '../core/change/change.ts'
import { graceMs, killMs, type OwnProcesses, type Program, type Survivor } from './own-processes.ts'
import type { Log, ProcessExit, Processes } from './ports.ts'

export interface ProcessStarter extends Processes {
  /** Resolves when the program runs (exec succeeded); its output goes to the log. */
  start(change: ProcessChange): Promise<void>
  /**
   * Ends the daemon of this role, or, where this helper did not start one, every leftover of an earlier helper. Resolves within `graceMs` and
   * `killMs` with the processes that resist SIGKILL. Idempotent.
   */
  end(role: string): Promise<readonly Survivor[]>
  /** See `OwnProcesses`. */
  endLeftovers(): Promise<readonly Survivor[]>
}

interface Child {
  readonly process: Program
  readonly exited: Promise<ProcessExit>
}

export function createProcesses(own: OwnProcesses, log: Log): ProcessStarter {
  const listeners = new Map<string, Set<(line: string) => void>>()
  const children = new Map<string, Child>()

  const exitedWithin = (child: Child, withinMs: number) =>
    Promise.race([child.exited.then(() => true), delay(withinMs, false, { ref: false })])

  return {
    exited: (role) => children.get(role)?.exited ?? Promise.resolve({ exitCode: null, signal: null }),

    start: ({ role, program, arguments: args, environment }) =>
      new Promise((resolve, reject) => {
        const started = own.spawn(program, args, { input: 'ignore', environment })
        const source = role.slice(role.lastIndexOf('/') + 1)
        for (const stream of [started.stdout, started.stderr]) {
          createInterface({ input: stream }).on('line', (line) => {
            log(source, 'debug', line)
            for (const listener of listeners.get(role) ?? []) listener(line)
          })
        }
        const exited = new Promise<ProcessExit>((ended) => {
          const end = (exit: ProcessExit) => {
            if (children.get(role)?.process === started) children.delete(role)
            ended(exit)
          }
          started.once('exit', (exitCode, signal) => end({ exitCode, signal }))
          started.once('error', (error) => {
            // A program without a pid never ran: no exit event will come for it.
            if (started.pid === undefined) end({ exitCode: null, signal: null })
            reject(error)
          })
        })
        children.set(role, { process: started, exited })
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
      // The role may be that of an earlier helper's daemon.
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
