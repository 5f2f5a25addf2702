/** Help, from the table of verbs. */
import { commonFlags, exitCodes } from '../common.ts'
import type { Flag, Verb } from '../verb.ts'
import { columns } from './columns.ts'

export const flagForm = ({ name, value }: Flag) => `--${name}${value === undefined ? '' : ` ${value}`}`

/** "up [NAME] [--wait] [--timeout S]" */
export function callForm({ name, operand, flags = [] }: Verb): string {
  const word = operand && `${operand.name}${operand.many ? '…' : ''}`
  return [name, operand && (operand.required ? word : `[${word}]`), ...flags.map((flag) => `[${flagForm(flag)}]`)]
    .filter(Boolean)
    .join(' ')
}

const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`)
const flagRows = (flags: readonly Flag[]) => flags.map((flag) => [flagForm(flag), flag.says])

export function help(verbs: readonly Verb[]): string {
  return [
    'usage: roam6 VERB [OPTION]…',
    '',
    ...indent(columns(verbs.map(({ name, summary }) => [name, summary]))),
    '',
    ...indent(columns(flagRows(commonFlags))),
    '',
    'exit status',
    ...indent(columns(exitCodes.map(({ exit, says }) => [String(exit), says]))),
    '',
    'More about one: roam6 VERB --help',
  ].join('\n')
}

export function verbHelp(verb: Verb): string {
  const { operand, flags = [], offline } = verb
  const rows = [
    ...(operand ? [[operand.name, operand.says]] : []),
    ...flagRows([...flags, ...(offline ? [] : commonFlags)]),
  ]
  return [`usage: roam6 ${callForm(verb)}`, '', sentences(verb), '', ...indent(columns(rows))].join('\n')
}

/** The summary and the details as sentences. */
export function sentences({ summary, details }: Verb): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.${details ? ` ${details}` : ''}`
}
