/**
 * GLib's key files, in which NetworkManager keeps connections (nm-settings-keyfile(5); GLib, "Key-value file parser"):
 * groups of keys with their lines. Text in, value out; what the values mean is each importer's.
 */

export interface KeyfileEntry {
  readonly key: string
  /** Escapes undone: it may well have a line break in it. */
  readonly value: string
  /** As it stands in the file: lists are cut before escapes are undone. */
  readonly raw: string
  readonly line: number
}

export interface KeyfileGroup {
  readonly name: string
  /** Of its first header; a group written twice is one group. */
  readonly line: number
  readonly entries: readonly KeyfileEntry[]
}

export interface Keyfile {
  readonly groups: readonly KeyfileGroup[]
  /** Lines that are no header, key, comment or blank, or stand before the first header. */
  readonly strays: readonly { readonly text: string; readonly line: number }[]
}

/** GLib knows these; another letter after a backslash is left as it is. */
const escapes: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\', ';': ';' }

const unescaped = (raw: string) => raw.replace(/\\(.)/gs, (whole, letter: string) => escapes[letter] ?? whole)

export function parseKeyfile(text: string): Keyfile {
  const groups = new Map<string, { name: string; line: number; entries: KeyfileEntry[] }>()
  const strays: { text: string; line: number }[] = []
  let current: { entries: KeyfileEntry[] } | undefined
  text.split('\n').forEach((whole, index) => {
    const line = index + 1
    const content = whole.replace(/\r$/, '').trimStart()
    if (content === '' || content.startsWith('#')) return
    const header = /^\[([^[\]]+)\]\s*$/.exec(content)?.[1]
    if (header !== undefined) {
      const group = groups.get(header) ?? { name: header, line, entries: [] }
      groups.set(header, group)
      current = group
      return
    }
    const equals = content.indexOf('=')
    const key = content.slice(0, Math.max(equals, 0)).trimEnd()
    if (key === '' || !current) {
      strays.push({ text: content, line })
      return
    }
    const raw = content.slice(equals + 1).trimStart()
    current.entries.push({ key, value: unescaped(raw), raw, line })
  })
  return { groups: [...groups.values()], strays }
}

export const groupOf = (keyfile: Keyfile, name: string): KeyfileGroup | undefined =>
  keyfile.groups.find((group) => group.name === name)

/** A key written twice counts as its last. */
export const entryOf = (group: KeyfileGroup | undefined, key: string): KeyfileEntry | undefined =>
  group?.entries.findLast((entry) => entry.key === key)

/** "a;b\;c;" is "a" and "b;c". */
export function listOf(raw: string): readonly string[] {
  const items: string[] = []
  let item = ''
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === '\\' && at + 1 < raw.length) item += raw.slice(at, ++at + 1)
    else if (raw[at] === ';') {
      items.push(item)
      item = ''
    } else item += raw[at]
  }
  return [...items, item].map((one) => unescaped(one).trim()).filter((one) => one !== '')
}
