/** This journal is as durable as the test: what is appended is there for the next helper. */
import type { Entry, Journal } from '../../helper/journal/journal.ts'

export function memoryJournal(): Journal {
  let entries: readonly Entry[] = []
  return {
    entries: () => entries,
    append(more) {
      entries = [...entries, ...more]
    },
    replace(rest) {
      entries = rest
    },
  }
}
