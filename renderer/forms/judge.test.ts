import * as v from 'valibot'
import { expect, test } from 'vitest'
import { Layer, layerKinds, Profile } from '../../helper/contract/profile.ts'
import type { Field, Group } from './field.ts'
import { judge } from './judge.ts'
import { certificateForm, gatewayForm, homeForms, layerForms, nameForm } from './profile-form.ts'
import { pathOfPlace, valueAt, withValue } from './value.ts'

const good = v.parse(Profile, {
  name: 'Home lab',
  gateway: 'tunnel.my.domain',
  home: { prefixes: ['fd12:3456:789a::/48', '2a00::100/120'], hosts: ['2a00::102'] },
  layer: [
    {
      kind: 'ike',
      identity: { id: 'client@my.domain', certificate: 'laptop' },
      peer: { id: 'tunnel.my.domain', authorities: ['ca'] },
      'request-addresses': ['0.0.0.0'],
      'remote-networks': ['192.168.101.0/24'],
    },
    { kind: 'gre', local: 'virtual', remote: '192.168.101.2' },
  ],
  address: [{ address: 'fd12:3456:789a:3::2/64' }],
  route: [{ to: '::/0' }],
  certificate: { laptop: { pem: 'a', key: 'b' }, ca: { pem: 'c' } },
})

const change = (path: (string | number)[], value: unknown) =>
  judge(withValue(good, path, value) as Record<string, unknown>)

test('a whole profile has nothing to be said of', () => expect(judge(good)).toEqual([]))

test('the laptop’s address in the network behind it is one of that network, and leaves home alone', () => {
  const behind = (address: string) => change(['behind'], { link: 'eth1', address })
  expect(behind('fd12:3456:789a:9::1/64')).toEqual([])
  expect(behind('fd12:3456:789a:9::/64')).toMatchObject([{ instead: 'fd12:3456:789a:9::1/64', blocks: true }])
  for (const wrong of ['10.0.0.1/24', 'fd00::1/128', 'fd12:3456:789a::1/32', 'eth1'])
    expect(behind(wrong)).toMatchObject([{ path: ['behind', 'address'], blocks: true }])
})

test('a prefix off its boundary is refused, with the right one', () => {
  expect(change(['home', 'prefixes', 0], 'fd12:3456:789a::1/48')).toMatchObject([
    { path: ['home', 'prefixes', 0], instead: 'fd12:3456:789a::/48', blocks: true },
  ])
  expect(change(['layer', 0, 'remote-networks', 0], '192.168.101.5/24')).toMatchObject([
    { instead: '192.168.101.0/24' },
  ])
})

test('an address outside home, and a ULA outside fd00::/8, are doubted', () => {
  expect(change(['address', 0, 'address'], '2a00::201/120')).toEqual([
    {
      path: ['address', 0],
      says: '2a00::201/120 lies outside home’s prefixes: fd12:3456:789a::/48, 2a00::100/120.',
      blocks: false,
    },
  ])
  expect(change(['home', 'hosts', 0], 'fc12::1')).toMatchObject([
    { says: expect.stringContaining('RFC 4193'), blocks: false },
  ])
})

test('the schema says what the forms do not', () => {
  expect(change(['gateway'], undefined)).toEqual([{ path: ['gateway'], says: 'Needed.', blocks: true, missing: true }])
  expect(change(['layer', 0, 'remote-networks'], [])).toMatchObject([
    { path: ['layer', 0, 'remote-networks'], says: 'At least one is needed.' },
  ])
  expect(change(['layer', 1, 'key'], 'x')).toMatchObject([{ path: ['layer', 1, 'key'], blocks: true }])
})

/** Leaves of a schema, as keys of a form; lists and records end there. */
function keysOf(schema: Schema): string[] {
  if (schema.wrapped) return keysOf(schema.wrapped)
  return Object.entries(schema.entries ?? { '': undefined }).flatMap(([key, inner]) =>
    inner ? keysOf(inner).map((rest) => (rest === '' ? key : `${key}.${rest}`)) : [key],
  )
}
interface Schema {
  readonly type: string
  readonly wrapped?: Schema
  readonly entries?: Readonly<Record<string, Schema>>
}
const named = (fields: readonly Field[]) => fields.map(({ key }) => key).sort()

interface LayerSchema extends Schema {
  readonly entries: Schema['entries'] & { readonly kind: { readonly type: string; readonly literal: string } }
}

test.each(layerKinds)('the form of %s has every key of its schema, once', (kind) => {
  const schemas = Layer.options.flatMap<LayerSchema>((one) => ('options' in one ? [...one.options] : [one]))
  const schema = schemas.find(({ entries }) => entries.kind.literal === kind)
  const wanted = keysOf(schema as LayerSchema).filter((key) => key !== 'kind')
  expect(named((layerForms[kind] as readonly Group[]).flatMap(({ fields }) => fields))).toEqual(wanted.sort())
})

test('so have the forms of the profile and of certificates', () => {
  const own = [nameForm, gatewayForm, ...homeForms].flatMap(({ fields }) => fields)
  const elsewhere = ['layer', 'certificate']
  expect([...named(own), ...elsewhere].sort()).toEqual(keysOf(Profile).sort())
  expect(named(certificateForm)).toEqual(['crl', 'key', 'pem'])
})

test('a part that is not needed goes with its last value', () => {
  const port = withValue(good, ['layer', 0, 'ports', 'ike'], 500)
  expect(valueAt(port, ['layer', 0, 'ports'])).toEqual({ ike: 500 })
  expect(withValue(port, ['layer', 0, 'ports', 'ike'], undefined)).toEqual(good)
  expect(withValue({ list: ['a', 'b', 'c'] }, ['list', 1], undefined)).toEqual({ list: ['a', 'c'] })
})

test.each([
  ['home.toml, layer[0].peer.id', ['layer', 0, 'peer', 'id']],
  ['home.toml, line 9, column 12, layer[0].peer.id', ['layer', 0, 'peer', 'id']],
  ['home.toml, line 9, column 12', undefined],
  ['Home lab.toml, line 12, certificate.laptop.key', ['certificate', 'laptop', 'key']],
  ['home.toml, line 12', undefined],
])('%s leads to %j', (place, path) => expect(pathOfPlace(place)).toEqual(path))
