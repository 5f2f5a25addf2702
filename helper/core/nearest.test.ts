import { expect, test } from 'vitest'
import { editDistance, nearest } from './nearest.ts'

test.each([
  ['nmae', 'name', 1],
  ['stats', 'status', 1],
  ['', 'up', 2],
  ['down', 'down', 0],
  ['abc', 'xyz', 3],
])('%s is as far from %s as %i changes', (from, to, distance) => expect(editDistance(from, to)).toBe(distance))

test.each([
  ['nmae', ['name', 'gateway'], 'name'],
  ['remote_networks', ['local-networks', 'remote-networks'], 'remote-networks'],
  ['prefix', ['prefixes', 'hosts'], 'prefixes'],
  ['UP', ['down', 'up'], 'up'],
  ['proto', ['port', 'protocol'], 'protocol'],
  ['stat', ['status', 'start'], 'start'],
  ['comp', ['complete', 'completion'], undefined],
  ['x', ['up', 'down'], undefined],
  ['wireguard', ['ike', 'tinc'], undefined],
  ['a'.repeat(100), ['a'.repeat(99)], undefined],
])('%s of %j means %s', (word, candidates, meant) => expect(nearest(word, candidates)).toBe(meant))
