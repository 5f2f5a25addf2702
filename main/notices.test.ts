import { expect, test } from 'vitest'
import * as world from '../test/fakes/world.ts'
import { Settings } from './contract/bridge.ts'
import { noticeFor } from './notices.ts'

const now = new Date()
const settings = (notifications: Settings['notifications']) => Settings.parse({ notifications })
const all = settings('all')
const { off, connecting, connected, attention, failed } = {
  off: world.off(now),
  connecting: world.connecting(now, 'carrier'),
  connected: world.connected(now),
  attention: world.attention(now),
  failed: world.failed(now),
}

test.each([
  ['connected', connecting, connected, 'Connected to home', 'From wlan0, path MTU 1414.'],
  ['failed', connecting, failed, 'Home is out of reach', 'The gateway does not answer.'],
  ['attention', connected, attention, 'Connected to home, but', 'Packets over 1294 bytes vanish on the way.'],
  ['lost', connected, connecting, 'The way home was lost', 'Roam6 is building it anew.'],
])('%s is told', (_name, before, after, title, body) => {
  expect(noticeFor(before, after, all)).toMatchObject({ title, body })
})

test.each([
  ['the start of the app', null, connected],
  ['what the person did', connected, off],
  ['a connect that begins', off, connecting],
  ['the next phase', connecting, world.connecting(now, 'tunnel')],
  ['nothing new', connected, connected],
])('%s is not', (_name, before, after) => expect(noticeFor(before, after, all)).toBeUndefined())

test('a way lost for a moment is not worth a word', () => {
  expect(noticeFor(connected, connecting, all)?.afterMs).toBeGreaterThanOrEqual(5_000)
})

test('as much as was asked for', () => {
  expect(noticeFor(connecting, connected, settings('problems'))).toBeUndefined()
  expect(noticeFor(connecting, failed, settings('problems'))).toBeDefined()
  expect(noticeFor(connecting, failed, settings('none'))).toBeUndefined()
})
