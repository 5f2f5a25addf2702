/**
 * Gives the requests that delete what bears our marks and stands in no journal, as when the state folder was lost or someone restored an
 * old one. The helper sends them when it starts. Nothing without our marks is touched.
 */
import type { Change, RuleChange } from './change.ts'
import {
  guardTable,
  ifId,
  inputTable,
  isOurAlias,
  mainTable,
  reqid,
  routeProtocol,
  rulePriority,
  table,
  xfrmPriority,
} from './marks.ts'
import type { Observed, ObservedPolicy, ObservedRule } from './observed.ts'
import { isBlockOf, isRulePresent } from './present.ts'
import type { Request } from './request.ts'
import { deleteLink, deletePolicy, deleteTable, leftByCharon, undoRequests } from './undo.ts'

const isOurs = ({ priority, protocol, goto: target }: ObservedRule) =>
  protocol === String(routeProtocol) &&
  ((priority >= 6000 && priority <= 6099) || (priority === rulePriority.jump && target === rulePriority.decisions))

/** The change that would have made this rule. */
const asChange = ({ family, priority, to, from, fwmark, oif, iif, user, ...rule }: ObservedRule): RuleChange => ({
  kind: 'rule',
  family,
  priority,
  selector: {
    ...(to && { to }),
    ...(fwmark !== undefined && { fwmark }),
    ...(oif && { oif }),
    ...(iif && { iif }),
    ...(from && { from }),
    ...(user !== undefined && { user }),
  },
  action: actionOf(rule),
})

function actionOf(rule: Omit<ObservedRule, 'family' | 'priority'>): RuleChange['action'] {
  if (rule.unreachable) return { unreachable: true }
  if (rule.goto !== undefined) return { goto: rule.goto }
  return {
    lookup: rule.table === mainTable ? 'main' : (rule.table ?? mainTable),
    ...(rule.suppressPrefixLength !== undefined && { suppressPrefixLength: rule.suppressPrefixLength }),
  }
}

/** The kinds of change that make a table of nftables, each with its table. */
const tables = [
  ['input-filter', inputTable],
  ['guard-filter', guardTable],
] as const

const isAboutLeaving = ({ priority, direction }: ObservedPolicy) =>
  direction === 'out' && (priority === xfrmPriority.pass || priority === xfrmPriority.refuse)

/** @param keep changes in the journal that stay: the guard while the intent is up, and what holds while something is forwarded. */
export function strayRequests(now: Observed, keep: readonly Change[]): Request[] {
  const kept = (rule: ObservedRule) =>
    keep.some((change) => change.kind === 'rule' && isRulePresent(change, { ...now, rules: [rule] }))
  const isKept = (policy: ObservedPolicy) =>
    keep.some((change) => change.kind === 'xfrm-block' && isBlockOf(change, policy))
  return [
    ...now.routes
      .filter((route) => route.table === table && route.protocol === String(routeProtocol))
      .map(({ to }): Request => ({ kind: 'delete-route', to })),
    ...now.links.filter((link) => isOurAlias(link.alias)).map(deleteLink),
    ...now.rules
      .filter((rule) => isOurs(rule) && !kept(rule))
      .map((rule): Request => ({ ...asChange(rule), kind: 'delete-rule', protocol: routeProtocol })),
    ...undoRequests({ kind: 'xfrm-owner', ifId }, now),
    ...undoRequests({ kind: 'xfrm-owner', reqid }, now),
    ...now.policies.filter((policy) => isAboutLeaving(policy) && !isKept(policy)).map(deletePolicy),
    ...leftByCharon(now),
    ...tables.flatMap(([kind, name]) =>
      'tables' in now.filters && now.filters.tables[name] !== undefined && !keep.some((change) => change.kind === kind)
        ? [deleteTable(name)]
        : [],
    ),
  ]
}
