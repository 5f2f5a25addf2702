import { expect, test } from 'vitest'
import * as states from '../../../test/fakes/states.ts'
import * as world from '../../../test/fakes/world.ts'
import { lastSessionText } from './session.ts'
import { stateLine, subtitleOf } from './state.ts'

const now = new Date(2026, 10, 21, 12, 0)
const at = (hours: number, minutes: number, day = 21) => new Date(2026, 10, day, hours, minutes)
const away = (awayMs: number) => ({
  ...world.connected(at(11, 0)),
  session: { since: at(9, 0).toISOString(), awayMs },
})

test('how long home has been reached: from the first time on, without the time that it was away', () => {
  expect(stateLine(away(400), now)).toBe('Connected to home, 2 h 59 min')
  expect(subtitleOf(away(400), now)).toBe('2 h 59 min, since 09:00')
  expect(subtitleOf(away(3_600_000), now)).toBe('2 h, since 09:00, away for 1 h')
})

test('the last session: from where, how long, until when, and why it ended', () => {
  expect(lastSessionText(states.lastSession(at(18, 40, 20)), now)).toBe(
    'From Train Wi-Fi, 2 h until yesterday 18:40: it was disconnected.',
  )
  expect(lastSessionText({ ...states.lastSession(at(18, 40, 20)), network: null }, now)).toMatch(/^2 h until /)
})
