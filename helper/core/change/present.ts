/** Tells whether a change is true in the kernel now, so that what another program took away is put back. */
import type {
  Change,
  RuleChange,
  XfrmBlockChange,
  XfrmPassChange,
  XfrmPolicyChange,
  XfrmStateChange,
} from './change.ts'
import { guardFilterTable } from './guard-filter.ts'
import { inputFilterTable } from './input-filter.ts'
import { blockedDirections, protocolNumber } from './make.ts'
import { mainTable, routeProtocol, table, xfrmPriority } from './marks.ts'
import { tableStands } from './nft-table.ts'
import type { Observed, ObservedPolicy, ObservedRule, ObservedSetting, ObservedState } from './observed.ts'

export const isRulePresent = ({ family, priority, selector, action }: RuleChange, { rules }: Observed) =>
  rules.some(
    (rule) =>
      rule.family === family &&
      rule.priority === priority &&
      rule.protocol === String(routeProtocol) &&
      rule.to === selector.to &&
      rule.fwmark === selector.fwmark &&
      rule.oif === selector.oif &&
      rule.iif === selector.iif &&
      rule.from === selector.from &&
      rule.user === selector.user &&
      !rule.not &&
      !rule.narrower &&
      rule.fwmask === undefined &&
      acts(rule, action),
  )

function acts(rule: ObservedRule, action: RuleChange['action']): boolean {
  if ('unreachable' in action) return rule.unreachable
  if ('goto' in action) return rule.goto === action.goto
  return (
    rule.table === (action.lookup === 'main' ? mainTable : action.lookup) &&
    rule.suppressPrefixLength === action.suppressPrefixLength
  )
}

export const isBlockOf = ({ source, destination, protocol }: XfrmBlockChange, policy: ObservedPolicy): boolean =>
  policy.blocks &&
  policy.source === source &&
  policy.destination === destination &&
  policy.protocol === (protocol === null ? undefined : String(protocolNumber[protocol]))

export const isStateOf = (change: XfrmStateChange, state: ObservedState): boolean =>
  state.ifId === change.ifId && Number(state.spi) === change.spi && state.destination === change.destination

export const isPolicyOf = (change: XfrmPolicyChange, policy: ObservedPolicy): boolean =>
  policy.ifId === change.ifId &&
  policy.direction === change.direction &&
  policy.source === change.source &&
  policy.destination === change.destination

/** Tells whether a policy is the one of this change, for the link that has the name now. */
export const isPassOf = ({ interface: name }: XfrmPassChange, policy: ObservedPolicy, { links }: Observed): boolean =>
  isPass(policy) && links.some((link) => link.name === name && link.index === policy.linkIndex)

/** Tells whether a policy is one that lets packets pass, as we make them, whichever link it is for. */
export const isPass = ({ priority, direction, blocks }: ObservedPolicy) =>
  priority === xfrmPriority.pass && direction === 'out' && !blocks

export const settingOf = (
  { interface: link, name }: Pick<ObservedSetting, 'interface' | 'name'>,
  settings: readonly ObservedSetting[],
) => settings.find((one) => one.interface === link && one.name === name)?.value

/** Tells whether the kernel has what the change makes. Folders and processes always count as present: the kernel's state does not show them. */
export function isPresent(change: Change, now: Observed): boolean {
  switch (change.kind) {
    case 'link':
      return now.links.some((link) => link.name === change.name && link.alias === change.alias)
    case 'link-setting':
      return now.links.some((link) => link.name === change.name && link.mtu === change.mtu && link.up)
    case 'address':
      return now.addresses.some((a) => a.interface === change.interface && a.address === change.address)
    case 'route':
      return now.routes.some(
        (r) =>
          r.table === table && r.to === change.to && r.interface === change.interface && (r.mtu ?? null) === change.mtu,
      )
    case 'rule':
      return isRulePresent(change, now)
    case 'xfrm-block':
      return blockedDirections(change).every((direction) =>
        now.policies.some((policy) => policy.direction === direction && isBlockOf(change, policy)),
      )
    case 'xfrm-pass':
      return now.policies.some((policy) => isPassOf(change, policy, now))
    case 'input-filter':
      return tableStands(inputFilterTable(change), now.filters)
    case 'guard-filter':
      return tableStands(guardFilterTable(change), now.filters)
    case 'xfrm-state':
      return now.states.some((state) => isStateOf(change, state))
    case 'xfrm-policy':
      return now.policies.some((policy) => isPolicyOf(change, policy))
    // A link that is gone took its settings along.
    case 'sysctl':
    case 'link-sysctl':
      return (settingOf(change, now.settings) ?? change.value) === change.value
    case 'xfrm-owner':
    case 'folder':
    case 'process':
      return true
  }
}
