import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visible, visibleJson } from './visible.ts'

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

test.each([
  ['a C1 control, as a sequence of colour', 'Home\u009b31m', 'Home<U+009B>31m'],
  ['ESC', 'a\u001b[2Jb', 'a<U+001B>[2Jb'],
  ['another direction', 'Home \u202egnp.exe', 'Home <U+202E>gnp.exe'],
  ['no width', 'Ho\u200bme\ufeff', 'Ho<U+200B>me<U+FEFF>'],
  ['a return', 'a\rb', 'a<U+000D>b'],
  ['a tag', 'a\u{e0041}', 'a<U+E0041>'],
  ['half a pair', 'a\ud800b', 'a<U+D800>b'],
  ['lines and columns', 'a\tb\nc', 'a\tb\nc'],
  ['what people write', 'Zürich 家 🏠 “x”', 'Zürich 家 🏠 “x”'],
])('%s', (_, text, expected) => {
  expect(visible(text)).toBe(expected)
})

test('nothing unseen is left, and JSON says the same', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const json = JSON.stringify(value, null, 2)
      expect(visibleJson(json).replaceAll('\n', '')).not.toMatch(unseen)
      expect(JSON.parse(visibleJson(json))).toEqual(JSON.parse(json))
      expect(visible(json).replace(/[\n\t]/g, '')).not.toMatch(unseen)
    }),
  )
})
