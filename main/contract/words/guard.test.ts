import { expect, test } from 'vitest'
import type { Snapshot } from '../../../helper/contract/snapshot.ts'
import * as states from '../../../test/fakes/states.ts'
import * as world from '../../../test/fakes/world.ts'
import type { AppState } from '../bridge.ts'
import { guardOf } from './guard.ts'

const now = new Date()
const stateOf = (snapshot: Snapshot | null, guarded = false) =>
  ({ helper: { state: snapshot ? 'running' : 'absent' }, snapshot, guarded }) as unknown as AppState

test.each([
  ['failed', states.failed(now), true],
  ['offline', states.offline(now), true],
  ['tried again', states.reconnecting(now), true],
  ['another program takes the guard away', states.unguarded(now), true],
  // "Cancel" stands right above it, and does the same.
  ['connecting', world.connecting(now, 'carrier'), false],
])('home is wanted and not reached, so the line stands there: %s', (_, snapshot, ends) => {
  expect(guardOf(stateOf(snapshot))).toMatchObject({ says: expect.stringMatching(/blocked/), ends })
})

test.each([
  ['not wanted', world.off(now)],
  ['reached', world.connected(now)],
  ['reached with a problem', states.otherAddress(now)],
  ['at home', world.atHome(now)],
])('there is no line where home is %s', (_, snapshot) => expect(guardOf(stateOf(snapshot))).toBeUndefined())

test('without a helper nothing ends it, and it is told', () => {
  expect(guardOf(stateOf(null, true))).toMatchObject({ ends: false })
  expect(guardOf(stateOf(null, false))).toBeUndefined()
})
