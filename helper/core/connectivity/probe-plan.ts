/** The checks of a test, outer to inner. A new one is a new entry in its file's list. */
import type { CheckPlan, ConnectivityFacts } from './check.ts'
import { homeChecks } from './home-checks.ts'
import { layerChecks, tunnelChecks } from './tunnel-checks.ts'
import { underlayChecks } from './underlay-checks.ts'

export function planChecks(facts: ConnectivityFacts): readonly CheckPlan[] {
  const layers = layerChecks(facts)
  return [
    ...underlayChecks(facts),
    ...tunnelChecks(facts),
    ...homeChecks(facts, { outermost: layers[0]?.id ?? '', innermost: layers.at(-1)?.id ?? '' }),
  ]
}
