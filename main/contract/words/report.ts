/** Writes a connectivity test as plain text, to read in a terminal or to paste into a mail: verdict first, without keys. */
import type { Check, TestReport } from '../../../helper/contract/connectivity.ts'
import { clock, duration } from './amounts.ts'
import { placeNames } from './layers.ts'
import { proofOf } from './proof.ts'

export const resultWords: Readonly<Record<Check['result'], string>> = {
  pass: 'Passed',
  warn: 'Warning',
  fail: 'Failed',
  skip: 'Not asked',
  unknown: 'Not known',
}

/** The results in the order in which they are counted, after those that passed; what nobody asked and what nothing proves are two things. */
const counted: readonly (readonly [result: Check['result'], words: (count: number) => string])[] = [
  ['fail', (count) => `${count} failed`],
  ['warn', (count) => (count === 1 ? '1 warning' : `${count} warnings`)],
  ['unknown', (count) => (count === 1 ? '1 is not known' : `${count} are not known`)],
  ['skip', (count) => (count === 1 ? '1 was not asked' : `${count} were not asked`)],
]

const numberOf = (checks: readonly Check[], wanted: Check['result']) =>
  checks.filter(({ result }) => result === wanted).length

/** "18 of 23 passed, 1 failed, 4 were not asked" */
export function countResults(checks: readonly Check[]): string {
  const others = counted.flatMap(([result, words]) => {
    const count = numberOf(checks, result)
    return count > 0 ? [words(count)] : []
  })
  return [`${numberOf(checks, 'pass')} of ${checks.length} passed`, ...others].join(', ')
}

/**
 * "23 of 23 passed at 13:49, in 0.4 s. An answer from 2a00::102 through GRE proves it."
 * @param at writes a time of day
 */
export function reportSubtitle(report: TestReport, now: Date, at = clock): string {
  const counts = countResults(report.checks)
  const when = `${counts.includes(',') ? '. ' : ' at '}${at(report.at, now)}, in ${duration(report.durationMs)}.`
  const proof = report.verdict === 'pass' ? proofOf(report) : undefined
  return [`${counts}${when}`, proof].filter(Boolean).join(' ')
}

/** @param at writes a time of day */
export function reportText(report: TestReport, now: Date, at = clock): string {
  const broken = report.checks.filter(({ result }) => result === 'fail' || result === 'warn')
  const width = Math.max(...report.checks.map(({ title }) => title.length), 0)
  const lines = [
    report.summary,
    ...(report.brokenLayer ? [`Broken: ${placeNames[report.brokenLayer]}`] : []),
    `${report.profile}. ${reportSubtitle(report, now, at)}`,
  ]
  for (const check of broken) lines.push('', ...explain(check))
  lines.push('')
  for (const check of report.checks)
    lines.push(`${resultWords[check.result].padEnd(9)} ${check.title.padEnd(width)}  ${remark(check)}`.trimEnd())
  return `${lines.join('\n')}\n`
}

function explain(check: Check): string[] {
  const lines = [`${resultWords[check.result]}: ${check.title}`, `  What happened: ${check.because}`]
  if (check.evidence.length > 0) lines.push('  Evidence:', ...check.evidence.map(evidenceLine(check)))
  if (check.remedies.length > 0) lines.push('  What to do:', ...check.remedies.map((line) => `    ${line}`))
  return lines
}

/** Writes a line of evidence with what it proves. */
const evidenceLine =
  ({ so }: Check) =>
  (line: string, at: number): string =>
    so?.[at] === undefined ? `    ${line}` : `    ${line}: ${so[at]}`

/** What stands beside a check's title. */
export const remark = ({ because, evidence }: Check): string => because || (evidence[0] ?? '')

/** The failed check that kept this one from being asked, by what this one says; undefined where it has another reason. */
export function neededBy(check: Check, all: readonly Check[]): Check | undefined {
  if (check.result !== 'skip') return undefined
  return all.find(({ result, title }) => result === 'fail' && check.because.endsWith(`: ${title}`))
}
