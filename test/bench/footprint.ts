/** This module measures what running processes cost: memory as PSS (proc(5), smaps_rollup), processor time and wake-ups while idle. */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** Lists a process and all that it started. */
export function tree(root: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const status = readFileSync(`/proc/${name}/stat`, 'utf8')
      parents.set(Number(name), Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // Ended meanwhile.
    }
  }
  const members = [root]
  for (const member of members) {
    for (const [pid, parent] of parents) if (parent === member) members.push(pid)
  }
  return members
}

/** Returns the MB of all these processes together; memory that they share with others counts by its share. */
export const memory = (pids: readonly number[]) =>
  pids.reduce((sum, pid) => {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return sum + Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024
  }, 0)

interface Work {
  /** Processor time in ms, from clock ticks of 10 ms. */
  readonly cpuMs: number
  readonly wakeUps: number
}

function workOf(pids: readonly number[]): Work {
  let cpuMs = 0
  let wakeUps = 0
  for (const pid of pids) {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    cpuMs += (Number(fields[11]) + Number(fields[12])) * 10
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8')
      wakeUps += Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0)
    }
  }
  return { cpuMs, wakeUps }
}

/** Measures the cost per second, over `seconds` of doing nothing. */
export async function idle(
  root: number,
  seconds: number,
): Promise<{ cpuMsPerSecond: number; wakeUpsPerSecond: number }> {
  const pids = tree(root)
  const before = workOf(pids)
  await delay(seconds * 1_000)
  const after = workOf(pids)
  return {
    cpuMsPerSecond: (after.cpuMs - before.cpuMs) / seconds,
    wakeUpsPerSecond: (after.wakeUps - before.wakeUps) / seconds,
  }
}
