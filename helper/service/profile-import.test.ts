import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readHere } from '../../test/fakes/read-here.ts'
import { laptopCertificate, seed001Toml, seed001With } from '../../test/fakes/seed001.ts'
import type { ImportRequest } from '../contract/import.ts'
import { openProfileStore, type ProfileStore } from '../system/profile-store.ts'
import { importProfile as importWith } from './profile-import.ts'

const pki = (name: string) => readFileSync(join(import.meta.dirname, '../../test/fakes/pki', name), 'utf8')

let folder: string
let store: ProfileStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-import-'))
  store = openProfileStore(folder)
})
afterEach(() => rmSync(folder, { recursive: true }))

const importProfile = (request: ImportRequest) =>
  importWith(request, { read: readHere, store }, 0, new AbortController().signal)

const asked = (content: string, more: Partial<ImportRequest> = {}): ImportRequest => ({
  files: [{ name: 'home.toml', content, encoding: 'utf8' }],
  answers: {},
  dryRun: false,
  replace: false,
  ...more,
})

test('what someone wrote is kept with its comments; under another name it is written anew', async () => {
  const written = `# mine\n${seed001Toml}`
  expect(await importProfile(asked(written))).toMatchObject({ installed: true, format: 'toml', name: 'Home lab' })
  expect(store.get('Home lab')?.toml).toBe(written)
  await importProfile(asked(written, { name: 'Other' }))
  expect(store.get('Other')?.profile.layer).toEqual(store.get('Home lab')?.profile.layer)
})

test('a dry run and an open question leave nothing', async () => {
  expect(await importProfile(asked(seed001Toml, { dryRun: true }))).toMatchObject({
    installed: false,
    summary: { name: 'Home lab' },
  })
  const content = 'dev tap\nremote gateway.example.com\nsecret home.key\nifconfig-ipv6 2001:db8::2/64 ::\n'
  const tap = asked('', { files: [{ name: 'home.conf', content, encoding: 'utf8' }] })
  expect(await importProfile(tap)).toMatchObject({ installed: false, summary: null, questions: [{}, {}] })
  expect(store.list()).toEqual([])
})

test('a name that is taken is refused, unless it is to be replaced', async () => {
  await importProfile(asked(seed001Toml))
  await expect(importProfile(asked(seed001Toml))).rejects.toThrow('There is already a profile “Home lab”.')
  expect((await importProfile(asked(seed001Toml, { replace: true }))).installed).toBe(true)
})

test('a profile of that name that is not understood is not overwritten either, unless it is to be replaced', async () => {
  await importProfile(asked(seed001Toml))
  const [base = ''] = readdirSync(folder)
  const later = `version = 99\n${seed001Toml}`
  writeFileSync(join(folder, base), later)
  await expect(importProfile(asked(seed001Toml))).rejects.toThrow(
    'There is already a profile “Home lab”, which is not understood: line 1, column 1, version: 99 is of a later Roam6',
  )
  expect(readFileSync(join(folder, base), 'utf8')).toBe(later)
  expect((await importProfile(asked(seed001Toml, { replace: true }))).installed).toBe(true)
  expect(store.unreadable()).toEqual([])
})

