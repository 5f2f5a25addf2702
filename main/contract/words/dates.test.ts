import { expect, test } from 'vitest'
import { dayLeft } from './dates.ts'

const now = new Date(2026, 10, 26, 12)
const local = (...at: [number, number, number, number]) => new Date(...at).toISOString()

test.each([
  [local(2027, 10, 26, 13), '26 Nov 2027, 365 days left'],
  [local(2026, 10, 27, 13), '27 Nov 2026, 1 day left'],
  [local(2026, 10, 26, 18), '26 Nov 2026, the last day'],
  [local(2026, 10, 26, 9), '26 Nov 2026, today'],
  [local(2026, 10, 25, 9), '25 Nov 2026, 1 day ago'],
  [local(2026, 7, 8, 11), '8 Aug 2026, 110 days ago'],
])('%s is %s', (time, text) => expect(dayLeft(time, now)).toBe(text))
