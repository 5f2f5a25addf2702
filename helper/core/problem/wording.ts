/**
 * Every problem in one table: the layer it lies in, how bad it is, whether trying again may help, and its words.
 * First what is, then what to do, the likelier remedy first. The readers know protocols: names are welcome.
 */
import type { Finding, FindingOf, Problem, ProblemCode } from '../../contract/problem.ts'
import type { ProblemArgsOf } from '../../contract/problem-args.ts'
import { withoutKeys } from '../secret-words.ts'
import { agreement } from './words/agreement.ts'
import { beyond } from './words/beyond.ts'
import { identity } from './words/identity.ts'
import { inside } from './words/inside.ts'
import { machine } from './words/machine.ts'
import { openvpn } from './words/openvpn.ts'
import { others } from './words/others.ts'
import { tinc } from './words/tinc.ts'
import { underlay } from './words/underlay.ts'
import type { Wording, Wordings } from './words/wording.ts'

export const wordings: Wordings<ProblemCode | keyof ProblemArgsOf> = {
  ...machine,
  ...underlay,
  ...identity,
  ...agreement,
  ...openvpn,
  ...tinc,
  ...inside,
  ...others,
  ...beyond,
}

/** Puts the words to a finding. Keys in what a command or a daemon said end here. */
export function toProblem<Code extends ProblemCode>({ code, args: said, evidence }: FindingOf<Code>): Problem {
  const { layer, severity, message, remedies, acts }: Wording<Code> = wordings[code]
  const args = argumentsWithoutKeys(said)
  return {
    code,
    layer,
    severity,
    args,
    evidence: evidence.map(withoutKeys),
    message: message(args),
    remedies: remedies(args).slice(0, 2),
    ...(acts ? { acts: [...acts(args)] } : {}),
  }
}

/** The same arguments, with the same types: texts stay texts. */
const argumentsWithoutKeys = <Args extends object>(said: Args): Args =>
  Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name, typeof value === 'string' ? withoutKeys(value) : value]),
  ) as Args

/** A problem of a snapshot as the finding that its words were put to. */
export function toFinding({ code, args, evidence }: Problem): Finding {
  // The socket's schema has one record for the arguments of every code. The helper reads a problem out of its own snapshot
  // only, and there `toProblem` has put the arguments of that code.
  return { code, args, evidence } as Finding
}
