/** What a row of the table of problems says. */
import type { LayerName, ProblemArgs, Severity } from '../../../contract/problem.ts'

export interface Wording {
  readonly layer: LayerName
  readonly severity: Severity
  /** Another network or a little patience may cure it: the supervisor tries again by itself. */
  readonly passing?: true
  readonly message: (args: ProblemArgs) => string
  readonly remedies: (args: ProblemArgs) => readonly string[]
}

export const fixed = (text: string) => () => text
export const advice =
  (...texts: readonly string[]) =>
  () =>
    texts
