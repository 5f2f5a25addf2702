/**
 * The helper starts every program through this module, and a later helper finds the programs that outlived a killed one. Each program
 * inherits a descriptor of the *mark*, a file in a folder that only root may enter. A process has that descriptor from fork(2) on, before
 * the helper could write anything down about it; and no ordinary user can open the file, whatever they put into an environment or call
 * a program (build/decisions/0017-processes-by-an-inherited-mark.md).
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

/** Programs get a fixed PATH and nothing of the helper's own environment: LD_*, NODE_OPTIONS and the like never reach them. */
const cleanEnvironment = { PATH: programFolders.join(':'), LC_ALL: 'C' }

/**
 * A daemon has this long between SIGTERM and SIGKILL. OpenVPN takes longest to say goodbye: a second (`explicit-exit-notify 1`). A
 * daemon that hangs is killed then, which leaves 0.8 s of the 2 s that `down` may take to undo links, routes and rules.
 */
export const graceMs = 1_200
/** SIGKILL works within microseconds. A process that is there after 2 s sleeps in the kernel: it is told of, and not waited for again. */
export const killMs = 2_000
/** Between two looks while waiting. A look at 120 processes takes 15 ms (decision 17). */
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

/** A started program; `stdin` is null unless the caller asked for a pipe. */
export type Program = ChildProcessByStdio<Writable | null, Readable, Readable>

export interface OwnProcesses {
  /** Starts a program in `/`, with a clean environment and the mark, without a shell. The program is killed at its deadline and when `signal` aborts. */
  spawn(program: string, args: readonly string[], options: ProgramOptions): Program
  /**
   * Ends the programs that an earlier helper of the same folder left, and orphans of this helper's own programs; never a program that this
   * helper runs. Returns the processes that resist SIGKILL. Idempotent; never rejects; signals and waits for each process once.
   */
  endLeftovers(): Promise<readonly Survivor[]>
}

export interface OwnProcessesOptions {
  /** Path of the mark, in a folder that only root may enter. The file is made when it is missing. */
  readonly mark: string
  readonly log: Log
  /**
   * The users that our programs run as; a process of any other user is never ended, whatever descriptors it has. A program of ours
   * that was taken over could hand the descriptor of the mark to a stranger's process (SCM_RIGHTS in unix(7)) to have it killed.
   */
  readonly users?: readonly number[]
  /** A seam for tests: sends the signals. */
  readonly send?: typeof signalProcess
}

const keyOf = ({ pid, start }: ProcessFacts) => `${pid} ${start}`

export function openOwnProcesses(options: OwnProcessesOptions): OwnProcesses {
  const { mark, log, users = [0, daemonUser, importUser], send = signalProcess } = options
  // The mark is opened for reading alone: a daemon that was taken over cannot fill a disk with it.
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
      // The process has ended.
      return false
    }
  }
  /** Whether the process is this helper, or a descendant of it. */
  const descendsFromUs = ({ pid, parent }: ProcessFacts): boolean => {
    if (pid === process.pid || parent === process.pid) return true
    const facts = parent > 1 ? processFacts(parent) : null
    return facts !== null && descendsFromUs(facts)
  }
  const leftovers = () =>
    processIds().flatMap((pid) => {
      const facts = processFacts(pid)
      // The user is compared first, as that is cheap: the descriptors of a stranger, who may hold a million, are not read.
      return facts && users.includes(facts.user) && bearsMark(pid) && !descendsFromUs(facts) ? [facts] : []
    })
  const yetToEnd = () => leftovers().filter((facts) => !resisting.has(keyOf(facts)))
  // `send` holds the process first and then asks whether it is still the one that was found, as its number may have been given away.
  const signalAll = (found: readonly ProcessFacts[], signal: 'SIGTERM' | 'SIGKILL') => {
    for (const { pid, start } of found) send(pid, signal, () => processFacts(pid)?.start === start && bearsMark(pid))
  }
  /** Polls: the kernel tells only a parent about the end of a process, and the parent of these is dead. */
  const whenEnded = async (withinMs: number) => {
    const deadline = performance.now() + withinMs
    for (;;) {
      const found = yetToEnd()
      if (found.length === 0 || performance.now() >= deadline) return found
      await delay(lookMs)
    }
  }
  const end = async () => {
    const found = yetToEnd()
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
