/** This module reads the name of a profile's key out of the metadata of its schema. */
import * as v from 'valibot'
import type { About } from './table.ts'

/** The parts of valibot's schemas that have another schema inside. */
interface Node {
  readonly wrapped?: v.GenericSchema
  readonly entries?: Readonly<Record<string, v.GenericSchema>>
  readonly item?: v.GenericSchema
  readonly value?: v.GenericSchema
  readonly options?: readonly v.GenericSchema[]
}

/** Returns the schema that v.optional and its like wrap. The wrapper has no metadata and no keys. */
function inside(schema: v.GenericSchema): v.GenericSchema {
  const { wrapped } = schema as Node
  return wrapped ? inside(wrapped) : schema
}

function below(schema: v.GenericSchema, key: string): v.GenericSchema | undefined {
  const { entries, item, value, options } = inside(schema) as Node
  if (entries) return entries[key]
  if (options) return options.map((one) => below(one, key)).find((found) => found !== undefined)
  const element = item ?? value
  return element && below(element, key)
}

/**
 * Returns the name of a key, as forms and roam6-profile(5) have it.
 *
 * @param path the keys that lead to it, without the numbers of lists and without names that a person chose: ["hosts", "name"]
 * @throws where the schema has no such key, or no name for it: a bug
 */
export function labelOf(schema: v.GenericSchema, path: readonly string[]): string {
  const node = path.reduce<v.GenericSchema | undefined>((at, key) => at && below(at, key), schema)
  const { label } = (node ? v.getMetadata(inside(node)) : {}) as About
  if (label === undefined) throw new Error(`${path.join('.')} has no name`)
  return label
}
