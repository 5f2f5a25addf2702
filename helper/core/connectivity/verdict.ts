/** Sums up the checks in one sentence: the broken part lies in the outermost layer that failed. */
import type { Check, TestReport } from '../../contract/connectivity.ts'
import { layerNames, type Problem } from '../../contract/problem.ts'
import type { Proof } from './check.ts'

const outermost = (checks: readonly Check[]): Check | undefined =>
  checks.toSorted((a, b) => layerIndex(a) - layerIndex(b))[0]

const layerIndex = ({ layer }: Check) => {
  const at = (layerNames as readonly string[]).indexOf(layer)
  return at < 0 ? layerNames.length : at
}

/** The facts that the verdict depends on, besides the checks. */
export interface Ending {
  readonly connected: boolean
  /** The places that an answer within this test proved to be reachable. */
  readonly proofs: ReadonlySet<Proof>
  /** The problems that the status shows. A fatal one makes the verdict a fail, even where no check of this test looks at its layer. */
  readonly problems: readonly Problem[]
}

/**
 * Decides the verdict. "Pass" needs an answer within this test as its proof: a test whose questions all went unanswered or unasked
 * ends with a warning.
 */
export function verdictOf(
  checks: readonly Check[],
  { connected, proofs, problems }: Ending,
): Pick<TestReport, 'verdict' | 'summary' | 'brokenLayer'> {
  const broken = outermost(checks.filter(({ result }) => result === 'fail'))
  if (broken) return { verdict: 'fail', summary: broken.because, brokenLayer: broken.layer }
  const fatal = problems.find(({ severity }) => severity === 'fatal')
  if (fatal) return { verdict: 'fail', summary: fatal.message, brokenLayer: fatal.layer }
  const odd = outermost(checks.filter(({ result }) => result === 'warn'))
  if (odd) return { verdict: 'warn', summary: odd.because }
  if (connected && !proofs.has('home')) return { verdict: 'warn', summary: 'Nothing proves whether home is reachable' }
  if (!connected && !proofs.has('gateway'))
    return { verdict: 'warn', summary: 'Nothing proves whether the gateway can be reached' }
  return { verdict: 'pass', summary: connected ? 'Home is reachable' : 'Not connected; the gateway can be reached' }
}
