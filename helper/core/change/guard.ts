/**
 * The guard: rules that keep packets for home off the underlay while the intent is up, tunnel or not.
 * They are rules and not routes: a table's `unreachable` route is passed over by a socket that is bound to another
 * device, an `unreachable` rule behind the lookup is not (measured).
 */
import type { Profile } from '../../contract/profile.ts'
import { familyOf } from '../ip.ts'
import type { Family, RuleChange } from './change.ts'
import { daemonUser, fwmark, rulePriority, table } from './marks.ts'

const families: readonly Family[] = [4, 6]

/** Whose packets go to the gateway: those with our mark, and all of a daemon that is no root and cannot set one. */
const senders = (layers: Profile['layer']): RuleChange['selector'][] => [
  { fwmark },
  ...(layers.some(({ kind }) => kind === 'openvpn' || kind === 'tinc') ? [{ user: daemonUser }] : []),
]

export function guardRules({ home, layer }: Profile): RuleChange[] {
  const rule = (
    family: Family,
    priority: number,
    selector: RuleChange['selector'],
    action: RuleChange['action'],
  ): RuleChange => ({ kind: 'rule', family, priority, selector, action })
  return [
    // The way to the gateway never goes into the tunnel, not even where no other way is left.
    ...senders(layer).flatMap((sender) =>
      families.flatMap((family) => [
        rule(family, rulePriority.marked, sender, { lookup: 'main' }),
        rule(family, rulePriority.markedUnreachable, sender, { unreachable: true }),
      ]),
    ),
    // Both rules of a prefix before the lookup finds anything: what is not routed home is refused. The refusal
    // first, so that no kill between the two leaves a prefix that is looked up but not guarded.
    ...home.prefixes.flatMap((to) => [
      rule(familyOf(to), rulePriority.homeUnreachable, { to }, { unreachable: true }),
      rule(familyOf(to), rulePriority.home, { to }, { lookup: table }),
    ]),
  ]
}
