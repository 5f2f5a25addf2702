import { expect, test } from 'vitest'
import type { LogLine } from '../../helper/contract/requests.ts'
import { newLines } from './new-lines.ts'

const log = (text: string): LogLine[] =>
  [...text].map((letter) => ({ at: '2026-01-01T00:00:00Z', source: 'helper', level: 'info', text: letter }))
const told = (known: string, next: string) =>
  newLines(log(known), log(next))
    .map(({ text }) => text)
    .join('')

test.each([
  ['abc', 'abc', ''],
  ['abc', 'abcd', 'd'],
  ['abc', 'bcde', 'de'],
  ['abc', 'xyz', 'xyz'],
  ['', 'ab', 'ab'],
  ['aaa', 'aaaa', 'a'],
  ['abab', 'ababab', 'ab'],
])('after %j, %j has %j that is new', (known, next, fresh) => expect(told(known, next)).toBe(fresh))
