import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seed001, seed001Toml } from '../../test/fakes/seed001.ts'
import { openProfileStore } from './profile-store.ts'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'profiles-')), 'profiles')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true }))

const stored = { profile: seed001.profile, toml: `# as I wrote it\n${seed001Toml}` }

function opened() {
  const said: string[] = []
  return { store: openProfileStore(folder, (_, level, text) => void said.push(`${level}: ${text}`)), said }
}

test('a profile is kept as it was written, for root alone, and found by whoever comes next', () => {
  opened().store.put(stored)
  const { store, said } = opened()
  expect(store.get('Home lab')).toEqual(stored)
  const [file = '', ...others] = readdirSync(folder)
  expect(others).toEqual([])
  expect([statSync(folder).mode & 0o777, statSync(join(folder, file)).mode & 0o777]).toEqual([0o700, 0o600])
  expect(store.remove('Home lab')).toBe(true)
  expect(readdirSync(folder)).toEqual([])
  expect(said).toEqual([])
})

test('what is no profile is named and left where it is, and keeps no other from being used', () => {
  opened().store.put(stored)
  const foreign: Record<string, string | Buffer> = {
    'torn.toml': stored.toml.slice(0, 200),
    'later.toml': `version = 99\n${seed001Toml.replace('Home lab', 'Later lab')}`,
    'bytes.toml': Buffer.from([0xff, 0xfe, 0, 1]),
    'empty.toml': '',
  }
  for (const [name, content] of Object.entries(foreign)) writeFileSync(join(folder, name), content)
  mkdirSync(join(folder, 'folder.toml'))
  const { store, said } = opened()
  expect(store.list()).toEqual([stored])
  for (const name of [...Object.keys(foreign), 'folder.toml'])
    expect(said.filter((line) => line.startsWith(`warn: ${name} `))).toHaveLength(1)
  expect(said.join('\n')).toMatch(/later\.toml is no profile: version: 99 is of a later Roam6/)
  for (const [name, content] of Object.entries(foreign))
    expect(readFileSync(join(folder, name))).toEqual(Buffer.from(content))
})
