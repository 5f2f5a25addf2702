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

const opened = () => openProfileStore(folder)

test('a profile is kept as it was written, for root alone, and found by whoever comes next', () => {
  opened().put(stored)
  const store = opened()
  expect(store.get('Home lab')).toEqual(stored)
  const [file = '', ...others] = readdirSync(folder)
  expect(others).toEqual([])
  expect([statSync(folder).mode & 0o777, statSync(join(folder, file)).mode & 0o777]).toEqual([0o700, 0o600])
  expect(store.unreadable()).toEqual([])
  expect(store.remove('Home lab')).toBe(true)
  expect(readdirSync(folder)).toEqual([])
  expect(store.remove('Home lab')).toBe(false)
})

test('what is not understood is told of and left where it is, and keeps no other from being used', () => {
  opened().put(stored)
  const later = `version = 99\n${seed001Toml.replace('Home lab', 'Later lab')}`
  const foreign: Record<string, { content: string | Buffer; name: string | null; why: RegExp }> = {
    'torn.toml': { content: stored.toml.slice(0, 200), name: null, why: /^line \d+, column \d+: / },
    'later.toml': { content: later, name: 'Later lab', why: /^line 1, column 1, version: 99 is of a later Roam6/ },
    'bytes.toml': { content: Buffer.from([0xff, 0xfe, 0, 1]), name: null, why: /^line 1, column 1: / },
    'empty.toml': { content: '', name: null, why: /^name: / },
    'by-hand.toml': { content: seed001Toml, name: 'Home lab', why: /^it was put here by hand, and not imported$/ },
  }
  for (const [base, { content }] of Object.entries(foreign)) writeFileSync(join(folder, base), content)
  mkdirSync(join(folder, 'folder.toml'))
  const store = opened()
  expect(store.list()).toEqual([stored])
  const told = new Map(store.unreadable().map((one) => [one.file, one]))
  expect(told.size).toBe(6)
  expect(told.get(join(folder, 'folder.toml'))?.why).toMatch(/EISDIR/)
  for (const [base, { content, name, why }] of Object.entries(foreign)) {
    expect(told.get(join(folder, base))).toEqual({ file: join(folder, base), name, why: expect.stringMatching(why) })
    expect(readFileSync(join(folder, base))).toEqual(Buffer.from(content))
  }
})

test('an installed profile that is not understood any more keeps its place, until it is removed', () => {
  const store = opened()
  store.put(stored)
  const [base = ''] = readdirSync(folder)
  writeFileSync(join(folder, base), `version = 99\n${stored.toml}`)
  expect(store.get('Home lab')).toBeUndefined()
  expect(store.unreadableAt('Home lab')).toMatchObject({ file: join(folder, base), name: 'Home lab' })
  expect(store.remove('Home lab')).toBe(true)
  expect(store.unreadableAt('Home lab')).toBeUndefined()
})
