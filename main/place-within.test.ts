import { expect, test } from 'vitest'
import { placeWithin } from './place-within.ts'

const netbook = { x: 0, y: 28, width: 1024, height: 572 }
const compact = { width: 420, height: 680 }
const wide = { width: 960, height: 640 }

test('what fits stays where it was', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 }
  expect(placeWithin({ x: 300, y: 40 }, wide, screen)).toEqual({ x: 300, y: 40, ...wide })
})

test('what is higher than the work area takes its height, less a margin above and below', () => {
  expect(placeWithin({ x: 500, y: 200 }, compact, netbook)).toEqual({ x: 500, y: 36, width: 420, height: 556 })
})

test('a window moves no further than it must', () => {
  expect(placeWithin({ x: 500, y: 40 }, wide, netbook)).toMatchObject({ x: 64, y: 36, width: 960 })
})

test('a second screen has places of its own', () => {
  const second = { x: 1920, y: 0, width: 1280, height: 800 }
  expect(placeWithin({ x: 2900, y: 10 }, wide, second)).toEqual({ x: 2240, y: 10, ...wide })
})
