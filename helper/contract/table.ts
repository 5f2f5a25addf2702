/** This module makes the tables and lists of the contract: bounded, with no key that is not known, and with their documentation. */
import './words.ts'
import * as v from 'valibot'

type Run = v.GenericSchema['~run']
type Dataset = v.UnknownDataset | ReturnType<Run>
/** Looks at a value before its schema does; returns the dataset where that settles it: refused with an issue, or parsed. */
type Settles = (schema: v.GenericSchema, dataset: v.UnknownDataset, config: Parameters<Run>[1]) => Dataset | undefined

const settling = <Schema extends v.GenericSchema>(schema: Schema, settles: Settles): Schema =>
  v._standardSchema<v.GenericSchema>({
    ...schema,
    '~run'(dataset, config) {
      return (settles(this, dataset, config) as ReturnType<Run>) ?? schema['~run'].call(this, dataset, config)
    },
  }) as Schema

/** To valibot a list or a date is an object too, and would be a table without keys. */
const refuseOthers: Settles = (schema, dataset, config) => {
  if (!Array.isArray(dataset.value) && !(dataset.value instanceof Date)) return undefined
  v._addIssue(schema, 'type', dataset, config)
  return dataset
}

/** Makes a schema of tables take nothing else. */
export const tableOnly = <Schema extends v.GenericSchema>(schema: Schema) => settling(schema, refuseOthers)

/** Makes a schema of a table that has these keys and no others. */
export const table = <const Entries extends v.ObjectEntries>(entries: Entries) => tableOnly(v.strictObject(entries))

/**
 * Makes a schema of a table whose keys are names of somebody's choice. valibot's record passes over "constructor" and "prototype" in silence;
 * here they are names as any other, and "__proto__", which can be no key of an object of ours, is refused.
 */
export function namedTable<
  const Key extends v.GenericSchema<string, string>,
  const Value extends v.GenericSchema<unknown, unknown>,
>(key: Key, value: Value) {
  return tableOnly(
    settling(v.record(key, value), (schema, dataset, config) => {
      const { value: input } = dataset
      if (typeof input !== 'object' || input === null) return undefined
      const names = Object.keys(input)
      const at = (name: string) =>
        ({
          type: 'object',
          origin: 'key',
          input: input as Record<string, unknown>,
          key: name,
          value: undefined,
        }) as const
      if (names.includes('__proto__')) {
        v._addIssue(schema, 'key', dataset, config, { message: 'must be another name', path: [at('__proto__')] })
        return dataset
      }
      const entries = v.strictObject(Object.fromEntries(names.map((name) => [name, value])))
      const parsed: Dataset = entries['~run']({ value: input }, config)
      for (const name of names)
        for (const issue of key['~run']({ value: name }, config).issues ?? [])
          parsed.issues = [...(parsed.issues ?? []), { ...issue, path: [at(name)] }] as [v.BaseIssue<unknown>]
      return parsed
    }),
  )
}

/** Makes a schema of a list. Of a list that is too long no entry is looked at: valibot would keep an issue for each. */
export function list<const Item extends v.GenericSchema>(item: Item, most: number, message?: string) {
  const bound = v.maxLength<v.InferOutput<Item>[], number, string | undefined>(most, message)
  return settling(v.pipe(v.array(item), bound), (_, { value }, config) =>
    Array.isArray(value) && value.length > most ? bound['~run']({ typed: true, value }, config) : undefined,
  )
}

/** What the reference (roam6-profile(5)) and editors say of a key. `helper/contract/profile.ts` explains each. */
export interface About {
  /** The key's name in words, for forms and the reference. It stands by itself: two keys of one form have two names. */
  readonly label?: string
  readonly title?: string
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly otherwise?: string
  readonly ways?: string
}

/** Adds its documentation to a schema. */
export const about = <Input>(said: About): v.MetadataAction<Input, Record<string, unknown>> => v.metadata({ ...said })
