/** The connectivity test: checks by layer, outer to inner, and a verdict. */
import * as v from 'valibot'
import { LayerName } from './problem.ts'

export const CheckResult = v.picklist(['pass', 'warn', 'fail', 'skip', 'unknown'])
export type CheckResult = v.InferOutput<typeof CheckResult>

export const Check = v.object({
  /** Stable name: "gateway-udp". Listed with titles in `helper/core/connectivity/probe-plan.ts`. */
  id: v.string(),
  layer: LayerName,
  title: v.string(),
  result: CheckResult,
  /** Why the result is what it is; for `skip`, the title of the check that it depends on. */
  because: v.string(),
  evidence: v.array(v.string()),
  /** What each line of evidence proves, in the same order; absent where the lines speak for themselves. */
  so: v.optional(v.array(v.string())),
  remedies: v.array(v.string()),
  durationMs: v.number(),
})
export type Check = v.InferOutput<typeof Check>

export const TestReport = v.object({
  at: v.pipe(v.string(), v.isoTimestamp()),
  profile: v.string(),
  durationMs: v.number(),
  verdict: v.picklist(['pass', 'warn', 'fail']),
  /** One sentence: "Home is reachable", "GRE is not answered by the gateway". */
  summary: v.string(),
  /** Outermost layer with a failed check; absent when none failed. */
  brokenLayer: v.optional(LayerName),
  checks: v.array(Check),
})
export type TestReport = v.InferOutput<typeof TestReport>

/** While a test runs: every check of the plan, those not run yet without a result. */
export const TestProgress = v.object({
  run: v.string(),
  checks: v.array(v.object({ id: v.string(), layer: LayerName, title: v.string(), check: v.optional(Check) })),
})
export type TestProgress = v.InferOutput<typeof TestProgress>
