/** Writes help from the table of verbs. */
import { commonFlags, exitCodes, flagsOf } from '../common.ts'
import type { Flag, Verb } from '../verb.ts'
import { columns } from './columns.ts'
import { filled } from './filled.ts'

declare const __VERSION__: string

export const versionLine = () => `roam6 ${__VERSION__}`

const longForm = ({ name, value }: Flag) => `--${name}${value === undefined ? '' : ` ${value}`}`

/** Writes an option as "-n, --lines LINES". */
export const flagForm = (flag: Flag) => `${flag.short ? `-${flag.short}, ` : ''}${longForm(flag)}`

/** "up [NAME] [--wait] [--timeout S]" */
export function callForm({ name, operand, flags = [] }: Verb): string {
  const word = operand && `${operand.name}${operand.many ? '…' : ''}`
  return [name, operand && (operand.required ? word : `[${word}]`), ...flags.map((flag) => `[${longForm(flag)}]`)]
    .filter(Boolean)
    .join(' ')
}

const width = 78
/** Goes on with a call below its verb. */
const below = ' '.repeat(9)

/** Writes terms, each with its explanation filled beside it. */
function rows(list: readonly (readonly [term: string, says: string])[]): string[] {
  const room = Math.max(...list.map(([term]) => term.length), 0) + 4
  return columns(
    list.flatMap(([term, says]) => filled(says, width - room).map((line, at) => [at === 0 ? term : '', line])),
  ).map((line) => `  ${line}`)
}

const flagRows = (flags: readonly Flag[]) =>
  rows(flags.map((flag) => [`${flag.short ? '' : '    '}${flagForm(flag)}`, flag.says] as const))

export function help(verbs: readonly Verb[]): string {
  return [
    'usage: roam6 [VERB] [OPTION]…',
    '',
    ...filled('Takes this laptop home by an IPv6 tunnel, and says where it stands. Without a verb: the status.', width),
    '',
    ...rows(verbs.map(({ name, summary }) => [name, summary])),
    '',
    'Options of every verb, before it or after it:',
    ...flagRows(commonFlags),
    '',
    'Exit status:',
    ...rows(exitCodes.map(({ exit, says }) => [String(exit), says])),
    '',
    'More about one: roam6 help VERB',
  ].join('\n')
}

export function verbHelp(verb: Verb): string {
  const { operand, examples = [] } = verb
  const [first = '', ...more] = filled(`usage: roam6 ${callForm(verb)}`, width - below.length)
  return [
    first,
    ...more.map((line) => `${below}${line}`),
    '',
    ...filled(sentences(verb), width),
    '',
    ...(operand ? [...rows([[operand.name, operand.says]]), ''] : []),
    ...flagRows(flagsOf(verb)),
    ...examples.flatMap(({ says, lines }) => [
      '',
      ...filled(`${says}:`, width),
      ...lines.map((line) => (line ? `  ${line}` : '')),
    ]),
  ].join('\n')
}

/** The summary and the details as sentences. */
export function sentences({ summary, details }: Verb): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.${details ? ` ${details}` : ''}`
}
