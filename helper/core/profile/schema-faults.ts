/** This module says in plain words what a schema finds wrong: keys that are not known, keys that are missing, values of another type. */
import type * as v from 'valibot'
import { didYouMean, nearest } from '../nearest.ts'
import type { ProfileFault } from './faults.ts'
import { type Form, formsAt, knownKeys, valueAt, wordsOf } from './known-keys.ts'
import { type Path, pathOf, placeOf } from './place.ts'

type Issue = v.BaseIssue<unknown>

/** An issue is of a key where the key itself is wrong or missing, and not its value. */
const isOfKey = ({ path }: Issue) => path?.at(-1)?.origin === 'key'
const isUnknownKey = (issue: Issue) => issue.expected === 'never' && isOfKey(issue)

export function schemaFaults(issues: readonly Issue[], document: unknown): ProfileFault[] {
  const unknown = issues.filter(isUnknownKey).flatMap((issue) => unknownKeys(pathOf(issue).slice(0, -1), document))
  const misspelt = new Set(unknown.flatMap(({ meant }) => meant ?? []))
  return [
    ...unknown.map(({ fault }) => fault),
    ...issues
      .filter((issue) => !isUnknownKey(issue))
      .map((issue) => ({ place: placeOf(pathOf(issue)), what: worded(issue, document) }))
      // A key that is there under a wrong name is told once.
      .filter(({ place }) => !misspelt.has(place)),
  ]
}

interface UnknownKey {
  readonly fault: ProfileFault
  /** The key that was meant is missing at this place. */
  readonly meant?: string
}

/** Says each key of a table that is not known: valibot names the first one only. */
function unknownKeys(path: Path, document: unknown): UnknownKey[] {
  const known = knownKeys(document, path)
  const missing = known.filter((one) => valueAt(document, [...path, one]) === undefined)
  return Object.keys(valueAt(document, path) as object)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const near = nearest(key, missing)
      const place = placeOf([...path, key])
      const shown = `“${key.slice(0, 64)}” is no key`
      if (near !== undefined)
        return { fault: { place, what: `${shown} here; did you mean “${near}”?` }, meant: placeOf([...path, near]) }
      const owner = ownerOf(path, key, document)
      if (owner) return { fault: { place, what: `${shown} here; ${owner.says}` }, meant: placeOf([...owner.path, key]) }
      return { fault: { place, what: `${shown} here; there are ${known.join(', ')}` } }
    })
}

/** Finds the nearest table around a path that takes the key: in TOML a key belongs to the last header above it. */
function ownerOf(path: Path, key: string, document: unknown): { path: Path; says: string } | undefined {
  for (let around = path.slice(0, -1); path.length > 0; around = around.slice(0, -1)) {
    if (knownKeys(document, around).includes(key)) return { path: around, says: belongs(around, path) }
    if (around.length === 0) return undefined
  }
  return undefined
}

const belongs = (owner: Path, inner: Path): string =>
  owner.length === 0
    ? 'it belongs at the top of the file, before the first [table]'
    : `it belongs to ${header(owner)}, above ${header(inner)}`

/** Writes the header of a table; that of one of several has two brackets. */
function header(path: Path): string {
  const names = path.filter((part) => typeof part === 'string').join('.')
  return typeof path.at(-1) === 'number' ? `[[${names}]]` : `[${names}]`
}

/** Types are called as one who writes TOML knows them. */
const types: Readonly<Record<string, string>> = {
  string: 'text in quotes',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false, without quotes',
  array: 'a list in [ ]',
  object: 'a table',
  strict_object: 'a table',
  variant: 'a table',
  record: 'a table',
}

const typeOf = (value: unknown): string =>
  value instanceof Date ? 'a date' : (types[Array.isArray(value) ? 'array' : typeof value] ?? 'something else')

/** Returns the types among the forms that a value may have. */
const typesOf = (forms: readonly Form[]): readonly string[] => [
  ...new Set(forms.flatMap(({ type }) => types[type] ?? [])),
]

const quoted = (values: readonly string[]) => values.map((value) => `“${value}”`).join(', ')

function choice(value: unknown, allowed: readonly string[]): string {
  const text = typeof value === 'string' ? value : ''
  const wrong =
    text === '' || text.length > 64 ? `must be one of ${quoted(allowed)}` : `“${text}” is none of ${quoted(allowed)}`
  return `${wrong}${didYouMean(text, allowed)}`
}

function worded(issue: Issue, document: unknown): string {
  const path = pathOf(issue)
  const value = valueAt(document, path)
  const forms = formsAt(document, path)
  if (value === undefined) return missingKey(String(path.at(-1) ?? ''), forms)
  if (issue.type === 'integer') return `must be ${types.integer}, and is ${typeOf(value)}`
  if (issue.kind === 'schema' && !isOfKey(issue)) return brackets(path, document, forms) ?? otherForm(value, forms)
  return `${issue.message}${typeof value === 'string' ? didYouMean(value, wordsOf(forms)) : ''}`
}

/** Words the mistake of one bracket for two, or of two for one; undefined where the header is not what is wrong. */
function brackets(path: Path, document: unknown, forms: readonly Form[]): string | undefined {
  const found = typeOf(valueAt(document, path))
  const wanted = typesOf(forms)
  const several = knownKeys(document, [...path, 0]).length > 0
  if (wanted.includes(types.array ?? '') && several && found === types.object)
    return `there may be several: the header is ${header([...path, 0])}, with two brackets`
  if (wanted.includes(types.object ?? '') && found === types.array && typeof path.at(-1) !== 'number')
    return `there is one of it: the header is ${header(path)}, with one bracket`
  return undefined
}

function missingKey(name: string, forms: readonly Form[]): string {
  const words = wordsOf(forms)
  const form = typesOf(forms)
  if (form.length === 0) return `“${name}” is missing: one of ${quoted(words)}`
  return `“${name}” is missing${words.length > 0 ? '' : ` (${form.join(' or ')})`}`
}

/** Words a value that is neither one of the words nor of one of the types that it may have. */
function otherForm(value: unknown, forms: readonly Form[]): string {
  const words = wordsOf(forms)
  const form = typesOf(forms)
  if (form.length === 0) return choice(value, words)
  if (words.length === 0) return `must be ${form.join(' or ')}, and is ${typeOf(value)}`
  return `must be ${[quoted(words), ...form].join(' or ')}`
}
