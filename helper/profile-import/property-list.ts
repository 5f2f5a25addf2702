/** This parser reads a property list in XML (plist(5)) in one pass, in time that grows with the length of the text alone: the text may be an attack. */
import { fromBase64 } from './der.ts'
import type { PlacedKey } from './structured.ts'

/** Apple's own have about ten. */
const deepest = 32

/** All that a property list is made of: no entities but XML's own, no CDATA, no attributes but the version. */
const token =
  /<!--(?:[^-]|-(?!-))*-->|<\?xml [^<>]*\?>|<!DOCTYPE plist [^<>[\]]*>|<(\/?)(plist|dict|array|key|string|data|date|integer|real|true|false)(?: version="[\d.]*")?\s*(\/?)>|([\t\n\u0020-\u0025\u0027-\u003b\u003d-\u{10ffff}]+)|&(amp|lt|gt|quot|apos|#\d{1,6}|#x[\da-fA-F]{1,5});/uy

export type PropertyList =
  | {
      readonly ok: true
      readonly root: object
      /** In the document's order. */
      readonly keys: readonly PlacedKey[]
    }
  /** The first line that is none. */
  | { readonly ok: false; readonly line: number }

/** The text is no property list; the line of the fault is known to the loop that catches this. */
class NoPropertyList extends Error {}
const refuse = (): never => {
  throw new NoPropertyList()
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function characterOf(entity: string): string {
  const named = entities[entity]
  if (named !== undefined) return named
  const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1))
  // XML 1.0, 2.2: no control characters, no halves of a pair.
  const isControl = code < 0x20 && code !== 9 && code !== 10 && code !== 13
  return isControl || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff ? refuse() : String.fromCodePoint(code)
}

/** Turns the text of an element into its value. */
const values: Readonly<Record<string, (text: string) => unknown>> = {
  string: (text) => text,
  date: (text) => text.trim(),
  integer: (text) => (/^[+-]?\d{1,15}$/.test(text.trim()) ? Number(text) : refuse()),
  real: (text) => (/^[+-]?[\d.]{1,20}(?:e[+-]?\d{1,3})?$/i.test(text.trim()) ? Number(text) : refuse()),
  data: (text) => {
    const bytes = fromBase64(text)
    return bytes === null ? refuse() : Uint8Array.from(bytes, (letter) => letter.charCodeAt(0))
  },
}

interface Open {
  readonly name: string
  /** Null for an element of text. */
  readonly container: Record<string, unknown> | unknown[] | null
  /** Of a dictionary: the key whose value is next. */
  key: string | null
  text: string
}

function createReader(keys: PlacedKey[]) {
  const open: Open[] = []
  const root: unknown[] = []
  let ended = false

  const add = (value: unknown) => {
    const around = open.at(-1)
    const container = around?.container
    if (!around || !container) return refuse()
    if (Array.isArray(container)) {
      // <plist> itself has one value.
      if (around.name === 'plist' && container.length > 0) refuse()
      container.push(value)
    } else if (around.key === null) refuse()
    else {
      container[around.key] = value
      around.key = null
    }
  }
  const begin = (name: string) => {
    if (open.length === 0 ? name !== 'plist' || ended : name === 'plist') refuse()
    if (open.length > deepest || open.at(-1)?.container === null) refuse()
    const container = name === 'plist' ? root : name === 'array' ? [] : name === 'dict' ? {} : null
    open.push({ name, container, key: null, text: '' })
  }
  const end = (name: string, at: number, line: number) => {
    const closed = open.pop()
    if (closed?.name !== name) return refuse()
    const { container, text, key } = closed
    if (key !== null) refuse()
    if (name === 'plist') ended = true
    else if (container) add(container)
    else if (name === 'true' || name === 'false') add(text === '' ? name === 'true' : refuse())
    else if (name !== 'key') add(values[name]?.(text))
    else {
      const around = open.at(-1)
      if (around?.name !== 'dict' || around.key !== null || text === '__proto__') return refuse()
      around.key = text
      keys.push({ name: text, at, line })
    }
  }
  const say = (text: string) => {
    const around = open.at(-1)
    if (around?.container === null) around.text += text
    else if (text.trim() !== '') refuse()
  }
  const whole = (): object => {
    const [value] = root
    return ended && typeof value === 'object' && value !== null ? value : refuse()
  }
  return { begin, end, say, whole }
}

export function parsePropertyList(text: string): PropertyList {
  const keys: PlacedKey[] = []
  const reader = createReader(keys)
  let line = 1
  try {
    token.lastIndex = 0
    while (token.lastIndex < text.length) {
      const at = token.lastIndex
      const [all, slash, name, empty, said, entity] = token.exec(text) ?? refuse()
      if (name !== undefined) {
        if (slash === '/' && empty === '/') refuse()
        if (slash === '') reader.begin(name)
        if (slash === '/' || empty === '/') reader.end(name, at, line)
      } else if (said !== undefined) reader.say(said)
      else if (entity !== undefined) reader.say(characterOf(entity))
      for (let next = all.indexOf('\n'); next >= 0; next = all.indexOf('\n', next + 1)) line += 1
    }
    return { ok: true, root: reader.whole(), keys }
  } catch (error) {
    if (error instanceof NoPropertyList) return { ok: false, line }
    throw error
  }
}
