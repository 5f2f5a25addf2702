import type { Finding, FindingOf, ProblemArgs, ProblemCode } from '../contract/problem.ts'
import type { ProblemArgsOf } from '../contract/problem-args.ts'

/** An expected failure is a value. Throw only for bugs. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly finding: Finding }

/** An outcome that the other side had a part in. `authenticated`: it had proved who it is by then, so that nobody else can have forged the failure. */
export type RemoteOutcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly finding: Finding; readonly authenticated?: boolean }

export const done = <Value>(value: Value): Outcome<Value> => ({ ok: true, value })

export const failed = (finding: Finding): { readonly ok: false; readonly finding: Finding } => ({ ok: false, finding })

/** The arguments that fit every one of these codes, where it is known only at run time which of them it is. */
type ArgsForAll<Code extends ProblemCode> = {
  [One in Code]: (args: ProblemArgsOf[One]) => void
}[Code] extends (args: infer Args) => void
  ? Args
  : never

type Rest<Code extends ProblemCode> =
  Record<never, never> extends ArgsForAll<Code>
    ? [args?: ArgsForAll<Code>, evidence?: readonly string[]]
    : [args: ArgsForAll<Code>, evidence?: readonly string[]]

export function finding<Code extends ProblemCode>(code: Code, ...rest: Rest<Code>): FindingOf<Code>
export function finding(code: ProblemCode, args: ProblemArgs = {}, evidence: readonly string[] = []) {
  return { code, args, evidence }
}
