import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { list, namedTable, table, tableOnly } from './table.ts'
import { ProfileName } from './text.ts'

const said = (schema: v.GenericSchema, value: unknown) =>
  (v.safeParse(schema, value).issues ?? []).map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`)

const one = table({ name: v.string(), port: v.optional(v.number()) })
const named = namedTable(v.string(), v.number())
const open = table({ port: v.optional(v.number()) })
const kinds = tableOnly(v.variant('kind', [table({ kind: v.literal('a') }), table({ kind: v.literal('b') })]))

describe('a table', () => {
  test.each([
    ['has its keys and no other', one, { name: 'a', prot: 1 }, ['prot: is no key here']],
    ['has all of its keys', one, { port: 1 }, ['name: is missing']],
    ['has no key by inheritance', one, { name: 'a', toString: 1 }, ['toString: is no key here']],
    ['is no list', open, [], [': must be a table']],
    ['is no date', open, new Date(0), [': must be a table']],
    ['is no text', open, 'port', [': must be a table']],
    ['of names is no list', named, [1], [': must be a table']],
    ['of one of several kinds is no list', kinds, [], [': must be a table']],
  ])('%s', (_, schema, value, expected) => expect(said(schema, value)).toEqual(expected))

  test('takes its own keys alone where some may be absent', () => {
    expect(said(v.partial(one), {})).toEqual([])
    expect(said(v.partial(one), { prot: 1 })).toEqual(['prot: is no key here'])
  })

  test('of names has any name but __proto__', () => {
    const value = { constructor: 1, prototype: 2, toString: 3 }
    expect(v.parse(named, value)).toEqual(value)
    expect(said(named, JSON.parse('{"a": 1, "__proto__": 2}'))).toEqual(['__proto__: must be another name'])
  })

  test('of names says what is wrong with a name, and with a value', () => {
    const short = namedTable(v.pipe(v.string(), v.maxLength(2)), v.number())
    expect(said(short, { abc: 1, constructor: 'x', a: 'y' }).sort()).toEqual([
      'a: must be a number',
      'abc: must have 2 characters at most',
      'constructor: must be a number',
      'constructor: must have 2 characters at most',
    ])
  })
})

describe('a list', () => {
  test('that is too long is told once, and no entry is looked at', () => {
    const seen: unknown[] = []
    const entry = v.custom((value) => seen.push(value) > 0 && value === 1)
    expect(said(list(entry, 2), [0, 0, 0])).toEqual([': must have 2 entries at most'])
    expect(seen).toEqual([])
    expect(said(list(entry, 2), [0, 1])).toEqual(['0: is not allowed'])
  })

  test('has words of its own where it has them', () => {
    expect(said(list(v.number(), 0, 'must be left out'), [1])).toEqual([': must be left out'])
  })
})

describe('a value', () => {
  test.each([
    ['', ': must not be empty'],
    ['a/'.repeat(40), ': must have 64 characters at most'],
    ['x'.repeat(1025), ': must have 1024 characters at most'],
    ['.a/b', ': must not contain / or \\'],
    [1, ': must be text'],
  ])('%j is refused for its first fault', (value, expected) => expect(said(ProfileName, value)).toEqual([expected]))

  test('is in no words about it', () => {
    const schema = v.object({
      secret: v.picklist(['a', 'b']),
      kind: v.literal('c'),
      many: v.pipe(v.array(v.null()), v.nonEmpty()),
    })
    const words = said(schema, { secret: 'hunter2', kind: 'hunter2', many: ['hunter2'] })
    expect(words).toHaveLength(3)
    expect(words.join()).not.toContain('hunter2')
  })
})