const laptopKey = createPrivateKey(pki('laptop.key'))
const behind = { format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hunter2' } as const

test.each(['pkcs8', 'sec1'] as const)(
  'an encrypted key (%s) is asked for, opened, and stored in the clear',
  async (type) => {
    const key = laptopKey.export({ ...behind, type }).toString()
    const encrypted = seed001With(pki('laptop.pem'), key)
    const id = 'passphrase:laptop'
    const open = await importProfile(asked(encrypted))
    expect(open).toMatchObject({ installed: false, questions: [{ id, kind: 'passphrase' }] })
    const wrong = await importProfile(asked(encrypted, { answers: { [id]: 'wrong' } }))
    expect(wrong.questions[0]?.why).toMatch(/^That is not it\. /)
    expect(store.list()).toEqual([])
    expect((await importProfile(asked(encrypted, { answers: { [id]: 'hunter2' } }))).installed).toBe(true)
    expect(store.get('Home lab')?.profile.certificate.laptop?.key).toMatch(/^-----BEGIN PRIVATE KEY-----/)
    expect(store.get('Home lab')?.toml).not.toContain('ENCRYPTED')
  },
)

test('files that are nothing are refused with their place', async () => {
  await expect(
    importProfile(asked('milk, eggs', { files: [{ name: 'a.txt', content: 'bWlsaw==', encoding: 'base64' }] })),
  ).rejects.toMatchObject({ failure: { code: 'bad-profile', place: 'a.txt' } })
})

test('a key that is not its certificate’s is refused, with its place', async () => {
  const toml = (key: string) => seed001With(pki('laptop.pem'), key)
  expect((await importProfile(asked(toml(pki('laptop.key')), { dryRun: true }))).summary).not.toBeNull()
  await expect(importProfile(asked(toml(pki('rsa.key')), { dryRun: true }))).rejects.toMatchObject({
    message: 'The key of “laptop” does not belong to its certificate.',
    failure: { place: 'home.toml, certificate.laptop.key' },
  })
})

test('a certificate for another name is doubted at its place, and installed all the same', async () => {
  const toml = seed001With(pki('laptop.pem'), pki('laptop.key')).replace(
    'id = "client@my.domain"',
    'id = "other@my.domain"',
  )
  expect(await importProfile(asked(toml))).toMatchObject({
    installed: true,
    warnings: [
      {
        place: 'certificate.laptop.pem',
        message: 'Your certificate is not for other@my.domain',
        remedies: [expect.stringContaining('It is for client@my.domain.')],
      },
    ],
  })
  expect((await importProfile(asked(toml.replace('other@', 'client@'), { dryRun: true }))).warnings).toEqual([])
})

test('what the reader answers is checked once more: one that was taken over can give a wrong profile, but no broken one', async () => {
  const honest = await readHere(asked(seed001Toml), 0, new AbortController().signal)
  if (!honest.ok || !honest.profile) throw new Error('it is not read')
  const { profile } = honest
  const evil = { ...honest, profile: { ...profile, home: { ...profile.home, prefixes: ['::/0'] } }, asWritten: false }
  const read = async () => evil
  await expect(importWith(asked(seed001Toml), { read, store }, 0, new AbortController().signal)).rejects.toMatchObject({
    failure: { code: 'bad-profile', place: 'home.prefixes[0]' },
  })
  expect(store.list()).toEqual([])
})

test('nothing is installed for a client that has gone', async () => {
  const gone = new AbortController()
  const read: typeof readHere = async (...asked) => {
    const answer = await readHere(...asked)
    gone.abort(new Error('gone'))
    return answer
  }
  await expect(importWith(asked(seed001Toml), { read, store }, 0, gone.signal)).rejects.toThrow('gone')
  expect(store.list()).toEqual([])
})

test('an encrypted key that wants 2^31-1 rounds is refused at once, and says why', async () => {
  const key = readFileSync(join(import.meta.dirname, '../../test/fakes/pki/rounds.key'), 'utf8')
  const toml = seed001With(pki('laptop.pem'), key)
  const begun = performance.now()
  await expect(importProfile(asked(toml, { answers: { 'passphrase:laptop': 'x' } }))).rejects.toMatchObject({
    message: 'The key of “laptop” wants more rounds of hashing to be opened than is sane.',
    failure: { code: 'bad-profile', place: 'certificate.laptop.key' },
  })
  expect(performance.now() - begun).toBeLessThan(500)
})

test('there are 64 profiles at most, of 128 KiB; a text with more comments than that is written anew', async () => {
  const comments = `# ${'x'.repeat(200_000)}\n${seed001Toml}`
  await importProfile(asked(comments))
  expect(store.get('Home lab')?.toml.length).toBeLessThan(10_000)
  const chain = laptopCertificate.repeat(600)
  const certificates = ['a', 'b', 'c'].map((name) => `\n[certificate.${name}]\npem = """${chain}"""\n`).join('')
  await expect(importProfile(asked(`${seed001Toml}${certificates}`, { replace: true }))).rejects.toThrow('128 KiB')
  for (let n = 1; n < 64; n += 1) await importProfile(asked(seed001Toml, { name: `Home ${n}` }))
  await expect(importProfile(asked(seed001Toml, { name: 'One more' }))).rejects.toThrow('64 profiles already')
  expect((await importProfile(asked(seed001Toml, { name: 'Home 1', replace: true }))).installed).toBe(true)
})
