/** The examples of profiles are profiles to the helper as soon as their blanks are filled, and show what the reference describes. */
import { createPublicKey } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'smol-toml'
import { expect, test } from 'vitest'
import { type Section, sectionsOf } from '../../build/reference/keys.ts'
import { annotatedSchema } from '../../build/reference/profile-schema.ts'
import { ways } from '../../build/reference/ways.ts'
import { parseProfile } from '../../helper/core/profile/parse-profile.ts'
import { pki, staticKey } from '../fakes/carrier-profiles.ts'
import { pem } from '../fakes/pem.ts'

const folder = resolve(import.meta.dirname, '../../build/examples')
const files = readdirSync(folder).sort()

const publicKey = createPublicKey(pki('rsa.key')).export({ type: 'pkcs1', format: 'pem' }).toString()

/** This table fills the blanks of the examples with what a person would paste there. */
const fillings: Readonly<Record<string, string>> = {
  'THE CERTIFICATE OF THE LAPTOP': pki('laptop.pem'),
  'THE KEY OF THE LAPTOP': pki('laptop.key'),
  'THE CERTIFICATE OF THE AUTHORITY': pki('ca.pem'),
  'THE REVOCATION LIST OF THE AUTHORITY': pem('X509 CRL', 'nobody reads what is in it here'),
  'THE CERTIFICATE OF THE GATEWAY': pki('gateway.pem'),
  'THE STATIC KEY': staticKey.key,
  'THE RSA KEY OF THE LAPTOP': pki('rsa.key'),
  'THE RSA PUBLIC KEY OF THE GATEWAY': publicKey,
}

const written = (file: string) => readFileSync(join(folder, file), 'utf8')
const filled = (file: string) => written(file).replace(/^THE [A-Z ]+$/gm, (blank) => fillings[blank] ?? blank)

test('there is one for each way, and no other', () => {
  expect(files).toEqual(ways.map(({ example }) => example).sort())
})

test.each(ways)('$example has the layers that its row says', ({ example, kinds }) => {
  const { layer } = parse(filled(example)) as unknown as { readonly layer: readonly { readonly kind: string }[] }
  if (kinds.length > 0) expect(layer.map(({ kind }) => kind)).toEqual(kinds)
})

test.each(files)('%s is a profile, once its blanks are filled', (file) => {
  const parsed = parseProfile(filled(file))
  expect(parsed.ok ? [] : parsed.faults).toEqual([])
})

test.each(files)('%s says of each blank that is left that it is no PEM', (file) => {
  const blanks = written(file).match(/^THE [A-Z ]+$/gm) ?? []
  const parsed = parseProfile(written(file))
  const faults = parsed.ok ? [] : parsed.faults
  expect(faults.map(({ what }) => what)).toEqual(blanks.map(() => expect.stringMatching(/holds no PEM/)))
})

test.each(files)('what %s leaves out with a mark, may be put in', (file) => {
  const whole = filled(file).replace(/^# (?=[a-z-]+ = )/gm, '')
  const parsed = parseProfile(whole)
  expect(parsed.ok ? [] : parsed.faults).toEqual([])
})

/** Returns the paths of a document's keys as the reference writes them. */
function pathsOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) {
    const tables = value.filter((one) => typeof one === 'object')
    return [path, ...tables.flatMap((one) => pathsOf(one, `${path}[]`).slice(1))]
  }
  if (typeof value !== 'object' || value === null) return [path]
  const inside = Object.entries(value).flatMap(([key, one]) => pathsOf(one, path === '' ? key : `${path}.${key}`))
  return [path, ...inside]
}

/** Returns the paths of one section's keys in a document. */
function shown({ header }: Section, document: Readonly<Record<string, unknown>>): readonly string[] {
  const [, name = '', kind] = /^\[+(\w+)[^"]*"?(\w+)?/.exec(header ?? '') ?? []
  const table = document[name]
  if (header === null) return Object.keys(document)
  if (kind !== undefined)
    return (table as { kind: string }[]).filter((one) => one.kind === kind).flatMap((one) => pathsOf(one))
  if (header.includes('NAME')) return Object.values(table ?? {}).flatMap((one) => pathsOf(one))
  return [table ?? []].flat().flatMap((one) => pathsOf(one))
}

/** Tells whether a key is in every profile of its section: the key is required, and so is each table around it. */
function always(keys: Section['keys'], path: string): boolean {
  const key = keys.find((one) => one.path === path)
  const [, table] = /^(.*?)(?:\[\])?\.[^.]+$/.exec(path) ?? []
  return key?.required === true && (table === undefined || always(keys, table))
}

test('every key that each profile of its kind has stands in an example', () => {
  const documents = files.map((file) => parse(filled(file)))
  const missing = sectionsOf(annotatedSchema()).flatMap((section) => {
    const seen = new Set(documents.flatMap((document) => shown(section, document)))
    return section.keys
      .filter(({ path }) => always(section.keys, path) && !seen.has(path))
      .map(({ path }) => `${section.header}: ${path}`)
  })
  expect(missing).toEqual([])
})
