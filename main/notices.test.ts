import * as v from 'valibot'
import { expect, test } from 'vitest'
import type { Snapshot } from '../helper/contract/snapshot.ts'
import * as states from '../test/fakes/states.ts'
import * as world from '../test/fakes/world.ts'
import { type AppState, Settings } from './contract/bridge.ts'
import { noticeFor } from './notices.ts'

const now = new Date()
/** @param level what the person wants to be told of */
const stateOf = (snapshot: Snapshot, level: Settings['notifications'] = 'all', profiles = [world.homeLab]) =>
  ({
    helper: { state: 'running', version: '0.1.0' },
    snapshot,
    profiles,
    settings: v.parse(Settings, { notifications: level }),
  }) as unknown as AppState
const { off, connecting, connected, attention, failed } = {
  off: world.off(now),
  connecting: world.connecting(now, 'carrier'),
  connected: world.connected(now),
  attention: world.attention(now),
  failed: world.failed(now),
}

test.each([
  ['connected', connecting, connected, 'Connected to home', 'From Cafe Wi-Fi, path MTU 1414.'],
  ['failed', connecting, failed, 'Home is out of reach', 'The gateway does not answer.'],
  ['attention', connected, attention, 'Connected to home, but', 'Packets over 1294 bytes vanish on the way.'],
  ['lost', connected, connecting, 'The way home was lost', 'Roam6 is building it anew.'],
])('%s is told', (_name, before, after, title, body) => {
  expect(noticeFor(before, stateOf(after))).toMatchObject({ title, body })
})

test.each([
  ['the start of the app', null, connected],
  ['what the person did', connected, off],
  ['a connect that begins', off, connecting],
  ['the next phase', connecting, world.connecting(now, 'tunnel')],
  ['nothing new', connected, connected],
])('%s is not', (_name, before, after) => expect(noticeFor(before, stateOf(after))).toBeUndefined())

test('a way lost for a moment is not worth a word', () => {
  expect(noticeFor(connected, stateOf(connecting))?.afterMs).toBeGreaterThanOrEqual(5_000)
})

test('as much as was asked for', () => {
  expect(noticeFor(connecting, stateOf(connected, 'problems'))).toBeUndefined()
  expect(noticeFor(connecting, stateOf(failed, 'problems'))).toBeDefined()
  expect(noticeFor(connecting, stateOf(failed, 'none'))).toBeUndefined()
})

test('its buttons are what the window would offer first, and the way out', () => {
  const labels = (snapshot: Snapshot, profiles = [world.homeLab]) =>
    noticeFor(connected, stateOf(snapshot, 'all', profiles))?.offers.map(({ label, call }) => `${label}: ${call.verb}`)
  expect(labels(states.failed(now), [world.homeLab, states.byTap])).toEqual([
    'Connect: chooseProfile',
    'Stop and unblock: disconnect',
  ])
  expect(labels(states.failed(now))).toEqual(['Stop and unblock: disconnect'])
  expect(labels(states.otherAddress(now))).toEqual(['Connect again: connect'])
  expect(noticeFor(failed, stateOf(connected))?.offers).toEqual([])
})
