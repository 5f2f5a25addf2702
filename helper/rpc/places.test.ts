import { expect, test } from 'vitest'
import { limits } from './limits.ts'
import { createPlaces } from './places.ts'

const [root, person] = [0, 1000]

test('one user’s places, and room for a long message, are no other’s: root is served while the person’s are taken', () => {
  const places = createPlaces()
  const all = Array.from({ length: limits.connectionsPerUser }, () => places.enter(person))
  expect(all.every((place) => place !== null)).toBe(true)
  expect(places.enter(person)).toBeNull()
  const long = limits.shortMessageBytes + 1
  expect(all[0]?.reserve(long)).toBe(true)
  expect(all[1]?.reserve(long)).toBe(false)
  const own = places.enter(root)
  expect(own?.reserve(long)).toBe(true)
  // Left, both are there again.
  all[0]?.leave()
  expect(places.enter(person)?.reserve(long)).toBe(true)
})
