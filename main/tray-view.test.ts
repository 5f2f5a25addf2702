import { expect, test } from 'vitest'
import * as world from '../test/fakes/world.ts'
import type { AppState } from './contract/bridge.ts'
import { type TrayItem, trayView } from './tray-view.ts'

const now = new Date('2026-11-21T12:00:00Z')
const base: AppState = {
  version: '0.1.0',
  helper: { state: 'running', version: '0.1.0' },
  program: { startLine: '', replaceLine: '', socket: '', uid: 1000, electron: '', chromium: '' },
  guarded: false,
  opensAtLogin: false,
  snapshot: world.off(now),
  profiles: [world.homeLab, world.parents],
  unreadable: [],
  test: { state: 'none' },
  settings: {
    theme: 'system',
    notifications: 'all',
    profile: null,
    trayInk: 'auto',
    zoom: 0,
    toldNoTray: false,
  },
  tray: true,
  lastError: null,
}
const labels = (items: readonly TrayItem[]) => items.flatMap((item) => (item.kind === 'line' ? [] : [item.label]))

test.each([
  ['off', world.off(now), 'Not connected', 'Connect'],
  ['connecting', world.connecting(now, 'carrier'), 'Connecting to home', 'Cancel'],
  ['connected', world.connected(now), 'Connected to home, since', 'Disconnect'],
  ['attention', world.attention(now), 'Packets over 1294 bytes vanish on the way, since', 'Disconnect'],
  ['failed', world.failed(now), 'The gateway does not answer', 'Try again'],
  ['at-home', world.atHome(now), 'You are at home', 'Connect anyway'],
] as const)('%s: shape, tooltip, the one action', (face, snapshot, says, action) => {
  const view = trayView({ ...base, snapshot }, now)
  expect(view.shape).toBe(face)
  expect(view.said).toContain(says)
  expect(labels(view.items)[1]).toBe(action)
})

test('nothing in it changes by itself: an idle desktop is not woken', () => {
  const state = { ...base, snapshot: world.connected(now) }
  expect(trayView(state, new Date(now.getTime() + 60_000))).toEqual(trayView(state, now))
})

test('a failure can be given up, a tunnel outlives the app', () => {
  expect(labels(trayView({ ...base, snapshot: world.failed(now) }, now).items)).toContain('Stop and unblock')
  expect(labels(trayView({ ...base, snapshot: world.connected(now) }, now).items).slice(-2)).toEqual([
    'Quit, stay connected',
    'Disconnect and quit',
  ])
})

test('without a helper it offers to start it, and no more', () => {
  const view = trayView({ ...base, helper: { state: 'absent' }, snapshot: null }, now)
  expect(view.shape).toBe('needs-you')
  expect(labels(view.items).slice(0, 2)).toEqual(['The helper is not running', 'Start the helper'])
  expect(labels(view.items)).not.toContain('Test connection…')
})

test('one profile is no choice', () => {
  const items = trayView({ ...base, profiles: [world.homeLab] }, now).items
  expect(items.some((item) => item.kind === 'choice')).toBe(false)
  expect(labels(items)).toContain('Import…')
})

test('the profiles are a choice', () => {
  const choice = trayView(base, now).items.find((item) => item.kind === 'choice')
  expect(choice).toMatchObject({
    label: 'Connect with another profile',
    options: [{ chosen: true }, { chosen: false }],
  })
})
