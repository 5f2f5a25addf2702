import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { processorMs } from '../../test/fakes/processor-time.ts'
import type { Question } from '../contract/import.ts'
import { Text } from '../contract/text.ts'
import { draftBuilder, entryIn, hostOf, shown } from './draft.ts'
import { matchesPattern } from './patterns.ts'

const from = { file: 'a.conf', line: 3 }
const question = (kind: Question['kind'], choices?: string[]): Question => ({
  id: 'q',
  kind,
  what: 'What',
  why: 'Why.',
  from,
  ...(choices ? { choices } : {}),
})

describe('an answer is taken where it fits its question', () => {
  it.each<[Question, string, boolean]>([
    [question('text'), 'one line', true],
    [question('text'), 'two\nlines', false],
    [question('address'), '2001:db8::1', true],
    [question('address'), '2001:db8::1; id', false],
    [question('prefix'), 'fd00::/48, 10.0.0.0/8', true],
    [question('prefix'), 'fd00::/129', false],
    [question('prefix'), '', false],
    [question('choice', ['a', 'b']), 'b', true],
    [question('choice', ['a', 'b']), 'c', false],
    [question('certificate'), 'no PEM', false],
    [question('key'), '-----BEGIN EC PRIVATE KEY-----\nAA==\n-----END EC PRIVATE KEY-----', true],
    [question('secret'), 'a\0b', false],
  ])('%o: %j', (asked, answer, fits) => {
    const draft = draftBuilder(new Map([['q', answer]]))
    expect(draft.ask(asked)).toBe(fits ? answer : undefined)
    expect(draft.awaits(asked.kind)).toBe(!fits)
    const imported = draft.imported({})
    if (!fits)
      expect(imported).toMatchObject({
        draft: { questions: [{ id: 'q', why: expect.stringMatching(/^The answer .*Why\.$/) }] },
      })
  })

  it('and asked once where two lines raise it', () => {
    const draft = draftBuilder(new Map())
    draft.ask(question('text'))
    draft.ask(question('text'))
    expect(draft.imported({})).toMatchObject({ draft: { questions: { length: 1 } } })
  })
})

it('says of each value whether it was understood, in the order of lines, and ends somewhere', () => {
  const draft = draftBuilder(new Map())
  expect(draft.take(Text, 'fine', 'second', { ...from, line: 2 })).toBe('fine')
  expect(draft.take(Text, 'no\nline', 'x\ny', from)).toBeUndefined()
  draft.understand('first', { ...from, line: null })
  for (let i = 0; i < 5000; i++) draft.leaveOut(`line ${i}`, { ...from, line: 10 + i }, 'why')
  const imported = draft.imported({})
  if (!imported.ok) throw new Error('refused')
  expect(imported.draft.understood.map(({ what }) => what)).toEqual(['first', 'second'])
  expect(imported.draft.leftOut[0]).toEqual({ what: 'x\uFFFDy', from, why: 'must be one line of printable text' })
  expect(imported.draft.leftOut).toHaveLength(1001)
  expect(imported.draft.leftOut.at(-1)?.what).toBe('4001 more')
})

it('takes no longer for lines that nobody reads any more', () => {
  // The longest that is looked at, and of what takes longest to look at.
  const line = 'a='.repeat(640)
  const draft = draftBuilder(new Map())
  const begun = processorMs()
  for (let i = 0; i < 50_000; i++) draft.leaveOut(line, { ...from, line: i }, 'why')
  expect(processorMs() - begun).toBeLessThan(1_000)
})

it('shows a line of any text in the time that its length takes', () => {
  const piece = fc.constantFrom(
    'a',
    '=',
    ' ',
    '"',
    '-',
    '-----BEGIN ',
    'PRIVATE KEY-----',
    'key',
    'pass',
    'a.',
    'A1b',
    '0xf',
  )
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
      const text = pieces.join('').repeat(200_000)
      const begun = processorMs()
      for (let i = 0; i < 20; i++) shown(text)
      expect(processorMs() - begun).toBeLessThan(200)
    }),
    { numRuns: 50 },
  )
})

it('shows a line of any text', () => {
  expect(shown(`a\u2028\0${'b'.repeat(500)}`)).toMatch(/^a\uFFFD\uFFFDb+…$/)
  expect(entryIn({ a: 1 }, 'constructor')).toBeUndefined()
})

it('takes hosts and nothing else', () => {
  expect(['gw.example.org', '192.0.2.1', '2001:DB8::1', '1.2.3', 'a b', '-x;id', ''].map(hostOf)).toEqual([
    'gw.example.org',
    '192.0.2.1',
    '2001:db8::1',
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

it('matches patterns of include lines by the last part of both', () => {
  expect(matchesPattern('/etc/ipsec.d/*.conf', 'ipsec.d/home.conf')).toBe(true)
  expect(matchesPattern('a?c*', 'abcdef')).toBe(true)
  expect(matchesPattern('*a*b', 'aaac')).toBe(false)
  expect(matchesPattern(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false)
})
