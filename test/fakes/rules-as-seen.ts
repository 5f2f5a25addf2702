/** Returns rules as the kernel would have them once they are made. */
import type { RuleChange } from '../../helper/core/change/change.ts'
import { mainTable, routeProtocol } from '../../helper/core/change/marks.ts'
import type { ObservedRule } from '../../helper/core/change/observed.ts'

const asSeen = ({ family, priority, selector, action }: RuleChange): ObservedRule => ({
  family,
  priority,
  protocol: String(routeProtocol),
  ...selector,
  unreachable: 'unreachable' in action,
  ...('goto' in action ? { goto: action.goto } : {}),
  ...('lookup' in action
    ? {
        table: action.lookup === 'main' ? mainTable : action.lookup,
        ...(action.suppressPrefixLength === undefined ? {} : { suppressPrefixLength: action.suppressPrefixLength }),
      }
    : {}),
})

/** In the kernel's order: by priority, and within one in that in which they were made. */
export const rulesAsSeen = (rules: readonly RuleChange[]): readonly ObservedRule[] =>
  rules.map(asSeen).toSorted((a, b) => a.priority - b.priority)
