import { expect, test } from 'vitest'
import { circlesOf } from './circles.ts'
import { importsOf, sourceFiles, target } from './sources.ts'

test('no file imports itself, not even by way of others, and not even a type', () => {
  const graph = new Map(
    sourceFiles().map((file) => [
      file,
      importsOf(file).flatMap((specifier) => {
        const to = target(file, specifier)
        return 'file' in to ? [to.file] : []
      }),
    ]),
  )
  expect([...graph.values()].flat().length).toBeGreaterThan(graph.size)
  expect(circlesOf(graph).map((circle) => circle.join(' → '))).toEqual([])
})

test.each([
  ['none', { a: ['b', 'c'], b: ['c'], c: [] }, []],
  ['of two', { a: ['b'], b: ['a'] }, ['a → b → a']],
  ['of one', { a: ['a'] }, ['a → a']],
  ['of three, beside the way into it', { way: ['a'], a: ['b'], b: ['c'], c: ['a'] }, ['a → b → c → a']],
  ['two that share a file', { a: ['b', 'c'], b: ['a'], c: ['a'] }, ['a → b → a', 'c → a → c']],
])('a circle is told by its files: %s', (_, graph, told) => {
  expect(circlesOf(new Map(Object.entries(graph))).map((circle) => circle.join(' → '))).toEqual(told)
})
