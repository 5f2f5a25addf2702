import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { byIke, inTunnelMode } from '../../test/fakes/carrier-profiles.ts'
import type { Counters } from '../contract/snapshot.ts'
import { xfrmInterface } from '../core/change/marks.ts'
import type { Traffic, View } from '../core/snapshot.ts'
import { createTrafficStream } from './traffic-stream.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const gre = { kind: 'gre', local: 'virtual', remote: '192.168.101.2' }
const { profile } = byIke(inTunnelMode, gre)
const view = (state: View['state']) => ({ state, profile }) as View
const counters: Record<string, Traffic> = {
  [xfrmInterface]: { bytesIn: 1, bytesOut: 2 },
  roam6: { bytesIn: 3, bytesOut: 4 },
}

function stream(state: View['state'] = 'connected', read: () => Record<string, Traffic> = () => counters) {
  const samples: Counters[] = []
  const traffic = createTrafficStream(() => view(state), read)
  return { traffic, samples, listener: (sample: Counters) => void samples.push(sample) }
}

test('the bytes of each layer come once a second, as long as somebody watches', () => {
  const { traffic, samples, listener } = stream()
  const stop = traffic.subscribe(listener)
  const other = traffic.subscribe(() => {})
  vi.advanceTimersByTime(2_000)
  expect(samples.length).toBe(2)
  expect(samples[0]?.layers).toEqual([
    { kind: 'ike', bytesIn: 1, bytesOut: 2 },
    { kind: 'gre', bytesIn: 3, bytesOut: 4 },
  ])
  stop()
  vi.advanceTimersByTime(2_000)
  expect([samples.length, vi.getTimerCount()]).toEqual([2, 1])
  other()
  expect(vi.getTimerCount()).toBe(0)
})

test('a layer whose link is not there is left out, and nothing comes while nothing is connected', () => {
  const { traffic, samples, listener } = stream('connected', () => ({ roam6: { bytesIn: 3, bytesOut: 4 } }))
  traffic.subscribe(listener)()
  traffic.subscribe(listener)
  vi.advanceTimersByTime(1_000)
  expect(samples[0]?.layers.map(({ kind }) => kind)).toEqual(['gre'])
  const idle = stream('off')
  idle.traffic.subscribe(idle.listener)
  vi.advanceTimersByTime(5_000)
  expect(idle.samples).toEqual([])
})

test('counters that cannot be read are no sample, and the helper lives', () => {
  let isOutOfDescriptors = true
  const { traffic, samples, listener } = stream('connected', () => {
    if (isOutOfDescriptors) throw new Error('EMFILE: too many open files')
    return counters
  })
  traffic.subscribe(listener)
  expect(() => vi.advanceTimersByTime(1_000)).not.toThrow()
  isOutOfDescriptors = false
  vi.advanceTimersByTime(1_000)
  expect(samples.length).toBe(1)
})
