/**
 * The grammar of ipsec.conf(5) and ipsec.secrets(5), as strongSwan reads them: sections that begin at the margin, indented
 * parameters, quotes that may span lines, "#" to the end of a line, and secrets with their owners before a colon.
 */

import type { Directive } from './ike-directives.ts'

export interface Section {
  readonly type: 'config' | 'conn' | 'ca'
  readonly name: string
  readonly file: string
  readonly line: number
  readonly parameters: readonly Directive[]
}

export interface Stray {
  readonly text: string
  readonly file: string
  readonly line: number
}

export interface IpsecConf {
  readonly sections: readonly Section[]
  readonly includes: readonly { readonly pattern: string; readonly file: string; readonly line: number }[]
  readonly strays: readonly Stray[]
}

/** A logical line: physical ones joined where a quote or a backslash at its end says so, comments gone. */
interface Logical {
  readonly text: string
  readonly line: number
  readonly indented: boolean
}

const quoteEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/**
 * Quotes are marked out by what cannot be in a file of text: the words inside them do not end, begin comments or split.
 * NUL in a file ends as a stray.
 */
function* logicalLines(text: string): Generator<Logical> {
  let line = 1
  let start = 1
  let content = ''
  let quoted = false
  let comment = false
  let blankSoFar = true
  let indented = false
  for (let at = 0; at <= text.length; at++) {
    const letter = text[at]
    const ends = letter === undefined || letter === '\n'
    if (quoted && letter === '\\') {
      const next = text[++at] ?? ''
      if (next === '\n') line++
      else content += quoteEscapes[next] ?? next
    } else if (quoted && letter !== undefined) {
      if (letter === '"') quoted = false
      if (letter === '\n') line++
      content += letter
    } else if (ends) {
      if (content.trim() !== '') yield { text: content.trim(), line: start, indented }
      content = ''
      comment = false
      blankSoFar = true
      indented = false
      start = ++line
    } else if (comment) {
    } else if (letter === '\\' && text[at + 1] === '\n') {
      at++
      line++
    } else if (letter === '#' && content.at(-1) !== '@') comment = true
    else {
      if (blankSoFar && (letter === ' ' || letter === '\t')) indented = true
      else blankSoFar = false
      if (letter === '"') quoted = true
      content += letter
    }
  }
}

const unquoted = (text: string) => text.replaceAll('"', '').trim()

export function parseIpsecConf(text: string, file: string): IpsecConf {
  const sections: { -readonly [Key in keyof Section]: Key extends 'parameters' ? Directive[] : Section[Key] }[] = []
  const includes: { pattern: string; file: string; line: number }[] = []
  const strays: Stray[] = []
  for (const { text: content, line, indented } of logicalLines(text)) {
    const [, word = '', rest = ''] = /^(\S+)(?:\s+(.*))?$/s.exec(content) ?? []
    const equals = content.indexOf('=')
    if (word === 'include' && !rest.startsWith('=')) includes.push({ pattern: unquoted(rest), file, line })
    else if (!indented && (word === 'conn' || word === 'ca') && rest !== '')
      sections.push({ type: word, name: unquoted(rest), file, line, parameters: [] })
    else if (!indented && word === 'config' && rest === 'setup')
      sections.push({ type: 'config', name: 'setup', file, line, parameters: [] })
    else if (!indented && word === 'version') strays.push({ text: content, file, line })
    else if (equals > 0 && sections.length > 0) {
      const key = content.slice(0, equals).trim()
      const value = unquoted(content.slice(equals + 1)).replace(/[ \t]+/g, ' ')
      sections.at(-1)?.parameters.push({ key, value, file, line })
    } else strays.push({ text: content, file, line })
  }
  return { sections, includes, strays }
}

export interface SecretLine {
  /** "client@my.domain", "%any"; none is for anyone. */
  readonly owners: readonly string[]
  /** Upper case: "PSK", "RSA", "EAP", "P12". */
  readonly type: string
  /** What follows: a secret, or a file and perhaps its passphrase. */
  readonly values: readonly string[]
  readonly file: string
  readonly line: number
}

export interface IpsecSecrets {
  readonly secrets: readonly SecretLine[]
  readonly includes: IpsecConf['includes']
  readonly strays: readonly Stray[]
}

/** Words, with quotes of both kinds around what has white space or "#" in it. */
const words = (text: string): readonly string[] =>
  [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? '')

/** Without the comment, where a "#" outside quotes begins one. */
const withoutComment = (line: string) => /^(?:[^"'#]|"[^"]*"|'[^']*'|["'])*/.exec(line)?.[0] ?? ''

export function parseIpsecSecrets(text: string, file: string): IpsecSecrets {
  const joined: { text: string; line: number }[] = []
  text.split('\n').forEach((whole, index) => {
    const content = withoutComment(whole)
    const last = joined.at(-1)
    if (content.trim() === '') return
    // An indented line goes on with the one before.
    if (/^\s/.test(content) && last) last.text += ` ${content.trim()}`
    else joined.push({ text: content.trim(), line: index + 1 })
  })
  const secrets: SecretLine[] = []
  const includes: { pattern: string; file: string; line: number }[] = []
  const strays: Stray[] = []
  for (const { text: content, line } of joined) {
    const [, owners = '', type, values = ''] =
      /^((?:[^"':]|:(?!\s)|"[^"]*"|'[^']*')*):\s*([A-Za-z0-9]+)(?:\s+(.*))?$/s.exec(content) ?? []
    const [, pattern] = /^include\s+(.*)$/s.exec(content) ?? []
    if (pattern !== undefined) includes.push({ pattern: words(pattern)[0] ?? '', file, line })
    else if (type === undefined) strays.push({ text: 'a line', file, line })
    else secrets.push({ owners: words(owners), type: type.toUpperCase(), values: words(values), file, line })
  }
  return { secrets, includes, strays }
}
