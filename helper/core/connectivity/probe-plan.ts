/** The checks of a test, outer to inner. A new one is a new entry in its file's list. */
import type { CheckPlan, ConnectivityFacts } from './check.ts'
import { homeChecks } from './home-checks.ts'
import { hasOverlay } from './inside.ts'
import { tunnelChecks } from './tunnel-checks.ts'
import { underlayChecks } from './underlay-checks.ts'

export const planChecks = (facts: ConnectivityFacts): readonly CheckPlan[] => [
  ...underlayChecks,
  ...tunnelChecks(facts),
  ...homeChecks(facts, hasOverlay(facts) ? 'gre' : 'esp'),
]
