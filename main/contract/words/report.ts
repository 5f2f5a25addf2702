/** A connectivity test as plain text, to read in a terminal or to paste into a mail: verdict first, without keys. */
import type { Check, TestReport } from '../../../helper/contract/connectivity.ts'
import { clock, duration } from './amounts.ts'
import { placeNames } from './layers.ts'

export const resultWords: Readonly<Record<Check['result'], string>> = {
  pass: 'Passed',
  warn: 'Warning',
  fail: 'Failed',
  skip: 'Skipped',
  unknown: 'Unknown',
}

/** "11 passed, 1 warning, 1 failed, 1 skipped" */
export function countResults(checks: readonly Check[]): string {
  const words = { pass: 'passed', warn: 'warning', fail: 'failed', skip: 'skipped', unknown: 'unknown' } as const
  return (Object.keys(words) as Check['result'][])
    .map((result) => ({ result, count: checks.filter((check) => check.result === result).length }))
    .filter(({ count }) => count > 0)
    .map(({ result, count }) => `${count} ${words[result]}${result === 'warn' && count > 1 ? 's' : ''}`)
    .join(', ')
}

/** @param at writes a time of day */
export const reportSubtitle = (report: TestReport, now: Date, at = clock) =>
  `${countResults(report.checks)}. ${at(report.at, now)}, took ${duration(report.durationMs)}.`

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
    lines.push(
      `${resultWords[check.result].padEnd(8)} ${check.title.padEnd(width)}  ${remark(check, report.checks)}`.trimEnd(),
    )
  return `${lines.join('\n')}\n`
}

function explain(check: Check): string[] {
  const lines = [`${resultWords[check.result]}: ${check.title}`, `  What happened: ${check.because}`]
  if (check.evidence.length > 0) lines.push('  Evidence:', ...check.evidence.map((line) => `    ${line}`))
  if (check.remedies.length > 0) lines.push('  What to do:', ...check.remedies.map((line) => `    ${line}`))
  return lines
}

/** What stands beside a check's title. A skipped one names the check that it depends on, or says why it has no place. */
export function remark(check: Check, all: readonly { readonly title: string }[]): string {
  if (check.result === 'skip' && all.some(({ title }) => title === check.because)) return `needs: ${check.because}`
  return check.because || (check.evidence[0] ?? '')
}
