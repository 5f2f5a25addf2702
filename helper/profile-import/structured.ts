/** Values of JSON and property lists with the line of their key, which the parsers of both do not tell. */
import type { Origin } from '../contract/import.ts'

/** A value that is no object itself; a list of such is one value. */
export interface Leaf {
  /** "remote.addr", "PayloadContent.0.IKEv2.RemoteAddress" */
  readonly path: string
  readonly value: unknown
  readonly from: Origin
}

/** More than any such file has. */
const mostLeaves = 2000
const deepest = 32

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array) &&
  !(value instanceof Date)

/** A key of an object with its place in the text; parsers do not tell the place of a value. */
export interface PlacedKey {
  readonly name: string
  readonly at: number
  readonly line: number
}

/** Groups the keys by name; in each group the first in the text is the last. */
function byName(keys: readonly PlacedKey[]): ReadonlyMap<string, PlacedKey[]> {
  const places = new Map<string, PlacedKey[]>()
  for (const key of keys.toReversed()) {
    const known = places.get(key.name)
    if (known) known.push(key)
    else places.set(key.name, [key])
  }
  return places
}

/** Returns the index of the quote that ends the string. The text is JSON, so there is one. */
function endOfText(json: string, start: number): number {
  let at = start + 1
  for (; at < json.length && json[at] !== '"'; at += 1) if (json[at] === '\\') at += 1
  return at
}

/** Finds the keys of a text that is JSON: a key is a string with a colon after it. */
export function keysOfJson(json: string): readonly PlacedKey[] {
  const keys: PlacedKey[] = []
  let line = 1
  for (let at = 0; at < json.length; at += 1) {
    if (json[at] === '\n') line += 1
    if (json[at] !== '"') continue
    const end = endOfText(json, at)
    let next = end + 1
    while (/\s/.test(json[next] ?? '')) next += 1
    if (json[next] === ':') keys.push({ name: json.slice(at + 1, end), at, line })
    // No string of JSON has a line break in it.
    at = end
  }
  return keys
}

/** In the document's order, so that each key is the next of its name. */
export function leavesOf(root: unknown, keys: readonly PlacedKey[], file: string): readonly Leaf[] {
  const places = byName(keys)
  const leaves: Leaf[] = []
  let cursor = -1
  const lineOf = (name: string): number | null => {
    const known = places.get(name) ?? []
    while ((known.at(-1)?.at ?? Number.POSITIVE_INFINITY) <= cursor) known.pop()
    const place = known.pop()
    if (place) cursor = place.at
    return place?.line ?? null
  }
  const visit = (value: unknown, path: readonly string[], line: number | null) => {
    const entries = isObject(value)
      ? Object.entries(value)
      : Array.isArray(value) && value.some((one) => isObject(one) || Array.isArray(one))
        ? Object.entries(value as readonly unknown[])
        : null
    if (!entries || path.length >= deepest) {
      leaves.push({ path: path.join('.'), value: entries ? 'nested too deep' : value, from: { file, line } })
      return
    }
    if (leaves.length > mostLeaves) return
    for (const [name, inner] of entries) {
      if (leaves.length === mostLeaves) {
        leaves.push({ path: `more than ${mostLeaves} keys`, value: '', from: { file, line } })
        return
      }
      visit(inner, [...path, name], (Array.isArray(value) ? null : lineOf(name)) ?? line)
    }
  }
  visit(root, [], null)
  return leaves
}

/** As it is shown: no content of files, no lists without end. */
export const shownValue = (value: unknown): string =>
  value instanceof Uint8Array
    ? `${value.length} bytes`
    : typeof value === 'string'
      ? value
      : (JSON.stringify(value) ?? '')
