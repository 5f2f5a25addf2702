import { expect, test } from 'vitest'
import * as world from '../../../test/fakes/world.ts'
import { phaseNames, type Snapshot } from '../../contract/snapshot.ts'
import { asked } from './asked.ts'
import { happenedBetween } from './between.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 26, 12, 0, seconds))

/** Returns the events of a sequence of snapshots, each as "kind: text". */
const story = (...snapshots: readonly Snapshot[]) =>
  snapshots.slice(1).flatMap((after, n) => {
    const before = snapshots[n]
    return before ? happenedBetween(before, after).map(({ kind, text }) => `${kind}: ${text}`) : []
  })

test('a connect is what each step found, and that it is connected', () => {
  const steps = phaseNames.map((phase) => world.connecting(at(0), phase))
  expect(story(world.off(at(0)), ...steps, world.connected(at(2)))).toEqual([
    'found: The name: tunnel.my.domain is 5.6.7.8.',
    expect.stringMatching(/^found: The carrier: The gateway proved to be tunnel\.my\.domain\./),
    'found: The tunnel: Got 192.168.101.1. GRE to 192.168.101.2 is up.',
    'found: The addresses: fd12:3456:789a:3::2/64 and 2a00::101/120.',
    'good: Home lab is connected, after 2.0 s.',
    'found: The path MTU is 1414, as calculated.',
  ])
})

test('nothing is told of what stays', () => {
  for (const one of [world.off(at(0)), world.connected(at(0)), world.failed(at(0))]) expect(story(one, one)).toEqual([])
})

test('a network that changes, keys that are renewed, a problem that comes and goes', () => {
  const before = world.connected(at(0))
  const moved = {
    ...before,
    underlay: before.underlay && { ...before.underlay, interface: 'eth0', network: undefined, router: '10.0.0.1' },
  }
  expect(story(before, moved)).toEqual(['found: This laptop moved to eth0, 192.168.0.2/24.'])
  const onWifi = (network: string, router = '192.168.0.1') => ({
    ...before,
    underlay: before.underlay && { ...before.underlay, network, router },
  })
  const nameless = { ...before, underlay: before.underlay && { ...before.underlay, network: undefined } }
  expect(story(onWifi('Cafe'), onWifi('Hotel'))).toEqual(['found: This laptop moved to Hotel, wlan0, 192.168.0.2/24.'])
  expect(story(nameless, onWifi('Cafe'), nameless)).toEqual([])
  const later = new Date(Date.now() + 9e7).toISOString()
  const layers = before.layers.map((layer) => (layer.kind === 'ike' ? { ...layer, rekeyAt: later } : layer))
  expect(story(before, { ...before, layers })).toEqual(['found: The keys were renewed.'])
  const soon = before.layers.map((layer) =>
    layer.kind === 'ike' && layer.rekeyAt
      ? { ...layer, rekeyAt: new Date(Date.parse(layer.rekeyAt) + 2_000).toISOString() }
      : layer,
  )
  expect(story(before, { ...before, layers: soon })).toEqual([])
  const attention = { ...world.attention(at(0)), pathMtu: before.pathMtu }
  expect(story(before, attention, before)).toEqual([
    'attention: Packets over 1294 bytes vanish on the way.',
    'good: Over: Packets over 1294 bytes vanish on the way.',
  ])
})

test('a way that is lost says why, and a failure is its cause', () => {
  const failed = world.failed(at(9))
  expect(story({ ...failed, state: 'connecting', problems: [] }, failed)).toEqual([
    'failed: The gateway does not answer.',
  ])
  const lost: Snapshot = { ...world.connected(at(5)), state: 'reconnecting', problems: failed.problems }
  expect(story(world.connected(at(0)), lost, world.connected(at(45)))).toEqual([
    'attention: The way home is lost: The gateway does not answer.',
    'good: Home lab is reached again, after 40 s.',
  ])
})

test('who asked for what', () => {
  expect(asked({ verb: 'up', profile: 'Home lab' }, 1000).text).toBe('User 1000 asked to connect Home lab.')
  expect(asked({ verb: 'stop' }, 0).text).toBe('Root ended the helper.')
})
