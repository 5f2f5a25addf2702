import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seed001Toml } from '../../test/fakes/seed001.ts'
import type { ImportRequest } from '../contract/import.ts'
import { openProfileStore, type ProfileStore } from '../system/profile-store.ts'
import { importProfile } from './profile-import.ts'

const pki = (name: string) => readFileSync(join(import.meta.dirname, '../../test/fakes/pki', name), 'utf8')

let folder: string
let store: ProfileStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-import-'))
  store = openProfileStore(folder)
})
afterEach(() => rmSync(folder, { recursive: true }))

const asked = (content: string, more: Partial<ImportRequest> = {}): ImportRequest => ({
  files: [{ name: 'home.toml', content, encoding: 'utf8' }],
  answers: {},
  dryRun: false,
  replace: false,
  ...more,
})

test('what someone wrote is kept with its comments; under another name it is written anew', () => {
  const written = `# mine\n${seed001Toml}`
  expect(importProfile(asked(written), store)).toMatchObject({ installed: true, format: 'toml', name: 'Home lab' })
  expect(store.get('Home lab')?.toml).toBe(written)
  importProfile(asked(written, { name: 'Other' }), store)
  expect(store.get('Other')?.profile.layer).toEqual(store.get('Home lab')?.profile.layer)
})

test('a dry run and an open question leave nothing', () => {
  expect(importProfile(asked(seed001Toml, { dryRun: true }), store)).toMatchObject({
    installed: false,
    summary: { name: 'Home lab' },
  })
  const content = 'dev tap\nremote gateway.example.com\nsecret home.key\nifconfig-ipv6 2001:db8::2/64 ::\n'
  const tap = asked('', { files: [{ name: 'home.conf', content, encoding: 'utf8' }] })
  expect(importProfile(tap, store)).toMatchObject({ installed: false, summary: null, questions: [{}, {}] })
  expect(store.list()).toEqual([])
})

test('a name that is taken is refused, unless it is to be replaced', () => {
  importProfile(asked(seed001Toml), store)
  expect(() => importProfile(asked(seed001Toml), store)).toThrow('There is already a profile “Home lab”.')
  expect(importProfile(asked(seed001Toml, { replace: true }), store).installed).toBe(true)
})

test('a profile of that name that is not understood is not overwritten either, unless it is to be replaced', () => {
  importProfile(asked(seed001Toml), store)
  const [base = ''] = readdirSync(folder)
  const later = `version = 99\n${seed001Toml}`
  writeFileSync(join(folder, base), later)
  expect(() => importProfile(asked(seed001Toml), store)).toThrow(
    'There is already a profile “Home lab”, which is not understood: version: 99 is of a later Roam6',
  )
  expect(readFileSync(join(folder, base), 'utf8')).toBe(later)
  expect(importProfile(asked(seed001Toml, { replace: true }), store).installed).toBe(true)
  expect(store.unreadable()).toEqual([])
})

const laptopKey = createPrivateKey(pki('laptop.key'))
const behind = { format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hunter2' } as const

test.each(['pkcs8', 'sec1'] as const)('an encrypted key (%s) is asked for, opened, and stored in the clear', (type) => {
  const key = laptopKey.export({ ...behind, type }).toString()
  const encrypted = seed001Toml.replace(
    'pem = "a certificate"\nkey = "a key"',
    `pem = '''${pki('laptop.pem')}'''\nkey = '''${key}'''`,
  )
  const id = 'passphrase:laptop'
  const open = importProfile(asked(encrypted), store)
  expect(open).toMatchObject({ installed: false, questions: [{ id, kind: 'passphrase' }] })
  const wrong = importProfile(asked(encrypted, { answers: { [id]: 'wrong' } }), store)
  expect(wrong.questions[0]?.why).toMatch(/^That is not it\. /)
  expect(store.list()).toEqual([])
  expect(importProfile(asked(encrypted, { answers: { [id]: 'hunter2' } }), store).installed).toBe(true)
  expect(store.get('Home lab')?.profile.certificate.laptop?.key).toMatch(/^-----BEGIN PRIVATE KEY-----/)
  expect(store.get('Home lab')?.toml).not.toContain('ENCRYPTED')
})

test('files that are nothing are refused with their place', () => {
  expect(() =>
    importProfile(asked('milk, eggs', { files: [{ name: 'a.txt', content: 'bWlsaw==', encoding: 'base64' }] }), store),
  ).toThrow(expect.objectContaining({ failure: expect.objectContaining({ code: 'bad-profile', place: 'a.txt' }) }))
})

test('a key that is not its certificate’s is refused, with its place', () => {
  const toml = (key: string) =>
    seed001Toml.replace('pem = "a certificate"\nkey = "a key"', `pem = """${pki('laptop.pem')}"""\nkey = """${key}"""`)
  expect(importProfile(asked(toml(pki('laptop.key')), { dryRun: true }), store).summary).not.toBeNull()
  expect(() => importProfile(asked(toml(pki('rsa.key')), { dryRun: true }), store)).toThrow(
    expect.objectContaining({
      message: 'The key of “laptop” does not belong to its certificate.',
      failure: expect.objectContaining({ place: 'home.toml, certificate.laptop.key' }),
    }),
  )
})

test('a certificate for another name is doubted at its place, and installed all the same', () => {
  const toml = seed001Toml
    .replace('id = "client@my.domain"', 'id = "other@my.domain"')
    .replace(
      'pem = "a certificate"\nkey = "a key"',
      `pem = """${pki('laptop.pem')}"""\nkey = """${pki('laptop.key')}"""`,
    )
  expect(importProfile(asked(toml), store)).toMatchObject({
    installed: true,
    warnings: [
      {
        place: 'certificate.laptop.pem',
        message: 'Your certificate is not for other@my.domain',
        remedies: [expect.stringContaining('It is for client@my.domain.')],
      },
    ],
  })
  expect(importProfile(asked(toml.replace('other@', 'client@'), { dryRun: true }), store).warnings).toEqual([])
})
