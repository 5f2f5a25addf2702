/** This module tells a user's name as this machine's own table has it. */
import { readFileSync } from 'node:fs'

/** Returns "ann (user 1000)", or "user 1000" where the table does not have it (passwd(5)). */
export function userName(uid: number, table = '/etc/passwd'): string {
  const name = linesOf(table)
    .map((line) => line.split(':'))
    .find(([, , id]) => id === String(uid))?.[0]
  return name ? `${name} (user ${uid})` : `user ${uid}`
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}
