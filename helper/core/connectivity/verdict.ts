/** Sums up the checks in one sentence: the broken part lies in the outermost layer that failed. */
import type { Check, TestReport } from '../../contract/connectivity.ts'
import { layerNames } from '../../contract/problem.ts'

const outermost = (checks: readonly Check[]): Check | undefined =>
  checks.toSorted((a, b) => layerIndex(a) - layerIndex(b))[0]

const layerIndex = ({ layer }: Check) => {
  const at = (layerNames as readonly string[]).indexOf(layer)
  return at < 0 ? layerNames.length : at
}

export function verdictOf(
  checks: readonly Check[],
  connected: boolean,
): Pick<TestReport, 'verdict' | 'summary' | 'brokenLayer'> {
  const broken = outermost(checks.filter(({ result }) => result === 'fail'))
  if (broken) return { verdict: 'fail', summary: broken.because, brokenLayer: broken.layer }
  const odd = outermost(checks.filter(({ result }) => result === 'warn'))
  if (odd) return { verdict: 'warn', summary: odd.because }
  return { verdict: 'pass', summary: connected ? 'Home is reachable' : 'Not connected; the gateway can be reached' }
}
