import type { Finding, ProblemArgs, ProblemCode } from '../contract/problem.ts'

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

export const finding = (code: ProblemCode, args: ProblemArgs = {}, evidence: readonly string[] = []): Finding => ({
  code,
  args,
  evidence,
})
