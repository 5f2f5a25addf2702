/**
 * Every problem in one table: the layer it lies in, how bad it is, whether trying again may help, and its words.
 * First what is, then what to do, the likelier remedy first. The readers know protocols: names are welcome.
 */
import type { Finding, Problem, ProblemCode } from '../../contract/problem.ts'
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
import type { Wording } from './words/wording.ts'

export const wordings: Readonly<Record<ProblemCode, Wording>> = {
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
export function toProblem({ code, args: said, evidence }: Finding): Problem {
  const { layer, severity, message, remedies } = wordings[code]
  const args = Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name, typeof value === 'string' ? withoutKeys(value) : value]),
  )
  return {
    code,
    layer,
    severity,
    args,
    evidence: evidence.map(withoutKeys),
    message: message(args),
    remedies: remedies(args).slice(0, 2),
  }
}
