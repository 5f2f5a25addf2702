import { expect, test } from 'vitest'
import { effectDeadlineMs, hurriedLookMs } from './patience.ts'

test('whenever an effect begins that is given up while leaving, the look after it is over within 2 s of the wish, but for the slowest', () => {
  for (let since = 0; since <= 1_400; since += 100)
    expect(since + effectDeadlineMs('down', since) + hurriedLookMs).toBeLessThan(2_000)
})

test('a try after the answer has as long as the first, and more than a daemon has to say goodbye', () => {
  expect(effectDeadlineMs('down', 60_000)).toBe(effectDeadlineMs('down', 0))
  expect(effectDeadlineMs('down', 0)).toBeGreaterThan(1_200)
})

test('while home is wanted an effect may take longer than a request', () => {
  expect(effectDeadlineMs('up', 0)).toBeGreaterThan(5_000)
})
