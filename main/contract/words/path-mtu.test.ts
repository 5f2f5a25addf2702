import { expect, test } from 'vitest'
import * as world from '../../../test/fakes/world.ts'
import { mtuFigure, mtuInWords, mtuMissing, mtuProof, mtuSum } from './path-mtu.ts'

const measured = world.connected(new Date()).pathMtu
const smaller = world.attention(new Date()).pathMtu
const expected = world.off(new Date()).pathMtu
if (!measured || !smaller || !expected) throw new Error('the fakes have a path MTU')

test('the sum, as it is pasted into a mail', () => {
  expect(mtuSum(measured)).toBe('1500 - 20 - 8 - 34 - 20 - 4 = 1414')
})

test('measured and expected are kept apart', () => {
  expect(mtuFigure(measured)).toEqual({ size: 1414, basis: 'measured' })
  expect(mtuFigure(expected)).toEqual({ size: 1414, basis: 'expected' })
  expect(mtuProof(measured)).toBe('1414 passes, as calculated')
  expect(mtuProof(smaller)).toMatch(/^\d+ passes, \d+ does not$/)
  expect(mtuProof(expected)).toBe('calculated, not measured yet')
})

test('what is missing is named', () => {
  expect(mtuMissing(measured)).toBe(0)
  expect(mtuMissing(smaller)).toBe(120)
  expect(mtuInWords(smaller, 'wlan0')).toMatch(/leaves 1414\. Measured: 1294, so 120 are missing\.$/)
  expect(mtuInWords({ ...measured, layers: [] }, 'wlan0')).toBe('1500 on wlan0, nothing taken off.')
})
