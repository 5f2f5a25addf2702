/** The keys, words and types that a profile may have at a place are read out of its schema. */
import { Profile } from '../../contract/profile.ts'
import type { Path } from './place.ts'

/** A form is what a value may be: one of several words, or a value of a type. */
export type Form =
  | { readonly type: 'literal'; readonly literal: string | number }
  | { readonly type: 'picklist'; readonly options: readonly (string | number)[] }
  | { readonly type: 'string' | 'number' | 'boolean' }
  | { readonly type: 'array'; readonly item: Schema }
  | { readonly type: 'record'; readonly value: Schema }
  | Table
  | { readonly type: 'variant'; readonly key: string; readonly options: readonly Schema[] }

interface Table {
  readonly type: 'strict_object'
  readonly entries: Readonly<Record<string, Schema>>
}

/** This type is as much of a valibot schema as is looked into here. */
type Schema =
  | Form
  | { readonly type: 'optional'; readonly wrapped: Schema }
  | { readonly type: 'union'; readonly options: readonly Schema[] }

const isTable = (value: unknown): value is Readonly<Record<PropertyKey, unknown>> =>
  typeof value === 'object' && value !== null

/** Returns what stands at a path; undefined where nothing does. */
export const valueAt = (document: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined), document)

function formsOf(schema: Schema): readonly Form[] {
  if (schema.type === 'optional') return formsOf(schema.wrapped)
  return schema.type === 'union' ? schema.options.flatMap(formsOf) : [schema]
}

/** Returns the words among the forms. */
export const wordsOf = (forms: readonly Form[]): readonly string[] => [
  ...new Set(
    forms.flatMap((form) =>
      form.type === 'literal' ? String(form.literal) : form.type === 'picklist' ? form.options.map(String) : [],
    ),
  ),
]

/** Returns the tables among the forms; where the kind of the table is known, those of that kind. */
function tablesOf(forms: readonly Form[], value: unknown): readonly Table[] {
  return forms.flatMap((form) => {
    if (form.type === 'strict_object') return [form]
    if (form.type !== 'variant') return []
    const all = form.options.flatMap((option) => tablesOf(formsOf(option), value))
    const kind = isTable(value) ? value[form.key] : undefined
    const fitting = all.filter(({ entries }) => wordsOf(entryForms(entries, form.key)).some((word) => word === kind))
    return fitting.length > 0 ? fitting : all
  })
}

const entryForms = (entries: Table['entries'], key: PropertyKey): readonly Form[] => {
  const schema = Object.hasOwn(entries, key) ? entries[String(key)] : undefined
  return schema ? formsOf(schema) : []
}

function within(forms: readonly Form[], value: unknown, [key, ...rest]: Path): readonly Form[] {
  if (key === undefined) return forms
  const next = forms.flatMap((form) => {
    if (form.type === 'array') return formsOf(form.item)
    if (form.type === 'record') return formsOf(form.value)
    return tablesOf([form], value).flatMap(({ entries }) => entryForms(entries, key))
  })
  return within(next, valueAt(value, [key]), rest)
}

/** Returns the forms that a value may have at a place. */
export const formsAt = (document: unknown, path: Path): readonly Form[] => within(formsOf(Profile), document, path)

export function knownKeys(document: unknown, path: Path): readonly string[] {
  const tables = tablesOf(formsAt(document, path), valueAt(document, path))
  return [...new Set(tables.flatMap(({ entries }) => Object.keys(entries)))]
}
