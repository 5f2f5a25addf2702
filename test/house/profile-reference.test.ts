/** The reference of a profile's keys says something of every key, and what it says is so. */

import * as v from 'valibot'
import { expect, test } from 'vitest'
import { sectionsOf } from '../../build/reference/keys.ts'
import { profilePage } from '../../build/reference/profile-page.ts'
import { annotatedSchema, editorSchema, ProfileFile } from '../../build/reference/profile-schema.ts'
import { plain } from '../../build/reference/roff.ts'
import { pemKinds, rewritePem } from '../../helper/core/certificate/rewrite-pem.ts'
import { parseAddress, parsePrefix } from '../../helper/core/ip.ts'
import { gatewayForm, homeForms, layerForms, nameForm } from '../../renderer/forms/profile-form.ts'

const sections = sectionsOf(annotatedSchema())
const keys = sections.flatMap(({ header, keys }) =>
  keys.map((key) => ({ ...key, place: `${header ?? ''} ${key.path}` })),
)
const place = ({ place }: (typeof keys)[number]) => place

test('every section and every key has a meaning, in sentences', () => {
  expect(keys.length).toBeGreaterThan(80)
  const silent = keys.filter(({ node }) => !node.description?.endsWith('.'))
  expect(silent.map(place)).toEqual([])
  expect(sections.slice(1).filter(({ node }) => !node.description?.endsWith('.'))).toEqual([])
})

test('a key that the window’s forms have is called there as it is here', () => {
  const page = profilePage('1.0.0', '')
  const fields = [nameForm, gatewayForm, ...homeForms, ...Object.values(layerForms).flat()].flatMap(
    ({ fields: own }) => own,
  )
  expect(fields.length).toBeGreaterThan(60)
  expect(fields.filter(({ label }) => !page.includes(plain(`In the window: ${label}.`)))).toEqual([])
})

test('every key that has a value has one example', () => {
  const bare = keys.filter(({ table, node }) => !table && node.examples?.length !== 1)
  expect(bare.map(place)).toEqual([])
})

test('of every key that may be absent it is said what holds then', () => {
  const open = keys.filter(
    ({ required, node }) => !required && node.default === undefined && node.otherwise === undefined,
  )
  expect(open.map(place)).toEqual([])
})

/** This type is as much of a schema as is walked through here. */
type Schema = v.GenericSchema & {
  readonly wrapped?: Schema
  readonly item?: Schema
  readonly value?: Schema
  readonly entries?: Readonly<Record<string, Schema>>
  readonly options?: readonly (Schema | string | number)[]
}

/** Returns each example with the schema of its key, and with the path of that schema. */
function examplesOf(
  schema: Schema,
  path: string,
): readonly { readonly path: string; readonly schema: Schema; readonly value: unknown }[] {
  const { wrapped, item, value, entries = {}, options = [] } = schema
  if (wrapped) return examplesOf(wrapped, path)
  const within = [item, value, ...options].filter((one) => typeof one === 'object')
  return [
    ...((v.getMetadata(schema).examples ?? []) as readonly unknown[]).map((example) => ({
      path,
      schema,
      value: example,
    })),
    ...within.flatMap((one) => examplesOf(one, path)),
    ...Object.entries(entries).flatMap(([key, one]) => examplesOf(one, `${path}.${key}`)),
  ]
}
const examples = () => examplesOf(ProfileFile as Schema, '')

const textsOf = (value: unknown): readonly string[] => [value].flat().filter((one) => typeof one === 'string')

test('every example is a value of its key', () => {
  const all = examples()
  expect(all.length).toBeGreaterThan(80)
  expect(all.filter(({ schema, value }) => !v.is(schema, value)).map(({ path }) => path)).toEqual([])
})

test('every example that is an address, a prefix or PEM is one to the helper too', () => {
  const readers = [
    { is: /^[0-9a-f.:]*[.:][0-9a-f.:]*\/\d+$/, reads: (text: string) => parsePrefix(text) !== null },
    { is: /^[0-9a-f.:]*(:|\.\d+\.)[0-9a-f.:]*$/, reads: (text: string) => parseAddress(text) !== null },
    {
      is: /-----BEGIN/,
      reads: (text: string) => Object.values(pemKinds).some((kind) => rewritePem(text, kind) === text),
    },
  ]
  const wrong = examples().flatMap(({ path, value }) =>
    textsOf(value)
      .filter((text) => readers.find(({ is }) => is.test(text))?.reads(text) === false)
      .map((text) => `${path}: ${text}`),
  )
  expect(wrong).toEqual([])
})

test('the man page has every key', () => {
  const page = profilePage('1.2.3', 'name = "Home"')
  const absent = keys.filter(({ path }) => !page.includes(`\\fB${path.replaceAll('-', '\\-')}\\fP`))
  expect(absent.map(place)).toEqual([])
})

test('an editor gets draft 7 with a description of every key, and no word that is only ours', () => {
  const schema = JSON.stringify(editorSchema())
  expect(schema).toContain('"$schema":"http://json-schema.org/draft-07/schema#"')
  expect(schema).not.toMatch(/"otherwise"|"ways"|\$ref/)
  // Taplo shows no description that stands beside one (collect_schemas in its schema/mod.rs).
  expect(schema).not.toContain('allOf')
  expect(schema).toContain('Without it: roam6t.')
})
