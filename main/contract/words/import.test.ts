import { expect, test } from 'vitest'
import { byReason, namesText, originText, placeText, reasonText, wholeWords } from './import.ts'

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

test('beside a sentence a file has no folders, and an answer is no file', () => {
  expect(placeText({ file: 'etc/ipsec.d/up.sh', line: 4 })).toBe('up.sh, line 4')
  expect(placeText({ file: 'answer “authority”', line: 1 })).toBe('your answer')
})

test.each([
  ['is never run; nothing is', 'This is never run; nothing is.'],
  ['keys come in certificates only', 'Keys come in certificates only.'],
  ['Roam6 decides this by itself', 'Roam6 decides this by itself.'],
  ['ipsec.conf, line 10 says otherwise', 'ipsec.conf, line 10 says otherwise.'],
  ['des-cbc is no encryption here', 'des-cbc is no encryption here.'],
])('the reason “%s” is a sentence', (why, sentence) => expect(reasonText(why)).toBe(sentence))

test('lines are left out by reason, what explains most of them first', () => {
  const line = (what: string, why: string) => ({ what, why, from: { file: 'a', line: 1 } })
  const reasons = byReason([line('a', 'it is empty'), line('b', 'is a script'), line('c', 'is a script')])
  expect(reasons.map(({ reason, lines }) => [reason, lines.length])).toEqual([
    ['This is a script.', 2],
    ['It is empty.', 1],
  ])
})

test('a refusal has a subject', () => {
  expect(wholeWords({ message: 'is of no format', place: 'a.jpg' })).toEqual({ message: 'a.jpg is of no format.' })
  const whole = { message: 'The key does not fit.', place: 'a.toml, certificate.laptop.key' }
  expect(wholeWords(whole)).toEqual(whole)
})
