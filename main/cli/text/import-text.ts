/** Writes what became of files that were taken in: understood, left out and why, still asked. */
import type { ImportResult, Origin, Question } from '../../../helper/contract/import.ts'
import { stackName } from '../../contract/words/layers.ts'
import { columns } from './columns.ts'
import { localTimes } from './local-time.ts'

/** "myhost.up:5" */
export const originText = (from: Origin | null): string =>
  from === null ? '' : from.line === null ? from.file : `${from.file}:${from.line}`

function heading({ installed, name, summary }: ImportResult): string {
  if (!summary) return `${name || 'This'} is not whole yet: see what is asked`
  return `${installed ? 'Installed' : 'Would install'} ${name}: ${stackName(summary.layers)} to ${summary.gateway}`
}

function part(title: string, rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : ['', title, ...columns(rows).map((line) => `  ${line}`)]
}

/** Makes a row of each warning: its place, its sentence, what to do. */
export const warningRows = (warnings: ImportResult['warnings']): string[][] =>
  warnings.map(({ place, message, remedies }) => [place, localTimes(message), localTimes(remedies.join(' '))])

export function importText(result: ImportResult): string {
  const { understood, leftOut, warnings, questions } = result
  return [
    heading(result),
    ...part(
      'Understood',
      understood.map(({ what, from, as }) => [originText(from), what, as === 'fact' ? 'read, not run' : '']),
    ),
    ...part(
      'Left out',
      leftOut.map(({ what, from, why }) => [originText(from), what, why]),
    ),
    ...part('Doubted', warningRows(warnings)),
    ...part(
      'Asked',
      questions.map(({ id, what, why, from, choices }) => [
        id,
        what,
        [why, from && originText(from), choices && `One of: ${choices.join(', ')}`].filter(Boolean).join(' '),
      ]),
    ),
    ...(questions.length > 0 ? ['', 'Answer with --answer ID=VALUE, or --answer-file ID=FILE'] : []),
  ].join('\n')
}

/** Before its prompt: what is wanted, and where the files lack it. */
export function questionText({ what, why, from, choices = [], because = {} }: Question): string {
  const place = originText(from)
  return [
    what,
    ...columns([[`  ${place}`, why]]),
    ...columns(choices.map((choice, at) => [`  ${at + 1}  ${choice}`, because[choice] ?? ''])),
  ].join('\n')
}
