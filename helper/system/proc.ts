/** Facts about a process, read from /proc (proc_pid_stat(5), proc_pid_status(5)). */
import { readdirSync, readFileSync } from 'node:fs'

export interface ProcessFacts {
  readonly pid: number
  readonly parent: number
  /** Clock ticks between boot and the start of the process. When a pid is used again, the new process has another start. */
  readonly start: string
  /** The real user ID: the user who started the program, also where the program is set-user-ID. */
  readonly user: number
  /** The first 15 bytes of the program's name. */
  readonly name: string
}

export const processIds = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)

/** The answer is null when the process has ended, also where its parent has not waited for it yet (a zombie). */
export function processFacts(pid: number): ProcessFacts | null {
  try {
    const user = /^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The program's name stands in brackets and may contain brackets and blanks: fields are counted from the last bracket on.
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    return { pid, parent: Number(fields[1]), start: fields[19] ?? '', user: Number(user), name }
  } catch {
    return null
  }
}
