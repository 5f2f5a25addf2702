/**
 * The grammar of strongswan.conf(5), which swanctl.conf shares: sections in braces with values, quotes, comments, includes,
 * and sections that take others in ("home : base { … }").
 */
import type { Directive } from './ike-directives.ts'
import type { Stray } from './ipsec-conf-grammar.ts'

export interface SettingsSection {
  readonly name: string
  readonly file: string
  readonly line: number
  /** Paths from the root of sections whose content this one has too, unless it says otherwise. */
  readonly references: readonly string[]
  readonly values: readonly Directive[]
  readonly sections: readonly SettingsSection[]
}

export interface SettingsFile {
  readonly root: SettingsSection
  readonly includes: readonly { readonly pattern: string; readonly file: string; readonly line: number }[]
  readonly strays: readonly Stray[]
}

/** swanctl.conf needs five. */
const deepest = 32

interface OpenSection extends SettingsSection {
  readonly references: string[]
  readonly values: Directive[]
  readonly sections: OpenSection[]
}

const open = (name: string, file: string, line: number, references: string[] = []): OpenSection => ({
  name,
  file,
  line,
  references,
  values: [],
  sections: [],
})

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\n': '' }

/** A value from behind its "=": words and quoted strings up to the line's end, "#" or "}". */
function readValue(text: string, start: number): { value: string; end: number; whole: boolean } {
  const parts: string[] = []
  let at = start
  while (at < text.length) {
    const letter = text[at] ?? ''
    if (letter === '\n' || letter === '#' || letter === '}') break
    if (letter === ' ' || letter === '\t' || letter === '\r') at++
    else if (letter === '"') {
      let quoted = ''
      for (at++; at < text.length && text[at] !== '"'; at++) {
        if (text[at] === '\\') {
          const next = text[++at] ?? ''
          quoted += escapes[next] ?? next
        } else quoted += text[at]
      }
      parts.push(quoted)
      if (at >= text.length) return { value: parts.join(' '), end: at, whole: false }
      at++
    } else {
      const word = /[^#}"\r\n\t ]+/y
      word.lastIndex = at
      const found = word.exec(text)?.[0] ?? letter
      parts.push(found)
      at += found.length
    }
  }
  return { value: parts.join(' '), end: at, whole: true }
}

export function parseSettings(text: string, file: string): SettingsFile {
  const root = open('', file, 1)
  const path: OpenSection[] = [root]
  const includes: { pattern: string; file: string; line: number }[] = []
  const strays: Stray[] = []
  let at = 0
  let line = 1
  /** Words before "{" or "=", on one line or on several. */
  let words: { text: string; line: number }[] = []
  const dropWords = () => {
    for (const word of words) strays.push({ text: word.text, file, line: word.line })
    words = []
  }
  /** Braces deeper than any configuration has are counted, and nothing in them is read. */
  let tooDeep = 0
  while (at < text.length) {
    const letter = text[at] ?? ''
    if (letter === '\n') {
      line++
      at++
    } else if (letter === ' ' || letter === '\t' || letter === '\r') at++
    else if (letter === '#') {
      const end = text.indexOf('\n', at)
      at = end < 0 ? text.length : end
    } else if (letter === '{') {
      const [name, colon, ...references] = words
      if (tooDeep > 0 || path.length > deepest || !name) {
        if (tooDeep === 0) strays.push({ text: `${name?.text ?? ''} {`, file, line })
        tooDeep++
        words = []
      } else {
        if (colon && colon.text !== ':') dropWords()
        const taken = references.map((reference) => reference.text)
        const section = open(name.text, file, name.line, colon?.text === ':' ? taken : [])
        path.at(-1)?.sections.push(section)
        path.push(section)
        words = []
      }
      at++
    } else if (letter === '}') {
      dropWords()
      if (tooDeep > 0) tooDeep--
      else if (path.length > 1) path.pop()
      else strays.push({ text: '}', file, line })
      at++
    } else if (letter === '=') {
      const { value, end, whole } = readValue(text, at + 1)
      const [key, more] = words
      const place = { file, line: key?.line ?? line }
      if (key && !more && whole && tooDeep === 0) path.at(-1)?.values.push({ key: key.text, value, ...place })
      else {
        dropWords()
        strays.push({ text: '=', file, line })
      }
      words = []
      line += text.slice(at, end).split('\n').length - 1
      at = end
    } else if (letter === ':' || letter === ',') {
      if (letter === ':') words.push({ text: letter, line })
      at++
    } else if (letter === '"') {
      const { end } = readValue(text, at)
      strays.push({ text: text.slice(at, end), file, line })
      line += text.slice(at, end).split('\n').length - 1
      at = end
    } else {
      const word = /[^#{}="\r\n\t :,]+/y
      word.lastIndex = at
      const found = word.exec(text)?.[0] ?? letter
      at += found.length
      if (found === 'include' && /^[ \t]+[^=]/.test(text.slice(at, at + 2))) {
        const { value, end } = readValue(text, at)
        includes.push({ pattern: value, file, line })
        at = end
      } else words.push({ text: found, line })
    }
  }
  dropWords()
  const [, unclosed] = path
  if (unclosed) strays.push({ text: `${unclosed.name} {, never closed`, file, line: unclosed.line })
  return { root, includes, strays }
}

/** Sections of several files and of the same name are one; of a value written twice the last counts. */
export interface Settings {
  readonly name: string
  readonly line: number
  readonly file: string
  readonly values: ReadonlyMap<string, Directive>
  readonly sections: ReadonlyMap<string, Settings>
}

/** What takes itself in, or so much that only a trap would, is cut off. */
const mostTakenIn = 256

export function resolveSettings(roots: readonly SettingsSection[]): Settings {
  let takenIn = 0
  const at = (path: string): readonly SettingsSection[] =>
    path
      .split('.')
      .reduce<readonly SettingsSection[]>(
        (found, name) => found.flatMap(({ sections }) => sections.filter((section) => section.name === name)),
        roots,
      )
  const merge = (name: string, same: readonly SettingsSection[], depth: number): Settings => {
    const sources = new Set<SettingsSection>()
    const add = (section: SettingsSection, level: number) => {
      if (level > 8 || ++takenIn > mostTakenIn) return
      for (const reference of section.references) for (const one of at(reference)) add(one, level + 1)
      sources.add(section)
    }
    for (const { references } of same) for (const reference of references) for (const one of at(reference)) add(one, 0)
    for (const section of same) sources.add(section)
    const inner = new Map<string, SettingsSection[]>()
    for (const { sections } of depth > deepest ? [] : sources)
      for (const section of sections) {
        const known = inner.get(section.name)
        if (known) known.push(section)
        else inner.set(section.name, [section])
      }
    return {
      name,
      line: same[0]?.line ?? 1,
      file: same[0]?.file ?? '',
      values: new Map([...sources].flatMap(({ values }) => values.map((value) => [value.key, value] as const))),
      sections: new Map([...inner].map(([key, sections]) => [key, merge(key, sections, depth + 1)] as const)),
    }
  }
  return merge('', roots, 0)
}

/** Every value of a file, with the path of its section: to account for those that nobody took. */
export function* allValues(
  section: SettingsSection,
  path: readonly string[] = [],
): Generator<readonly [string, Directive]> {
  for (const value of section.values) yield [[...path, value.key].join('.'), value]
  for (const inner of section.sections) yield* allValues(inner, [...path, inner.name])
}
