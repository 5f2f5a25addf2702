/** The keys and words that a profile may have at a place are read out of its schema. */
import * as z from 'zod'
import { Profile } from '../../contract/profile.ts'
import type { Path } from './place.ts'

type Table = Readonly<Record<PropertyKey, unknown>>

const isTable = (value: unknown): value is Table => typeof value === 'object' && value !== null

/** Returns what stands at a path; undefined where nothing does. */
export const valueAt = (document: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined), document)

const within = (schema: unknown): unknown =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? within(schema.unwrap()) : schema

/** Returns the forms that a table may have; where its kind is known, the forms of that kind. */
function tablesOf(schema: unknown, value: unknown): z.ZodObject[] {
  const inner = within(schema)
  if (inner instanceof z.ZodObject) return [inner]
  if (!(inner instanceof z.ZodDiscriminatedUnion)) return []
  const { discriminator, options } = inner.def
  const all = options.flatMap((option) => tablesOf(option, value))
  const kind = isTable(value) ? value[discriminator] : undefined
  const fitting = all.filter(({ shape }) => (shape[discriminator] as z.ZodType | undefined)?.safeParse(kind).success)
  return fitting.length > 0 ? fitting : all
}

function schemasAt(schema: unknown, value: unknown, [key, ...rest]: Path): unknown[] {
  if (key === undefined) return [schema]
  const inner = within(schema)
  const next =
    inner instanceof z.ZodArray
      ? [inner.element]
      : inner instanceof z.ZodRecord
        ? [inner.valueType]
        : tablesOf(inner, value).flatMap(({ shape }) => (Object.hasOwn(shape, key) ? [shape[String(key)]] : []))
  return next.flatMap((one) => schemasAt(one, valueAt(value, [key]), rest))
}

export function knownKeys(document: unknown, path: Path): readonly string[] {
  const tables = schemasAt(Profile, document, path).flatMap((schema) => tablesOf(schema, valueAt(document, path)))
  return [...new Set(tables.flatMap(({ shape }) => Object.keys(shape)))]
}

/** Returns the words that a value may be besides text of some form: "virtual". */
export function knownWords(document: unknown, path: Path): readonly string[] {
  return schemasAt(Profile, document, path).flatMap((schema) => {
    const inner = within(schema)
    const options: readonly unknown[] = inner instanceof z.ZodUnion ? inner.options : []
    return options.flatMap((option) => (option instanceof z.ZodLiteral ? [...option.values].map(String) : []))
  })
}
