import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { licences } from './licences.ts'

const root = join(import.meta.dirname, '../../..')
const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'))

test('the table has every program that is shipped, with the licence that it says itself', () => {
  const shipped = Object.keys(read('package.json').dependencies)
  const said = shipped.map((name) => [name, read(`node_modules/${name}/package.json`).license])
  expect(licences.filter(([name]) => shipped.includes(name))).toEqual(said)
})
