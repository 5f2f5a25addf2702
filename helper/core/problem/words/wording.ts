/** What a row of the table of problems says. */
import type { Act, LayerName, ProblemCode, RemedyAct, Severity } from '../../../contract/problem.ts'
import type { ProblemArgsOf } from '../../../contract/problem-args.ts'

export interface Wording<Code extends ProblemCode> {
  readonly layer: LayerName
  readonly severity: Severity
  /** Another network or a little patience may cure the problem: Roam6 tries again by itself. */
  readonly passing?: true
  readonly message: (args: ProblemArgsOf[Code]) => string
  readonly remedies: (args: ProblemArgsOf[Code]) => readonly string[]
  /** What Roam6 itself can do about the problem. */
  readonly acts?: (args: ProblemArgsOf[Code]) => readonly RemedyAct[]
}

/** Each of these codes with its words. */
export type Wordings<Code extends ProblemCode = ProblemCode> = { readonly [One in Code]: Wording<One> }

export const fixed = (text: string) => () => text
export const advice =
  (...texts: readonly string[]) =>
  () =>
    texts
/** @param remedy the place of the advice that the act carries out */
export const does = (act: Act, remedy?: number) => () => [remedy === undefined ? { act } : { act, remedy }]
