/** Values of JSON and property lists with the line of their key, which the parsers of both do not tell. */
import type { Origin } from '../../contract/import.ts'

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

/** Where each key stands: `pattern` finds keys, its first group is their name. */
function* keysIn(text: string, pattern: RegExp): Generator<{ readonly name: string; readonly line: number }> {
  let line = 1
  let at = 0
  for (const match of text.matchAll(pattern)) {
    for (let next = text.indexOf('\n', at); next >= 0 && next < match.index; next = text.indexOf('\n', next + 1)) line++
    at = match.index
    yield { name: match[1] ?? '', line }
  }
}

/** In the document's order, so that each key is the next of its name. */
export function leavesOf(root: unknown, text: string, file: string, pattern: RegExp): readonly Leaf[] {
  const keys = [...keysIn(text, pattern)]
  const leaves: Leaf[] = []
  let cursor = 0
  const visit = (value: unknown, path: readonly string[], line: number | null) => {
    if (leaves.length >= mostLeaves || path.length > deepest) return
    const entries = isObject(value)
      ? Object.entries(value)
      : Array.isArray(value) && value.some((one) => isObject(one) || Array.isArray(one))
        ? Object.entries(value as readonly unknown[])
        : null
    if (!entries) {
      leaves.push({ path: path.join('.'), value, from: { file, line } })
      return
    }
    for (const [name, inner] of entries) {
      const found = Array.isArray(value) ? -1 : keys.findIndex((key, i) => i >= cursor && key.name === name)
      if (found >= 0) cursor = found + 1
      visit(inner, [...path, name], found >= 0 ? (keys[found]?.line ?? line) : line)
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
