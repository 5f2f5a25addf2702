/**
 * Daemons of ours. Each carries its role in its environment, so that a helper that comes after a killed one finds
 * them without knowing a pid, and never ends anyone else's.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import type { ProcessChange } from '../core/change/change.ts'
import { cleanEnvironment } from './command-runner.ts'
import type { Log, ProcessExit, Processes } from './ports.ts'

/** A daemon asked to end is given this long before it is made to: charon says goodbye to its gateway meanwhile. */
const graceMs = 1_500

/** Processes whose ROAM6_ROLE begins with this. Root only: /proc/PID/environ of others cannot be read. */
function withRole(prefix: string): number[] {
  const mark = `ROAM6_ROLE=${prefix}`
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      if (pid === process.pid) return false
      try {
        // A zombie has an empty environment and counts as ended.
        return readFileSync(`/proc/${pid}/environ`, 'latin1')
          .split('\0')
          .some((entry) => entry.startsWith(mark))
      } catch {
        return false
      }
    })
}

const signalAll = (pids: readonly number[], signal: 'SIGTERM' | 'SIGKILL') => {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // It ended by itself in between.
    }
  }
}

/** The kernel tells only a parent of a process's end, and these may be a killed helper's children: look again. */
async function ended(prefix: string, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs
  while (withRole(prefix).length > 0) {
    if (Date.now() >= deadline) return false
    await delay(20)
  }
  return true
}

/** Resolves when no process of such a role is left. Idempotent. */
export async function endProcesses(prefix: string): Promise<void> {
  signalAll(withRole(prefix), 'SIGTERM')
  if (await ended(prefix, graceMs)) return
  signalAll(withRole(prefix), 'SIGKILL')
  if (!(await ended(prefix, 2_000))) throw new Error(`processes of ${prefix} survive SIGKILL`)
}

export interface ProcessStarter extends Processes {
  /** Resolves when the program runs (exec succeeded); its output goes to the log. */
  start(change: ProcessChange): Promise<void>
  /** Resolves when no process of this role is left, whoever started it. Idempotent. */
  end(role: string): Promise<void>
}

export function createProcesses(log: Log): ProcessStarter {
  const listeners = new Map<string, Set<(line: string) => void>>()
  const children = new Map<string, { readonly child: ChildProcess; readonly exited: Promise<ProcessExit> }>()
  return {
    exited: (role) => children.get(role)?.exited ?? Promise.resolve({ exitCode: null, signal: null }),

    start: ({ role, program, arguments: args, environment }) =>
      new Promise((resolve, reject) => {
        const child = spawn(program, args, {
          stdio: ['ignore', 'pipe', 'pipe'],
          cwd: '/',
          env: { ...cleanEnvironment, ...environment, ROAM6_ROLE: role },
        })
        const source = role.slice(role.lastIndexOf('/') + 1)
        for (const stream of [child.stdout, child.stderr]) {
          createInterface({ input: stream }).on('line', (line) => {
            log(source, 'debug', line)
            for (const listener of listeners.get(role) ?? []) listener(line)
          })
        }
        const exited = new Promise<ProcessExit>((ended) =>
          child.once('exit', (exitCode, signal) => {
            if (children.get(role)?.child === child) children.delete(role)
            ended({ exitCode, signal })
          }),
        )
        children.set(role, { child, exited })
        child.once('spawn', resolve)
        child.once('error', reject)
      }),

    output(role, listener) {
      const own = listeners.get(role) ?? new Set()
      listeners.set(role, own.add(listener))
      return () => void own.delete(listener)
    },

    signal: (role, name) => void children.get(role)?.child.kill(name),

    async end(role) {
      const own = children.get(role)
      if (!own) return endProcesses(role)
      // The kernel tells us of our own children: no looking around.
      const late = setTimeout(() => own.child.kill('SIGKILL'), graceMs)
      own.child.kill('SIGTERM')
      await own.exited
      clearTimeout(late)
    },
  }
}
