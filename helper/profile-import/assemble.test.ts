import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync, zipSync } from 'fflate'
import { createTar } from 'nanotar'
import { describe, expect, it, test } from 'vitest'
import { seed001Toml } from '../../test/fakes/seed001.ts'
import { assemble } from './assemble.ts'

const golden = join(import.meta.dirname, '../../test/golden/profile-import')
const bytes = (text: string) => new Uint8Array(Buffer.from(text))

function filesOf(name: string) {
  const folder = join(golden, name)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile() && path !== 'answers.json' && path !== 'expected.json')
    .map((path) => ({
      name: relative(folder, join(folder, path)),
      bytes: new Uint8Array(readFileSync(join(folder, path))),
    }))
}

const answersOf = (name: string) =>
  new Map(
    Object.entries(JSON.parse(readFileSync(join(golden, name, 'answers.json'), 'utf8')) as Record<string, string>),
  )

describe('the articles as they are printed ask for what print lost, and are whole with just that', () => {
  it.each([
    ['setkey/seed-000-site-1', ['tunnel-remote', 'esp-tunnel', 'address'], ['ip6ip6', 'esp']],
    ['openvpn/seed-002', ['static-key', 'cipher'], ['openvpn']],
    ['tinc/seed-004', ['public-key:gateway', 'key'], ['tinc']],
  ])('%s', (name, asked, layers) => {
    const printed = assemble({ files: filesOf(`${name}-printed`), answers: new Map() })
    if (!printed.ok) throw new Error(printed.fault.what)
    expect(printed.profile).toBeNull()
    expect(printed.questions.map(({ id }) => id)).toEqual(asked)
    const answers = answersOf(`${name}-answered`)
    expect([...answers.keys()].sort()).toEqual([...asked].sort())
    const whole = assemble({ files: filesOf(`${name}-printed`), answers })
    if (!whole.ok) throw new Error(`${whole.fault.place}: ${whole.fault.what}`)
    expect(whole.questions).toEqual([])
    expect(whole.profile?.layer.map(({ kind }) => kind)).toEqual(layers)
  })

  it('the other end of 000 says itself which address is its own', () => {
    const assembled = assemble({ files: filesOf('setkey/seed-000-site-2-printed'), answers: new Map() })
    expect(assembled).toMatchObject({ ok: true, questions: [], profile: { gateway: '2111:1111:1111:1111::1' } })
  })
})

test('every golden case without a question makes a profile that stands', () => {
  let whole = 0
  for (const format of readdirSync(golden))
    for (const name of readdirSync(join(golden, format))) {
      const hasAnswers = readdirSync(join(golden, format, name)).includes('answers.json')
      const answers = hasAnswers ? answersOf(`${format}/${name}`) : new Map<string, string>()
      const assembled = assemble({ files: filesOf(`${format}/${name}`), answers })
      // An importer refuses files with a reason of its own; what it lets through must stand.
      if (!assembled.ok) expect(assembled.fault.remedy ?? '', `${format}/${name}`).not.toContain('makes no profile')
      if (!assembled.ok || !assembled.profile) continue
      whole++
    }
  expect(whole).toBeGreaterThan(15)
})

test('the files may come in an archive', () => {
  const files = filesOf('tinc/seed-004-laptop-whole')
  const answers = answersOf('tinc/seed-004-laptop-whole')
  const plain = assemble({ files, answers })
  expect(plain).toMatchObject({ ok: true, questions: [] })
  const tar = createTar(files.map(({ name, bytes: data }) => ({ name, data })))
  for (const archive of [zipSync(Object.fromEntries(files.map((file) => [file.name, file.bytes]))), gzipSync(tar)])
    expect(assemble({ files: [{ name: 'home', bytes: archive }], answers })).toEqual(plain)
})

test('a format that is named is taken; one that is not is recognised, or nothing is', () => {
  const ambiguous = [{ name: 'x', bytes: bytes('dev tap\n') }]
  expect(assemble({ files: ambiguous, format: 'tinc', answers: new Map() })).toMatchObject({ ok: false })
  expect(assemble({ files: ambiguous, format: 'openvpn', answers: new Map() })).toMatchObject({
    ok: true,
    format: 'openvpn',
  })
  const unknown = assemble({ files: [{ name: 'notes.txt', bytes: bytes('milk, eggs') }], answers: new Map() })
  expect(unknown).toMatchObject({ ok: false, fault: { place: 'notes.txt' } })
  expect(assemble({ files: [{ name: 'x.zip', bytes: zipSync({}) }], answers: new Map() })).toMatchObject({ ok: false })
})

test('a name that is given counts; one that is none is asked for', () => {
  const files = [{ name: 'home.toml', bytes: bytes(seed001Toml) }]
  expect(assemble({ files, name: 'Other', answers: new Map() })).toMatchObject({
    name: 'Other',
    profile: { name: 'Other' },
  })
  const hostile = filesOf('nmconnection/openvpn-hostile')
  const asked = assemble({ files: hostile, answers: new Map() })
  expect(asked).toMatchObject({ ok: true, name: '' })
  expect(asked.ok && asked.questions[0]).toMatchObject({ id: 'name' })
  const answered = assemble({ files: hostile, answers: new Map([['name', 'Home']]) })
  expect(answered).toMatchObject({ name: 'Home' })
})

test('a TOML that is wrong says where', () => {
  const at = (toml: string) => assemble({ files: [{ name: 'a.toml', bytes: bytes(toml) }], answers: new Map() })
  expect(at(seed001Toml.replace('"5.6.7.8"', '5.6.7.8'))).toMatchObject({
    ok: false,
    fault: { place: 'a.toml, line 3, column 14' },
  })
  expect(at(seed001Toml.replace('kind = "gre"', 'kind = "grr"'))).toMatchObject({
    ok: false,
    fault: { place: expect.stringContaining('a.toml, line 14, column 1, layer[1]') },
  })
})
