import * as v from 'valibot'
import { expect, test } from 'vitest'
import { type Layer, Layer as LayerSchema, layerKinds } from '../../helper/contract/profile.ts'
import { judge } from './judge.ts'
import { moved, without } from './stack.ts'
import { blankLayers, startOf, wayIds, ways, withLayer } from './starts.ts'

test.each(wayIds)('%s begins with nothing wrong: things are only still to be filled in', (way) => {
  const remarks = judge(startOf(way))
  expect(remarks.filter(({ missing }) => !missing)).toEqual([])
  // The name, the gateway and home, at least: nothing of these could be guessed.
  expect(remarks.map(({ path }) => path.join('.'))).toEqual(
    expect.arrayContaining(['name', 'gateway', 'home.prefixes']),
  )
})

interface Table {
  readonly entries: Readonly<Record<string, v.GenericSchema>> & { readonly kind: { readonly literal: string } }
}
/** Of IKEv2, tunnel mode's: it is the ordinary one. */
const layerSchemas = LayerSchema.options.flatMap<Table>((one) => ('options' in one ? [...one.options] : [one]))

test.each(layerKinds)('a blank layer of %s has every default of its schema, and no other', (kind) => {
  const layer = layerSchemas.find(({ entries }) => entries.kind.literal === kind)
  for (const [key, schema] of Object.entries<v.GenericSchema>((layer as Table).entries)) {
    const { success, output } = v.safeParse(schema, undefined)
    if (success && output !== undefined) expect(blankLayers[kind]).toHaveProperty([key], output)
  }
})

test('every kind of layer is in one of the ways', () => {
  const used = new Set(Object.values(ways).flatMap(({ layers }) => layers.map(({ kind }) => kind as Layer['kind'])))
  expect([...used].sort()).toEqual([...layerKinds].sort())
})

test('a layer that is added brings room for its certificates, and leaves those that are there', () => {
  const draft = withLayer({ layer: [], certificate: { ca: { pem: 'mine' } } }, blankLayers.ike)
  expect(draft).toMatchObject({ layer: [{ kind: 'ike' }], certificate: { laptop: {}, ca: { pem: 'mine' } } })
})

test('layers change places with their neighbours, and stay at the ends', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
  expect(without(['a', 'b', 'c'], 1)).toEqual(['a', 'c'])
})
