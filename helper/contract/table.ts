/** This module makes the tables of the contract: with no key that is not known, and with their documentation. */
import './words.ts'
import * as v from 'valibot'

type Run = v.GenericSchema['~run']

/** Makes a schema that refuses some values before valibot looks at them. `refuses` adds an issue, and returns whether it did. */
const refusing = <Schema extends v.GenericSchema>(
  schema: Schema,
  refuses: (schema: v.GenericSchema, ...[dataset, config]: Parameters<Run>) => boolean,
): Schema =>
  v._standardSchema<v.GenericSchema>({
    ...schema,
    '~run'(dataset: v.UnknownDataset | ReturnType<Run>, config) {
      if (refuses(this, dataset as v.UnknownDataset, config)) return dataset as ReturnType<Run>
      return schema['~run'].call(this, dataset as v.UnknownDataset, config)
    },
  }) as Schema

/** Refuses a list: to valibot a list is an object too, and an empty one would be a table without keys. */
function refusesList(schema: v.GenericSchema, ...[dataset, config]: Parameters<Run>): boolean {
  const isList = Array.isArray(dataset.value)
  if (isList) v._addIssue(schema, 'type', dataset, config)
  return isList
}

/** valibot passes over these keys of a record in silence; what somebody wrote is never passed over. */
const passedOver = ['__proto__', 'constructor', 'prototype']

function refusesNames(schema: v.GenericSchema, ...[dataset, config]: Parameters<Run>): boolean {
  const { value: input } = dataset
  if (typeof input !== 'object' || input === null) return false
  const key = passedOver.find((name) => Object.hasOwn(input, name))
  if (key === undefined) return false
  const at = { type: 'object', origin: 'key', input: input as Record<string, unknown>, key, value: undefined } as const
  v._addIssue(schema, 'key', dataset, config, { message: 'must be another name', path: [at] })
  return true
}

/** Makes a schema of a table that has these keys and no others. */
export const table = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  refusing(v.strictObject(entries), refusesList)

/** Makes a schema of a table whose keys are names of somebody's choice. */
export const namedTable = <
  const Key extends v.GenericSchema<string, string>,
  const Value extends v.GenericSchema<unknown, unknown>,
>(
  key: Key,
  value: Value,
) => refusing(v.record(key, value), (...given) => refusesList(...given) || refusesNames(...given))

/** What the reference (roam6-profile(5)) and editors say of a key. `helper/contract/profile.ts` explains each. */
export interface About {
  readonly title?: string
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly otherwise?: string
  readonly ways?: string
}

/** Adds its documentation to a schema. */
export const about = <Input>(said: About): v.MetadataAction<Input, Record<string, unknown>> => v.metadata({ ...said })
