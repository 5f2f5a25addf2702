/** What the runners of tests write down, in the words of one summary. */
import { stripVTControlCharacters } from 'node:util'
import * as z from 'zod'

export interface Outcome {
  readonly passed: number
  readonly failed: number
  /** Of each test that failed: its name, and the beginning of why. */
  readonly failures: readonly string[]
}

/** Why, short enough to be read at the end of a long log. */
const brief = (message: string) => stripVTControlCharacters(message).trim().split('\n').slice(0, 12).join('\n      ')

const VitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
})

export function readVitest(report: unknown): Outcome {
  const files = VitestReport.parse(report).testResults
  const tests = files.flatMap(({ assertionResults }) => assertionResults)
  const failed = tests.filter(({ status }) => status === 'failed')
  // A file that cannot even be loaded has no tests that could fail.
  const unloaded = files.filter(({ message, assertionResults }) => message !== '' && assertionResults.length === 0)
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: failed.length + unloaded.length,
    failures: [
      ...failed.map(({ fullName, failureMessages }) => `${fullName}\n      ${brief(failureMessages?.at(-1) ?? '')}`),
      ...unloaded.map(({ name, message }) => `${name}\n      ${brief(message)}`),
    ],
  }
}

const PlaywrightSpec = z.object({
  title: z.string(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })),
    }),
  ),
})
type PlaywrightSpec = z.infer<typeof PlaywrightSpec>

/** A file, or a `describe` in it. */
const PlaywrightSuite = z.object({
  specs: z.array(PlaywrightSpec),
  get suites() {
    return z.array(PlaywrightSuite).optional()
  },
})
const PlaywrightReport = z.object({ suites: z.array(PlaywrightSuite) })

/** A flaky test has failed once: it counts as what it is. */
export function readPlaywright(report: unknown): Outcome {
  const specs = PlaywrightReport.parse(report).suites.flatMap(allSpecs)
  const failed = specs.filter(({ tests }) => tests.some(({ status }) => status === 'unexpected' || status === 'flaky'))
  return {
    passed: specs.filter(({ tests }) => tests.every(({ status }) => status === 'expected')).length,
    failed: failed.length,
    failures: failed.map(({ title, tests }) => {
      const [error] = tests.flatMap(({ results }) => results.flatMap(({ error }) => error?.message ?? []))
      return `${title}\n      ${brief(error ?? '')}`
    }),
  }
}

const allSpecs = ({ specs, suites = [] }: z.infer<typeof PlaywrightSuite>): PlaywrightSpec[] => [
  ...specs,
  ...suites.flatMap(allSpecs),
]
