import type { LogLine } from '../../helper/contract/requests.ts'

const same = (one: LogLine | undefined, other: LogLine | undefined) =>
  one?.at === other?.at && one?.source === other?.source && one?.text === other?.text

/** Returns the lines of `next` that came after `known`: the log is a window that only moves on, so that the end of the one is the beginning of the other. */
export function newLines(known: readonly LogLine[], next: readonly LogLine[]): readonly LogLine[] {
  for (let gone = 0; gone < known.length; gone++) {
    const kept = known.length - gone
    if (kept <= next.length && known.slice(gone).every((line, at) => same(line, next[at]))) return next.slice(kept)
  }
  return next
}
