import { expect, test } from 'vitest'
import { bytes, clock, duration, since } from './amounts.ts'

test.each([
  [-5, '0 ms'],
  [18, '18 ms'],
  [600, '0.6 s'],
  [9_999, '10.0 s'],
  [20_400, '20 s'],
  [41.5 * 60_000, '41 min'],
  [3_600_000, '1 h'],
  [(2 * 60 + 14) * 60_000, '2 h 14 min'],
  [76 * 3_600_000, '3 d 4 h'],
])('duration(%d) is %s', (ms, words) => expect(duration(ms)).toBe(words))

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [9_960, '10 kB'],
  [999_600, '1.0 MB'],
  [182_000_000, '182 MB'],
  [34e12, '34 TB'],
])('bytes(%d) is %s', (count, words) => expect(bytes(count)).toBe(words))

test('a time of day has its date where it is not today', () => {
  const now = new Date(2026, 10, 21, 12, 0)
  expect(clock(new Date(2026, 10, 21, 9, 41).toISOString(), now)).toBe('09:41')
  expect(clock(new Date(2026, 10, 20, 9, 41).toISOString(), now)).toBe('yesterday 09:41')
  expect(clock(new Date(2026, 10, 19, 9, 41).toISOString(), now)).toBe('19 Nov 09:41')
  expect(clock(new Date(2026, 9, 31, 9, 41).toISOString(), new Date(2026, 10, 1))).toBe('yesterday 09:41')
})

test('how long ago is told in whole seconds, and never from the future', () => {
  const now = new Date('2026-11-21T12:00:00Z')
  expect(since('2026-11-21T11:59:59.300Z', now)).toBe('0 s')
  expect(since('2026-11-21T11:59:18Z', now)).toBe('42 s')
  expect(since('2026-11-21T12:00:30Z', now)).toBe('0 s')
})
