import { expect, test } from 'vitest'
import type { HelperEvent } from '../../../helper/contract/event.ts'
import { entriesOf, filtered, historyText } from './history.ts'

const time = (second: number) => new Date(2026, 10, 26, 12, 0, second).toISOString()
const event = (id: number, kind: HelperEvent['kind'], text: string): HelperEvent => ({
  id,
  at: time(id * 10),
  kind,
  text,
  count: id,
  lastAt: time(id * 10 + 5),
})
const line = (second: number, text: string) => ({ at: time(second), source: 'charon', level: 'info', text }) as const
const events = [event(1, 'asked', 'Root asked to disconnect.'), event(2, 'failed', 'The gateway does not answer.')]
const entries = entriesOf(events, [
  line(5, 'early'),
  line(12, 'sending DELETE'),
  line(20, 'retransmit 1'),
  line(40, 'x'),
])

test('each line of the log belongs to the event before it', () => {
  expect(entries.map(({ lines }) => lines.map(({ text }) => text))).toEqual([['sending DELETE'], ['retransmit 1', 'x']])
})

test('a filter looks into sentences and lines', () => {
  const ids = (problems: boolean, text: string) => filtered(entries, { problems, text }).map(({ event: { id } }) => id)
  expect(ids(false, '')).toEqual([1, 2])
  expect(ids(true, '')).toEqual([2])
  expect(ids(false, 'delete')).toEqual([1])
  expect(ids(false, 'GATEWAY')).toEqual([2])
})

test('what is copied reads by itself', () => {
  expect(historyText(entries)).toBe(
    '26 Nov 12:00:10  Root asked to disconnect.\n26 Nov 12:00:20  The gateway does not answer.  2 times, last at 12:00:25',
  )
})
