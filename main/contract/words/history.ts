/** Puts together what happened with the lines of the log that belong to each event, as it is shown and copied. */
import type { HelperEvent } from '../../../helper/contract/event.ts'
import type { LogLine } from '../../../helper/contract/requests.ts'
import { months } from './amounts.ts'

export interface HistoryEntry {
  readonly event: HelperEvent
  /** Said by daemons and by the helper from this event on until the next. */
  readonly lines: readonly LogLine[]
}

export interface HistoryFilter {
  /** Only what is or was wrong. */
  readonly problems: boolean
  /** In the sentence or in one of its lines. */
  readonly text: string
}

/** Each line of the log belongs to the last event before it; those before the first event belong to none. */
export function entriesOf(events: readonly HelperEvent[], log: readonly LogLine[]): readonly HistoryEntry[] {
  return events.map((event, n) => {
    const until = events[n + 1]?.at
    return { event, lines: log.filter(({ at }) => at >= event.at && (until === undefined || at < until)) }
  })
}

const wrong = new Set<HelperEvent['kind']>(['attention', 'failed'])

export function filtered(entries: readonly HistoryEntry[], { problems, text }: HistoryFilter): readonly HistoryEntry[] {
  const wanted = text.trim().toLowerCase()
  const has = (one: string) => one.toLowerCase().includes(wanted)
  return entries.filter(
    ({ event, lines }) =>
      (!problems || wrong.has(event.kind)) &&
      (wanted === '' || has(event.text) || lines.some((line) => has(line.text))),
  )
}

/** "12:05:09", in this machine's own time. */
export const timeOf = (time: string): string => new Date(time).toTimeString().slice(0, 8)

/** "26 Nov": where the day changes. */
export function dayOf(time: string): string {
  const at = new Date(time)
  return `${at.getDate()} ${months[at.getMonth()]}`
}

/** "3 times, last at 12:05:09"; undefined where it happened once. */
export const repeats = ({ count, lastAt }: HelperEvent): string | undefined =>
  count === 1 ? undefined : `${count} times, last at ${timeOf(lastAt)}`

/** What is copied and saved: what the filter shows, without the log's lines. */
export const historyText = (entries: readonly HistoryEntry[]): string =>
  entries
    .map(({ event }) =>
      [`${dayOf(event.at)} ${timeOf(event.at)}`, event.text, repeats(event)].filter(Boolean).join('  '),
    )
    .join('\n')
