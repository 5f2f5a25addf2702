/** This module says in plain words what a schema finds wrong: keys that are not known, keys that are missing, values of another type. */
import type * as z from 'zod'
import { didYouMean, nearest } from '../nearest.ts'
import type { ProfileFault } from './faults.ts'
import { knownKeys, knownWords, valueAt } from './known-keys.ts'
import { type Path, placeOf } from './place.ts'

type Issue = z.core.$ZodIssue
type IssueOf<Code extends Issue['code']> = Extract<Issue, { readonly code: Code }>

export function schemaFaults(issues: readonly Issue[], document: unknown): ProfileFault[] {
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => unknownKey(issue.path, key, document)) : [],
  )
  const misspelt = new Set(unknown.flatMap(({ meant }) => meant ?? []))
  return [
    ...unknown.map(({ fault }) => fault),
    ...issues
      .filter(({ code }) => code !== 'unrecognized_keys')
      // A key that is there under a wrong name is told once.
      .filter(({ path }) => !misspelt.has(placeOf(path)))
      .map((issue) => ({ place: placeOf(issue.path), what: worded(issue, document) })),
  ]
}

interface UnknownKey {
  readonly fault: ProfileFault
  /** The key that was meant is missing at this place. */
  readonly meant?: string
}

function unknownKey(path: Path, key: string, document: unknown): UnknownKey {
  const known = knownKeys(document, path)
  const missing = known.filter((one) => valueAt(document, [...path, one]) === undefined)
  const near = nearest(key, missing)
  const place = placeOf([...path, key])
  const shown = `“${key.slice(0, 64)}” is no key`
  if (near !== undefined)
    return { fault: { place, what: `${shown} here; did you mean “${near}”?` }, meant: placeOf([...path, near]) }
  if (path.length > 0 && knownKeys(document, []).includes(key))
    return { fault: { place, what: `${shown} here; it belongs at the top of the file, before the first [table]` } }
  return { fault: { place, what: `${shown} here; there are ${known.join(', ')}` } }
}

/** Types are called as one who writes TOML knows them. */
const types: Readonly<Record<string, string>> = {
  string: 'text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false, without quotes',
  array: 'a list in [ ]',
  object: 'a table',
  record: 'a table',
}

const typeOf = (value: unknown): string =>
  value instanceof Date ? 'a date' : (types[Array.isArray(value) ? 'array' : typeof value] ?? 'something else')

const quoted = (values: readonly unknown[]) => values.map((value) => `“${String(value)}”`).join(', ')

function choice(value: unknown, allowed: readonly string[]): string {
  const text = typeof value === 'string' ? value : ''
  const wrong =
    text === '' || text.length > 64 ? `must be one of ${quoted(allowed)}` : `“${text}” is none of ${quoted(allowed)}`
  return `${wrong}${didYouMean(text, allowed)}`
}

type Bounds = IssueOf<'too_small'> | IssueOf<'too_big'>

/** This table has the sentences for too little and too much, by what is counted. */
const bounds: Readonly<Record<string, Readonly<Record<Bounds['code'], (limit: number) => string>>>> = {
  string: {
    too_small: () => 'must not be empty',
    too_big: (limit) => `must have ${limit} characters at most`,
  },
  array: {
    too_small: (limit) => (limit === 1 ? 'must have at least one entry' : `must have at least ${limit} entries`),
    too_big: (limit) => `must have ${limit} entries at most`,
  },
  number: {
    too_small: (limit) => `must be ${limit} or more`,
    too_big: (limit) => `must be ${limit} or less`,
  },
}

function bounded(issue: Bounds): string {
  const limit = Number(issue.code === 'too_small' ? issue.minimum : issue.maximum)
  const words = bounds[issue.origin === 'int' ? 'number' : issue.origin]
  // The contract's own words say more than the bare number.
  return words && issue.message.startsWith('Too ') ? words[issue.code](limit) : issue.message
}

function worded(issue: Issue, document: unknown): string {
  const value = valueAt(document, issue.path)
  const name = String(issue.path.at(-1) ?? '')
  if (value === undefined) return missingKey(name, issue)
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${types[issue.expected] ?? issue.expected}, and is ${typeOf(value)}`
    case 'invalid_value':
      return choice(value, issue.values.map(String))
    case 'invalid_union':
      return unionWorded(issue, value)
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message
    case 'too_small':
    case 'too_big':
      return bounded(issue)
    default:
      return `${issue.message}${typeof value === 'string' ? didYouMean(value, knownWords(document, issue.path)) : ''}`
  }
}

const isGiven = (option: unknown) => option !== undefined && option !== null

function missingKey(name: string, issue: Issue): string {
  if (issue.code === 'invalid_union' && 'options' in issue)
    return `“${name}” is missing: one of ${quoted((issue.options as readonly unknown[]).filter(isGiven))}`
  const type = issue.code === 'invalid_type' ? types[issue.expected] : undefined
  return `“${name}” is missing${type === undefined ? '' : ` (${type})`}`
}

/** Words a fault of a value that may be one of several literals, or text of some form. */
function unionWorded(issue: IssueOf<'invalid_union'>, value: unknown): string {
  if ('options' in issue) return choice(value, (issue.options as readonly unknown[]).filter(isGiven).map(String))
  const branches = issue.errors.flatMap(([first]) => first ?? [])
  const literals = branches.flatMap((branch) => (branch.code === 'invalid_value' ? branch.values : [])).map(String)
  const forms = branches.flatMap((branch) => (branch.code === 'invalid_type' ? (types[branch.expected] ?? []) : []))
  return forms.length === 0 ? choice(value, literals) : `must be ${[quoted(literals), ...forms].join(' or ')}`
}
