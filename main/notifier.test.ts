import * as v from 'valibot'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Snapshot } from '../helper/contract/snapshot.ts'
import * as world from '../test/fakes/world.ts'
import { type AppState, Settings } from './contract/bridge.ts'
import type { Notice } from './notices.ts'
import { Notifier } from './notifier.ts'

const now = new Date()
const reconnecting: Snapshot = { ...world.connecting(now, 'carrier'), state: 'reconnecting' }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** What is said of these states, a minute between them. */
function toldOf(snapshots: readonly Snapshot[], isLooking = () => false): string[] {
  const told: string[] = []
  const notifier = new Notifier({ isLooking, show: ({ title }: Notice) => told.push(title) })
  for (const snapshot of snapshots) {
    notifier.look({
      helper: { state: 'running', version: '0.1.0' },
      snapshot,
      profiles: [world.homeLab],
      settings: v.parse(Settings, {}),
    } as unknown as AppState)
    vi.advanceTimersByTime(60_000)
  }
  return told
}

test('a gateway that stays away is told of once', () => {
  const failed = world.failed(now)
  const tries = [world.connecting(now, 'carrier'), failed, reconnecting, failed, reconnecting, failed]
  expect(toldOf(tries)).toEqual(['Home is out of reach'])
})

test('another reason is told, and the same one after all was well', () => {
  const failed = world.failed(now)
  const [problem] = failed.problems
  if (!problem) throw new Error('a failure without a problem')
  const other: Snapshot = { ...failed, problems: [{ ...problem, message: 'There is no network' }] }
  expect(toldOf([reconnecting, failed, reconnecting, other])).toEqual(['Home is out of reach', 'Home is out of reach'])
  const again = [reconnecting, failed, world.off(now), reconnecting, failed]
  expect(toldOf(again)).toEqual(['Home is out of reach', 'Home is out of reach'])
})

test('what was seen in the window is not told when it is gone', () => {
  const failed = world.failed(now)
  let looks = 0
  const onlyAtFirst = () => looks++ === 0
  expect(toldOf([reconnecting, failed, reconnecting, failed], onlyAtFirst)).toEqual([])
})

test('a way lost for a moment is not told', () => {
  const told: string[] = []
  const notifier = new Notifier({ isLooking: () => false, show: ({ title }) => told.push(title) })
  const look = (snapshot: Snapshot) =>
    notifier.look({
      helper: { state: 'running', version: '0.1.0' },
      snapshot,
      profiles: [world.homeLab],
      settings: v.parse(Settings, {}),
    } as unknown as AppState)
  for (const snapshot of [world.connected(now), reconnecting, world.connected(now)]) {
    look(snapshot)
    vi.advanceTimersByTime(3_000)
  }
  expect(told).toEqual(['Connected to home'])
})
