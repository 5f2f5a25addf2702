/**
 * This scanner finds where the keys and entries of a TOML text stand, for messages about them. The text was parsed before, and is sound: the
 * scanner judges nothing. (smol-toml tells positions of faults of syntax only.)
 */
import { type Path, type Position, placeOf } from './place.ts'

/**
 * No fault is told of a place that is deeper than so many keys and entries: the deepest of a profile has six, "layer[0].tls.auth.key", and of
 * a key that is none the first part is told. Each part of a key is a place as long as all before it, so a key of 20,000 parts would fill
 * the memory.
 */
const deepest = 16

const below = (path: Path, ...parts: Path): Path => [...path, ...parts.slice(0, Math.max(deepest - path.length, 0))]

/** Returns a function from a place to the position of its key; for a key that is missing, to that of the nearest table around it. */
export function keyPlaces(toml: string): (place: string) => Position | undefined {
  const offsets = new Map<string, number>()
  const lines = lineStarts(toml)
  scan(toml, (path, offset) => {
    const place = placeOf(path)
    if (!offsets.has(place)) offsets.set(place, offset)
  })
  return (place) => {
    for (let at = place; at !== ''; at = at.replace(/(?:^|\.)[^.[]*$|\[\d+\]$/, '')) {
      const offset = offsets.get(at)
      if (offset !== undefined) return positionAt(lines, offset)
    }
    return undefined
  }
}

const lineStarts = (text: string): readonly number[] => [
  0,
  ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1),
]

/** Finds the line by halves: a text may have as many faults as lines. */
function positionAt(lines: readonly number[], offset: number): Position {
  let [line, end] = [0, lines.length]
  while (end - line > 1) {
    const middle = (line + end) >>> 1
    if ((lines[middle] ?? 0) <= offset) line = middle
    else end = middle
  }
  return { line: line + 1, column: offset - (lines[line] ?? 0) + 1 }
}

const blank = /(?:[\s,]+|#[^\n]*)+/y
const keyPart = /"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+/y
const dot = /[ \t]*\.[ \t]*/y
const equals = /[ \t]*=[ \t]*/y
/** This pattern takes a number, a date, true or false. */
const plainValue = /[^,\]}\n#]+/y

function scan(text: string, tell: (path: Path, offset: number) => void): void {
  let at = 0
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const [found = ''] = pattern.exec(text) ?? []
    at += found.length
    return found
  }
  const takeKey = (): string[] => {
    const parts: string[] = []
    do parts.push(unquoted(take(keyPart)))
    while (take(dot) !== '')
    return parts
  }
  const takeText = (): void => {
    const quote = text[at] ?? ''
    const many = text.startsWith(quote.repeat(3), at) ? 3 : 1
    const end = quote.repeat(many)
    at += many
    while (at < text.length && !text.startsWith(end, at)) at += quote === '"' && text[at] === '\\' ? 2 : 1
    at += many
    // One or two quotes more belong to the text.
    while (many === 3 && text[at] === quote) at += 1
  }
  const takeValue = (path: Path): void => {
    const first = text[at]
    if (first === '"' || first === "'") takeText()
    else if (first === '[') {
      at += 1
      for (let index = 0; inside(']'); index++) {
        tell(below(path, index), at)
        takeValue(below(path, index))
      }
    } else if (first === '{') {
      at += 1
      while (inside('}')) takeEntry(path)
    } else take(plainValue)
  }
  /** Goes on to the next entry; false after the last one. */
  const inside = (end: string): boolean => {
    take(blank)
    if (at < text.length && text[at] !== end) return true
    at += 1
    return false
  }
  const takeEntry = (table: Path): void => {
    const begun = at
    const parts = takeKey()
    parts.slice(0, deepest).forEach((_, index) => {
      tell(below(table, ...parts.slice(0, index + 1)), begun)
    })
    take(equals)
    takeValue(below(table, ...parts.slice(0, deepest)))
    // A text that is not sound must not keep the scanner on one spot.
    if (at === begun) at = text.length
  }
  /** This map counts the entries so far of each list of tables. */
  const counts = new Map<string, number>()
  const takeHeader = (): Path => {
    const begun = at
    const isList = text.startsWith('[[', at)
    at += isList ? 2 : 1
    take(blank)
    const parts = takeKey()
    const path: (string | number)[] = []
    parts.slice(0, deepest).forEach((part, index) => {
      path.push(part)
      tell(path, begun)
      const list = placeOf(path)
      const isNew = isList && index === parts.length - 1
      const count = (counts.get(list) ?? 0) + (isNew ? 1 : 0)
      if (count === 0) return
      counts.set(list, count)
      path.push(count - 1)
      tell(path, begun)
    })
    take(blank)
    at += isList ? 2 : 1
    return path
  }
  let table: Path = []
  take(blank)
  while (at < text.length) {
    if (text[at] === '[') table = takeHeader()
    else takeEntry(table)
    take(blank)
  }
}

function unquoted(part: string): string {
  if (part.startsWith("'")) return part.slice(1, -1)
  if (!part.startsWith('"')) return part
  try {
    return String(JSON.parse(part))
  } catch {
    return part.slice(1, -1)
  }
}
