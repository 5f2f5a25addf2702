/**
 * OpenVPN's configuration files as directives (openvpn(8), "--config", "INLINE FILE SUPPORT"): words, quotes, comments
 * and inline blocks as its own parser takes them. What they mean is read elsewhere.
 */
import type { Origin } from '../../contract/import.ts'
import type { ImportFault, SourceFile } from '../importer.ts'

export interface Directive {
  readonly name: string
  readonly args: readonly string[]
  /** Content of an inline block: <ca> … </ca>. */
  readonly inline: string | null
  /** As it stands in its file, for people; a block by its tag alone. */
  readonly text: string
  readonly from: Origin
}

export type ParsedConfig =
  | { readonly ok: true; readonly directives: readonly Directive[] }
  | { readonly ok: false; readonly fault: ImportFault }

/** OpenVPN's own limit (MAX_PARMS); what follows is for nobody. */
const mostWords = 16
/** Nobody's configuration has more; each is looked at closely, while nothing else is done. */
const mostDirectives = 2000

/** Null where a quote does not end. */
export function wordsOf(line: string): readonly string[] | null {
  const words: string[] = []
  let word: string | null = null
  let quote: string | null = null
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? ''
    if (quote === "'") {
      if (char === "'") quote = null
      else word += char
    } else if (char === '\\') word = (word ?? '') + (line[++at] ?? '')
    else if (quote === '"') {
      if (char === '"') quote = null
      else word += char
    } else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if ((char === '#' || char === ';') && word === null) break
    else if (/\s/.test(char)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + char
  }
  if (quote !== null) return null
  if (word !== null) words.push(word)
  return words.slice(0, mostWords)
}

/** The file, or a block inside it that starts after `firstLine`. */
export function parseConfig(text: string, file: SourceFile['name'], firstLine = 0): ParsedConfig {
  const directives: Directive[] = []
  const lines = text.split('\n')
  const fault = (line: number, what: string, remedy: string): ParsedConfig => ({
    ok: false,
    fault: { place: `${file}, line ${line}`, what, remedy },
  })
  for (let index = 0; index < lines.length; index++) {
    const line = firstLine + index + 1
    if (directives.length === mostDirectives)
      return fault(line, `there are more than ${mostDirectives} directives`, 'Take the configuration alone.')
    const words = wordsOf(lines[index] ?? '')
    if (words === null) return fault(line, 'a quote does not end', 'Close it; OpenVPN refuses such a file too.')
    const [first, ...args] = words
    if (first === undefined) continue
    const from = { file, line }
    const tag = args.length === 0 ? /^<([^/<>][^<>]*)>$/.exec(first)?.[1] : undefined
    if (tag === undefined) {
      directives.push({ name: first.replace(/^--(?=.)/, ''), args, inline: null, text: words.join(' '), from })
      continue
    }
    let end = index + 1
    while (end < lines.length && !lines[end]?.trimStart().startsWith(`</${tag}>`)) end++
    if (end === lines.length)
      return fault(line, `<${tag}> has no </${tag}>`, 'The file is cut off; take the whole one.')
    directives.push({ name: tag, args: [], inline: lines.slice(index + 1, end).join('\n'), text: first, from })
    index = end
  }
  return { ok: true, directives }
}
