/** The lint rule against literals that are spread inside another (`build/lint/plain-literals.grit`) finds them, and nothing else. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'roam6-lint-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Tells whether biome takes a file with this text. The file lies in a folder of its own, as biome runs no rules of ours on standard input. */
const isTaken = (text: string) => {
  const file = join(folder, 'sample.ts')
  writeFileSync(file, `${text}\n`)
  const { status, stderr } = spawnSync(join(root, 'node_modules/.bin/biome'), ['lint', `--config-path=${root}`, file], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (status !== 0 && !stderr.includes('without a literal around them')) throw new Error(stderr)
  return status === 0
}

test.each([
  ['an object in an object', 'export const a = { ...{ b: 1 } }', false],
  ['an array in an array', 'export const a = [...[1, 2]]', false],
  ['an array among arguments', 'export const a = Math.max(...[1, 2])', false],
  ['one that is constant', 'export const a = [...([1, 2] as const)]', false],
  ['one by a condition', 'export const a = (b: boolean) => ({ ...(b ? { c: 1 } : {}) })', true],
  ['what is made of one', 'export const a = [...[1, 2].map(String)]', true],
  ['the rest of parameters', 'export const a = (...[b]: readonly number[]) => b', true],
])('%s', (_, text, taken) => {
  expect(isTaken(text)).toBe(taken)
})
