/**
 * Every program that the helper starts, and how a later helper knows those that outlived a killed one: each inherits a
 * descriptor of the *mark*, a file in a folder that only root may enter. A process has it from fork(2) on, before anything
 * could be written down of it, and nobody else can open that file, whatever they put into their environment or call
 * themselves (build/decisions/0017-processes-by-an-inherited-mark.md).
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { constants, fstatSync, openSync, readdirSync, statSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { daemonUser, importUser } from '../core/change/marks.ts'
import { signalProcess } from './pidfd.ts'
import type { Log } from './ports.ts'
import { type ProcessFacts, processFacts, processIds } from './proc.ts'
import { programFolders } from './programs.ts'

/** A fixed PATH and nothing of the caller's environment: LD_*, NODE_OPTIONS and the like never reach a program. */
const cleanEnvironment = { PATH: programFolders.join(':'), LC_ALL: 'C' }

/** A daemon asked to end is given this long before it is made to: charon says goodbye to its gateway meanwhile. */
export const graceMs = 1_500
/** The kernel ends a process within microseconds of SIGKILL, unless it sleeps in a device or a file system. */
export const killMs = 2_000
const lookMs = 20

/** A process of ours that resists SIGKILL. */
export interface Survivor {
  readonly pid: number
  readonly name: string
}

export interface ProgramOptions {
  readonly input: 'ignore' | 'pipe'
  readonly environment?: Readonly<Record<string, string>>
  readonly deadlineMs?: number
  readonly signal?: AbortSignal | undefined
}

/** Standard input is there where it was asked for. */
export type Program = ChildProcessByStdio<Writable | null, Readable, Readable>

export interface OwnProcesses {
  /** Starts a program in `/`, with a clean environment and the mark. No shell. It is killed at its deadline and by its signal. */
  spawn(program: string, args: readonly string[], options: ProgramOptions): Program
  /**
   * Ends the programs of an earlier helper of the same folder, and what our own left behind; never what this helper runs.
   * Returns those that resist. Idempotent; never rejects; asks and waits for each process once.
   */
  endLeftovers(): Promise<readonly Survivor[]>
}

export interface OwnProcessesOptions {
  /** The mark: in a folder that only root may enter. Made where it is not there. */
  readonly mark: string
  readonly log: Log
  /** Whom our programs run as. A descriptor can be passed on to anybody's process (unix(7)); being one of these cannot. */
  readonly users?: readonly number[]
  /** A seam: how a process is told to end. */
  readonly send?: typeof signalProcess
}

const keyOf = ({ pid, start }: ProcessFacts) => `${pid} ${start}`

export function openOwnProcesses(options: OwnProcessesOptions): OwnProcesses {
  const { mark, log, users = [0, daemonUser, importUser], send = signalProcess } = options
  // For reading alone: a daemon that is taken over finds nothing to fill in it.
  const descriptor = openSync(mark, constants.O_RDONLY | constants.O_CREAT, 0o600)
  const { dev, ino } = fstatSync(descriptor)
  const resisting = new Set<string>()

  const isMark = (path: string) => {
    const found = statSync(path, { throwIfNoEntry: false })
    return found?.dev === dev && found.ino === ino
  }
  const bearsMark = (pid: number) => {
    try {
      return readdirSync(`/proc/${pid}/fd`).some((name) => isMark(`/proc/${pid}/fd/${name}`))
    } catch {
      // It has ended.
      return false
    }
  }
  /** This helper, or started by it, at however many removes. */
  const isRunning = ({ pid, parent }: ProcessFacts): boolean => {
    if (pid === process.pid || parent === process.pid) return true
    const facts = parent > 1 ? processFacts(parent) : null
    return facts !== null && isRunning(facts)
  }
  const leftovers = () =>
    processIds().flatMap((pid) => {
      const facts = processFacts(pid)
      // Its user first: a stranger may hold a million descriptors, and none of them is looked at.
      return facts && users.includes(facts.user) && bearsMark(pid) && !isRunning(facts) ? [facts] : []
    })
  const fresh = () => leftovers().filter((facts) => !resisting.has(keyOf(facts)))
  const signalAll = (found: readonly ProcessFacts[], signal: 'SIGTERM' | 'SIGKILL') => {
    for (const { pid, start } of found) send(pid, signal, () => processFacts(pid)?.start === start && bearsMark(pid))
  }
  /** The kernel tells only a parent of a process's end, and these are a killed helper's children: look again. */
  const whenEnded = async (withinMs: number) => {
    const deadline = performance.now() + withinMs
    for (;;) {
      const found = fresh()
      if (found.length === 0 || performance.now() >= deadline) return found
      await delay(lookMs)
    }
  }
  const end = async () => {
    const found = fresh()
    if (found.length === 0) return
    log('helper', 'info', `ending what outlived its helper: ${found.map(({ name }) => name).join(', ')}`)
    signalAll(found, 'SIGTERM')
    signalAll(await whenEnded(graceMs), 'SIGKILL')
    for (const facts of await whenEnded(killMs)) {
      resisting.add(keyOf(facts))
      log('helper', 'error', `${facts.name} (process ${facts.pid}) resists SIGKILL`)
    }
  }

  return {
    spawn: (program, args, { input, environment, deadlineMs, signal }) =>
      spawn(program, [...args], {
        stdio: [input, 'pipe', 'pipe', descriptor],
        cwd: '/',
        env: { ...cleanEnvironment, ...environment },
        killSignal: 'SIGKILL',
        ...(deadlineMs === undefined ? {} : { timeout: deadlineMs }),
        ...(signal ? { signal } : {}),
      }) as Program,

    async endLeftovers() {
      try {
        await end()
        return leftovers().map(({ pid, name }) => ({ pid, name }))
      } catch (error) {
        log('helper', 'error', `what outlived its helper is not known: ${error}`)
        return []
      }
    },
  }
}
