/**
 * setkey(8)'s language as statements. A statement ends at ";"; where that is missing, at the next line that starts one:
 * prints of such files lose the ends of long lines.
 */
import type { Origin } from '../../contract/import.ts'

export interface Token {
  readonly text: string
  readonly quoted: boolean
  readonly line: number
}

export interface Statement {
  readonly words: readonly Token[]
  readonly from: Origin
  /** Whether its ";" is there. */
  readonly ended: boolean
}

/** What setkey knows to do. */
export const commands: ReadonlySet<string> = new Set([
  'add',
  'get',
  'delete',
  'deleteall',
  'flush',
  'dump',
  'spdadd',
  'spdupdate',
  'spddelete',
  'spdflush',
  'spddump',
  'exit',
  'quit',
  'bye',
])
const mostToken = 1024

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const form = /"([^"]*)"|#.*|;|[^\s;"#]+/g
    for (const [whole, quoted] of line.slice(0, 65536).matchAll(form)) {
      if (whole.startsWith('#')) break
      tokens.push({ text: (quoted ?? whole).slice(0, mostToken), quoted: quoted !== undefined, line: index + 1 })
    }
  }
  return tokens
}

export function readStatements(text: string, file: string): readonly Statement[] {
  const statements: Statement[] = []
  let words: Token[] = []
  const end = (ended: boolean) => {
    const [first] = words
    if (first) statements.push({ words, from: { file, line: first.line }, ended })
    words = []
  }
  for (const token of tokensOf(text)) {
    const last = words.at(-1)
    if (token.text === ';' && !token.quoted) end(true)
    else {
      if (last && last.line < token.line && commands.has(token.text)) end(false)
      words.push(token)
    }
  }
  end(false)
  return statements
}

/** For people; keys are not for showing. */
export const said = ({ words }: Statement): string =>
  words.map(({ text, quoted }) => (quoted || /^0x[0-9a-f]{16,}$/i.test(text) ? '(key)' : text)).join(' ')
