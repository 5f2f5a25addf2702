import { expect, test } from 'vitest'
import * as world from '../../../test/fakes/world.ts'
import type { Snapshot } from '../../contract/snapshot.ts'
import { noSessions, sessionsAfter } from './session.ts'

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 26, 12, minutes))
const iso = (minutes: number) => at(minutes).toISOString()

/** Follows snapshots one after another. */
const after = (...snapshots: readonly Snapshot[]) =>
  snapshots
    .slice(1)
    .reduce((known, snapshot, n) => sessionsAfter(known, snapshots[n] ?? snapshot, snapshot), noSessions)

const lost = (minutes: number): Snapshot => ({ ...world.connected(at(minutes)), state: 'reconnecting', underlay: null })
const whole = {
  profile: 'Home lab',
  since: iso(1),
  until: iso(60),
  awayMs: 0,
  network: 'Cafe Wi-Fi',
}

test('a session begins when home is reached, and the try before it is none', () => {
  const trying = world.connecting(at(0), 'carrier')
  expect(after(world.off(at(0)), trying)).toEqual(noSessions)
  expect(after(world.off(at(0)), trying, world.connected(at(1))).open).toMatchObject({ since: iso(1), awayMs: 0 })
})

test.each<[string, Snapshot, string]>([
  ['off', world.off(at(60)), 'it was disconnected'],
  ['at home', world.atHome(at(60)), 'this laptop came home'],
  ['refused', world.failed(at(60)), 'The gateway does not answer'],
  ['another profile', { ...world.connecting(at(60), 'resolve'), profile: 'Parents' }, 'Parents was asked for'],
])('a session that ends says why: %s', (_, end, reason) => {
  expect(after(world.off(at(0)), world.connected(at(1)), end)).toEqual({ open: null, last: { ...whole, reason } })
})

test('a session goes on while home is sought again, and the time away is no part of it', () => {
  const again = world.connected(at(20))
  const back = after(world.off(at(0)), world.connected(at(1)), lost(10), again, again)
  expect(back).toMatchObject({ open: { since: iso(1), awayMs: 600_000, network: 'Cafe Wi-Fi' }, last: null })
})

test('one that ends while home is away ended when it was lost, on the network that it was on', () => {
  const { last } = after(world.off(at(0)), world.connected(at(1)), lost(60), lost(60), world.off(at(90)))
  expect(last).toEqual({ ...whole, reason: 'it was disconnected' })
})

test('another profile that is connected begins a session of its own, and the first one is the last', () => {
  const parents = { ...world.connected(at(60)), profile: 'Parents' }
  const both = after(world.off(at(0)), world.connected(at(1)), parents)
  expect(both).toMatchObject({
    open: { profile: 'Parents', since: iso(60) },
    last: { profile: 'Home lab', until: iso(60) },
  })
})
