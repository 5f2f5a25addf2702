import { expect, test } from 'vitest'
import { namesText, originText } from './import.ts'

test('names are told as a sentence, the many as a number', () => {
  expect(namesText(['a.conf'])).toBe('a.conf')
  expect(namesText(['a.conf', 'up.sh'])).toBe('a.conf and up.sh')
  expect(namesText(['a.conf', 'ca.pem', 'up.sh'])).toBe('a.conf, ca.pem and up.sh')
  expect(namesText(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more')
})

test('a whole file has no line', () => {
  expect(originText({ file: 'up.sh', line: 4 })).toBe('up.sh, line 4')
  expect(originText({ file: 'ca.pem', line: null })).toBe('ca.pem')
})
