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

/** Where each key stands, the first last: `pattern` finds keys, its first group is their name. */
function linesOfKeys(
  text: string,
  pattern: RegExp,
): ReadonlyMap<string, { readonly at: number; readonly line: number }[]> {
  const places = new Map<string, { at: number; line: number }[]>()
  let line = 1
  let lineEnd = text.indexOf('\n')
  for (const match of text.matchAll(pattern)) {
    const at = match.index
    for (; lineEnd >= 0 && lineEnd < at; lineEnd = text.indexOf('\n', lineEnd + 1)) line++
    const name = match[1] ?? ''
    const known = places.get(name)
    if (known) known.push({ at, line })
    else places.set(name, [{ at, line }])
  }
  for (const known of places.values()) known.reverse()
  return places
}

/** In the document's order, so that each key is the next of its name. */
export function leavesOf(root: unknown, text: string, file: string, pattern: RegExp): readonly Leaf[] {
  const places = linesOfKeys(text, pattern)
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
