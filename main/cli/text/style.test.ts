import { expect, test } from 'vitest'
import { rendered, toned, wantsColour } from './style.ts'

test.each([
  ['auto', true, {}, true],
  ['auto', false, {}, false],
  ['auto', true, { NO_COLOR: '1' }, false],
  ['auto', true, { NO_COLOR: '' }, true],
  ['auto', true, { TERM: 'dumb' }, false],
  ['always', false, { NO_COLOR: '1' }, true],
  ['never', true, {}, false],
])('--color=%s, terminal %s, %j: %s', (when, terminal, env, wanted) => {
  expect(wantsColour(when, terminal, env)).toBe(wanted)
})

test('a name brings no colour of its own', () => {
  const lines = [[toned('bad', 'a\u001b[32mb'), '\u001b[0m']]
  expect(rendered(lines, true)).toBe('\u001b[31ma<U+001B>[32mb\u001b[0m<U+001B>[0m')
  expect(rendered(lines, false)).toBe('a<U+001B>[32mb<U+001B>[0m')
})
