/** What /proc says of a process (proc_pid_stat(5), proc_pid_status(5)). */
import { readdirSync, readFileSync } from 'node:fs'

export interface ProcessFacts {
  readonly pid: number
  readonly parent: number
  /** Clock ticks after boot. A number that is used again belongs to a process with another start. */
  readonly start: string
  /** Real user: whoever started it, also where the program is set-user-ID. */
  readonly user: number
  /** The first 15 bytes of its program's name. */
  readonly name: string
}

export const processIds = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)

/** Null when it has ended, also where its parent has not taken notice yet (a zombie). */
export function processFacts(pid: number): ProcessFacts | null {
  try {
    const user = /^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name stands in brackets and may hold brackets and blanks itself: fields are counted from the last bracket on.
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    return { pid, parent: Number(fields[1]), start: fields[19] ?? '', user: Number(user), name }
  } catch {
    return null
  }
}
