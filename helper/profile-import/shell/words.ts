/**
 * Simple commands of a POSIX shell script as words (POSIX.1-2017, XCU 2.2 and 2.9.1), to read facts out of: quotes and
 * variables of known text are resolved, and what would need a shell to know is marked so. Nothing is run.
 */
import { branchReader, reasons } from './branches.ts'

export interface Command {
  readonly words: readonly string[]
  readonly line: number
  /** As it stands in the file, for people. */
  readonly text: string
  /** Why nothing can be read out of it; null for a plain command. */
  readonly obstacle: string | null
}

export type Variables = ReadonlyMap<string, string>

const mostLine = 4096
const mostCommands = 1000
const operators = new Set([';', '&', '|'])
const name = /^(?:[A-Za-z_]\w*|\d)/
const assignment = /^([A-Za-z_]\w*)=/

/** What stands before && to ask something. */
const asking = new Set(['[', '[[', 'test', '!', 'grep', 'command', 'which'])

const obstacles = {
  substitution: 'needs the output of a command, and nothing is run',
  variable: 'has a variable in it whose value stands nowhere',
  quote: 'has a quote that does not end',
  long: 'is too long',
  many: 'comes after too many commands',
} as const

interface Cut {
  readonly words: string[]
  readonly text: string
  readonly obstacle: string | null
}

/** One logical line cut into commands at ; && || | and &. */
function commandsOf(line: string, variables: Variables): Cut[] {
  const cuts: Cut[] = []
  let words: string[] = []
  let word: string | null = null
  let obstacle: string | null = null
  let start = 0
  let quote: '"' | "'" | null = null

  const endWord = () => {
    if (word !== null) words.push(word)
    word = null
  }
  const endCommand = (at: number) => {
    endWord()
    const joint = line.slice(at, at + 2)
    const conditional = joint === '||' || (joint === '&&' && asking.has(words[0] ?? ''))
    if (words.length > 0) cuts.push({ words, text: line.slice(start, at).trim(), obstacle })
    // The second character of a joint ends an empty command, which decides nothing.
    if (words.length > 0 || joint === '') obstacle = conditional ? reasons.unknown : null
    words = []
    start = at + 1
  }

  let at = 0
  for (; at < line.length; at++) {
    const char = line[at] ?? ''
    if (quote === "'") {
      if (char === "'") quote = null
      else word += char
    } else if (char === '\\') {
      word = (word ?? '') + (line[++at] ?? '')
    } else if (char === '`') {
      obstacle = obstacles.substitution
    } else if (char === '$') {
      const rest = line.slice(at + 1, at + 66)
      const braced = /^\{(\w+)\}/.exec(rest)
      const found = braced?.[1] ?? name.exec(rest)?.[0]
      if (found === undefined) {
        obstacle = rest.startsWith('(') ? obstacles.substitution : obstacles.variable
        word = `${word ?? ''}$`
      } else {
        const value = variables.get(found)
        if (value === undefined) obstacle = obstacles.variable
        const longer: string = (word ?? '') + (value ?? `$${found}`)
        // Each line of `a=$a$a` doubles what the one before it made.
        if (longer.length > mostLine) obstacle = obstacles.long
        else word = longer
        at += braced ? braced[0].length : found.length
      }
    } else if (quote === '"') {
      if (char === '"') quote = null
      else word += char
    } else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (char === '#' && word === null) {
      break
    } else if (operators.has(char)) {
      endCommand(at)
      if (line.startsWith(';;', at)) {
        cuts.push({ words: [';;'], text: ';;', obstacle: null })
        start = ++at + 1
      }
    } else if (char === ' ' || char === '\t') {
      endWord()
    } else {
      word = (word ?? '') + char
    }
  }
  if (quote !== null) obstacle = obstacles.quote
  endCommand(at)
  return cuts
}

/**
 * The script's commands in order. `known` are variables that whoever runs the script sets; assignments in it add to
 * them, and are no commands.
 */
export function readCommands(text: string, known: Variables, firstLine = 1): readonly Command[] {
  const variables = new Map(known)
  const commands: Command[] = []
  const lines = text.split('\n')
  const branchAt = branchReader()
  for (let index = 0; index < lines.length; index++) {
    const line = firstLine + index
    if (commands.length >= mostCommands) {
      commands.push({ words: [], line, text: 'the rest', obstacle: obstacles.many })
      break
    }
    let whole = lines[index] ?? ''
    while (whole.endsWith('\\') && index + 1 < lines.length && whole.length < mostLine)
      whole = whole.slice(0, -1) + lines[++index]
    if (whole.length > mostLine) {
      commands.push({ words: [], line, text: whole.slice(0, mostLine), obstacle: obstacles.long })
      continue
    }
    for (const cut of commandsOf(whole, variables)) {
      const step = branchAt(cut)
      if (step === null) continue
      const { words, obstacle } = step
      const [first = ''] = words
      const assigned = assignment.exec(first)?.[1]
      if (assigned !== undefined && words.length === 1 && obstacle === null) {
        variables.set(assigned, first.slice(assigned.length + 1))
      } else {
        commands.push({ words, line, text: cut.text, obstacle })
      }
    }
  }
  return commands
}
