import { expect, test } from 'vitest'
import * as world from '../../../test/fakes/world.ts'
import { faceOf, stateLine, subtitleOf, titleOf } from './state.ts'

const now = new Date('2026-11-21T12:00:00Z')
const then = new Date('2026-11-21T09:46:00Z')

test.each([
  ['off', world.off(then), 'Not connected'],
  ['connecting', world.connecting(then, 'tunnel'), 'Connecting to home'],
  ['connecting', { ...world.connecting(then, 'tunnel'), state: 'reconnecting' as const }, 'Reconnecting to home'],
  ['connected', world.connected(then), 'Connected to home'],
  ['attention', world.attention(then), 'Packets over 1294 bytes vanish on the way'],
  ['failed', world.failed(then), 'The gateway does not answer'],
  ['at-home', world.atHome(then), 'You are at home'],
])('%s', (face, snapshot, title) => {
  expect(faceOf(snapshot)).toBe(face)
  expect(titleOf(snapshot)).toBe(title)
})

test('a remark does not ask for attention', () => {
  const snapshot = world.attention(then)
  const remarks = snapshot.problems.map((problem) => ({ ...problem, severity: 'info' as const }))
  expect(faceOf({ ...snapshot, problems: remarks })).toBe('connected')
})

test('the second line says how long, or how far', () => {
  expect(subtitleOf(world.connecting(new Date(now.getTime() - 600), 'tunnel'), now)).toBe('Step 3 of 5, 0.6 s')
  expect(subtitleOf(world.connected(then), now)).toMatch(/^2 h 14 min, since /)
  expect(stateLine(world.connected(then), now)).toBe('Connected to home, 2 h 14 min')
})
