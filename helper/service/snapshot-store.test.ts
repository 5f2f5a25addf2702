import { expect, test } from 'vitest'
import { firstView } from '../core/snapshot.ts'
import { createSnapshotStore } from './snapshot-store.ts'

const off = firstView({
  version: '0',
  pid: 1,
  since: '2026-01-01T00:00:00.000Z',
  intent: 'down',
  profileName: null,
  profile: null,
})

test('who watches is told of what changed, once, until they watch no more', () => {
  const store = createSnapshotStore(off)
  const seen: string[] = []
  const stop = store.subscribe(({ state, intent }) => seen.push(`${state} ${intent}`))
  store.update({ state: 'connecting', intent: 'up' })
  store.update({ state: 'connecting' })
  // What no snapshot shows is no news.
  store.update({ traffic: { lo: { bytesIn: 1, bytesOut: 1 } } })
  expect([seen, store.view().traffic]).toEqual([['connecting up'], { lo: { bytesIn: 1, bytesOut: 1 } }])
  stop()
  store.update({ state: 'off' })
  expect([seen.length, store.snapshot().state]).toEqual([1, 'off'])
})

test('a session is seen in the snapshot that it begins with, and as the last one in that which it ends with', () => {
  const store = createSnapshotStore(off)
  store.update({ state: 'connected', intent: 'up', profileName: 'Home lab' })
  const { since } = store.snapshot()
  expect(store.snapshot()).toMatchObject({ session: { since, awayMs: 0 } })
  store.update({ state: 'off', intent: 'down' })
  expect(store.snapshot()).not.toHaveProperty('session')
  expect(store.snapshot()).toMatchObject({ lastSession: { since, profile: 'Home lab', reason: 'it was disconnected' } })
})

test('since when it is so begins with another state, and with no other change', () => {
  const store = createSnapshotStore(off)
  store.update({ intent: 'up' })
  expect(store.snapshot().since).toBe(off.since)
  store.update({ state: 'connecting' })
  expect(store.snapshot().since).not.toBe(off.since)
})
