/** What the runners of tests write down, in the words of one summary. */
import { stripVTControlCharacters } from 'node:util'
import * as v from 'valibot'

export interface Outcome {
  readonly passed: number
  readonly failed: number
  /** Of each test that failed: its name, and the beginning of why. */
  readonly failures: readonly string[]
}

/** Why, short enough to be read at the end of a long log. */
const brief = (message: string) => stripVTControlCharacters(message).trim().split('\n').slice(0, 12).join('\n      ')

const VitestReport = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      message: v.string(),
      assertionResults: v.array(
        v.object({ fullName: v.string(), status: v.string(), failureMessages: v.nullish(v.array(v.string())) }),
      ),
    }),
  ),
})

export function readVitest(report: unknown): Outcome {
  const files = v.parse(VitestReport, report).testResults
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

const PlaywrightSpec = v.object({
  title: v.string(),
  tests: v.array(
    v.object({
      status: v.string(),
      results: v.array(v.object({ error: v.optional(v.object({ message: v.optional(v.string()) })) })),
    }),
  ),
})
type PlaywrightSpec = v.InferOutput<typeof PlaywrightSpec>

/** A file, or a `describe` in it. */
interface PlaywrightSuite {
  readonly specs: readonly PlaywrightSpec[]
  readonly suites?: readonly PlaywrightSuite[] | undefined
}
const PlaywrightSuite: v.GenericSchema<unknown, PlaywrightSuite> = v.object({
  specs: v.array(PlaywrightSpec),
  suites: v.optional(v.array(v.lazy(() => PlaywrightSuite))),
})
const PlaywrightReport = v.object({ suites: v.array(PlaywrightSuite) })

/** A flaky test has failed once: it counts as what it is. */
export function readPlaywright(report: unknown): Outcome {
  const specs = v.parse(PlaywrightReport, report).suites.flatMap(allSpecs)
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

const allSpecs = ({ specs, suites = [] }: PlaywrightSuite): PlaywrightSpec[] => [...specs, ...suites.flatMap(allSpecs)]
