import { expect, test } from 'vitest'
import { localStamp, localTimes } from './local-time.ts'

test('times in a sentence are this machine’s own, and have their offset', () => {
  const own = localStamp(new Date('2025-08-09T00:00:00.000Z'))
  expect(own).toMatch(/^2025-08-0[89] \d\d:\d\d:00 [+-]\d\d:\d\d$/)
  expect(localTimes('It expired on 2025-08-09T00:00:00.000Z, or 2025-08-09T00:00:00Z.')).toBe(
    `It expired on ${own}, or ${own}.`,
  )
  expect(localTimes('No time: 2025-08-09')).toBe('No time: 2025-08-09')
})
