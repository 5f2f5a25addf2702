/** The log: the last lines in memory for `roam6 logs`, and all of them on standard error for the service manager. */
import type { LogLine } from '../contract/requests.ts'
import { withoutKeys } from '../core/secret-words.ts'
import type { Log } from './ports.ts'

const keptLines = 2_000

export interface LogBook {
  readonly log: Log
  /** Gives the last n lines, oldest first. */
  last(count: number): readonly LogLine[]
}

export function createLogBook(write: (line: string) => void): LogBook {
  const lines: LogLine[] = []
  return {
    log(source, level, text) {
      for (const line of withoutKeys(text).split('\n')) {
        if (line.trim() === '') continue
        lines.push({ at: new Date().toISOString(), source, level, text: line })
        if (level !== 'debug') write(`${source}: ${line}\n`)
      }
      if (lines.length > keptLines) lines.splice(0, lines.length - keptLines)
    },
    last: (count) => lines.slice(-count),
  }
}
