/**
 * This scanner finds where the keys and entries of a TOML text stand, for messages about them. The text was parsed before, and is sound: the
 * scanner judges nothing. (smol-toml tells positions of faults of syntax only.)
 */
import { type Path, type Position, placeOf } from './place.ts'

/** Returns a function from a place to the position of its key; for a key that is missing, to that of the nearest table around it. */
export function keyPlaces(toml: string): (place: string) => Position | undefined {
  const offsets = new Map<string, number>()
  scan(toml, (path, offset) => {
    const place = placeOf(path)
    if (!offsets.has(place)) offsets.set(place, offset)
  })
  return (place) => {
    for (let at = place; at !== ''; at = at.replace(/(?:^|\.)[^.[]*$|\[\d+\]$/, '')) {
      const offset = offsets.get(at)
      if (offset !== undefined) return positionAt(toml, offset)
    }
    return undefined
  }
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
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
        tell([...path, index], at)
        takeValue([...path, index])
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
    parts.forEach((_, index) => {
      tell([...table, ...parts.slice(0, index + 1)], begun)
    })
    take(equals)
    takeValue([...table, ...parts])
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
    parts.forEach((part, index) => {
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
