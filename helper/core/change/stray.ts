/**
 * What bears our marks and stands in no journal: the state folder was lost, or someone restored an old one.
 * Deleted when the helper starts. Only what is marked as ours is touched.
 */
import type { Change } from './change.ts'
import type { IpLine } from './make.ts'
import { ifId, isOurAlias, routeProtocol, table } from './marks.ts'
import type { Observed, ObservedRule } from './observed.ts'
import { isRulePresent } from './present.ts'
import { undoLines } from './undo.ts'

const isOurs = ({ priority, protocol }: ObservedRule) =>
  protocol === String(routeProtocol) && priority >= 6000 && priority <= 6099

/** @param keep changes in the journal that stay: the guard while the intent is up. */
export function strayLines(now: Observed, keep: readonly Change[]): IpLine[] {
  const kept = (rule: ObservedRule) =>
    keep.some((change) => change.kind === 'rule' && isRulePresent(change, { ...now, rules: [rule] }))
  return [
    ...now.links
      .filter((link) => isOurAlias(link.alias))
      .map(({ name }): IpLine => ({ family: 4, words: ['link', 'delete', name] })),
    ...now.routes
      .filter((route) => route.table === table && route.protocol === String(routeProtocol))
      .map(({ family, to }): IpLine => ({ family, words: ['route', 'delete', to, 'table', String(table)] })),
    ...now.rules
      .filter((rule) => isOurs(rule) && !kept(rule))
      .map(({ family, priority, to, fwmark }): IpLine => {
        const selector = [...(to ? ['to', to] : []), ...(fwmark === undefined ? [] : ['fwmark', String(fwmark)])]
        return {
          family,
          words: ['rule', 'delete', 'pref', String(priority), ...selector, 'protocol', String(routeProtocol)],
        }
      }),
    ...undoLines({ kind: 'xfrm-owner', ifId }, now),
  ]
}
