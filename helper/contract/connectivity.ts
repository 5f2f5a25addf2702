/** The connectivity test: checks by layer, outer to inner, and a verdict. */
import * as z from 'zod'
import { LayerName } from './problem.ts'

export const CheckResult = z.enum(['pass', 'warn', 'fail', 'skip', 'unknown'])
export type CheckResult = z.infer<typeof CheckResult>

export const Check = z.object({
  /** Stable name: "gateway-udp". Listed with titles in `helper/core/connectivity/probe-plan.ts`. */
  id: z.string(),
  layer: LayerName,
  title: z.string(),
  result: CheckResult,
  /** Why the result is what it is; for `skip`, the title of the check that it depends on. */
  because: z.string(),
  evidence: z.array(z.string()),
  /** What each line of evidence proves, in the same order; absent where the lines speak for themselves. */
  so: z.array(z.string()).optional(),
  remedies: z.array(z.string()),
  durationMs: z.number(),
})
export type Check = z.infer<typeof Check>

export const TestReport = z.object({
  at: z.iso.datetime(),
  profile: z.string(),
  durationMs: z.number(),
  verdict: z.enum(['pass', 'warn', 'fail']),
  /** One sentence: "Home is reachable", "GRE is not answered by the gateway". */
  summary: z.string(),
  /** Outermost layer with a failed check; absent when none failed. */
  brokenLayer: LayerName.optional(),
  checks: z.array(Check),
})
export type TestReport = z.infer<typeof TestReport>

/** While a test runs: every check of the plan, those not run yet without a result. */
export const TestProgress = z.object({
  run: z.string(),
  checks: z.array(z.object({ id: z.string(), layer: LayerName, title: z.string(), check: Check.optional() })),
})
export type TestProgress = z.infer<typeof TestProgress>
