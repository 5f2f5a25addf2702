import { describe, expect, test } from 'vitest'
import { casesIn, textOf } from './cases.ts'

const cases = ['test/cases.md', 'test/cases-app.md'].flatMap((file) => casesIn(textOf(file)))

describe('every case has tests that exist', () => {
  test.each(cases)('$tried', ({ holds, tests }) => {
    expect(holds).not.toBe('')
    expect(tests.filter(({ file, name }) => !textOf(file).includes(name))).toEqual([])
  })
})

test('no case is there twice', () => {
  expect(new Set(cases.map(({ tried }) => tried)).size).toBe(cases.length)
})

test('a row without a test, or with one that has no file, is refused', () => {
  const head = '| what is tried | what must hold | tests |\n|---|---|---|\n'
  expect(casesIn(`${head}| a | b | \`c.test.ts\` “d “e””<br>\`f.test.ts\` “g” |`)).toEqual([
    {
      tried: 'a',
      holds: 'b',
      tests: [
        { file: 'c.test.ts', name: 'd “e”' },
        { file: 'f.test.ts', name: 'g' },
      ],
    },
  ])
  expect(() => casesIn(`${head}| a | b |  |`)).toThrow('no file and name')
  expect(() => casesIn(`${head}| a | b | a test |`)).toThrow('no file and name')
})
