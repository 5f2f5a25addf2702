/**
 * Gives the requests that undo a change, by what the kernel has now: an object that is not there is passed over, and an
 * object that is there but not ours stays.
 */
import type { Change, ProcessChange, SysctlChange, XfrmMark } from './change.ts'
import { blockedDirections } from './make.ts'
import { charonTable, guardTable, inputTable, isOurAlias, routeProtocol, table } from './marks.ts'
import { tableRemains } from './nft-table.ts'
import type { Observed, ObservedLink, ObservedPolicy, ObservedSetting, ObservedState, TableName } from './observed.ts'
import { isBlockOf, isPass, isPassOf, isPolicyOf, isRulePresent, isStateOf, settingOf } from './present.ts'
import type { DeleteLink, DeletePolicy, DeleteState, DeleteTable, Request } from './request.ts'

/**
 * A journaled link is ours when it bears our alias, or none yet (we were ended between creating and naming it)
 * and is of the kind that we were about to create.
 */
const isOurs = (link: ObservedLink, kind: string) =>
  isOurAlias(link.alias) || (link.alias === undefined && link.kind === kind)

/** Whether a setting is still to be put back. */
export function isUnsettled(change: SysctlChange, settings: readonly ObservedSetting[]): boolean {
  const now = settingOf(change, settings)
  if (now === undefined || now === change.before) return false
  return change.value === change.before || now === change.value
}

/** Whether a state or policy belongs to the owner. An if_id decides before a reqid: charon gives reqids of its own to all of them. */
const isOwnedBy = (
  owner: XfrmMark,
  made: { readonly ifId?: number | undefined; readonly reqid?: number | undefined },
) => ('ifId' in owner ? made.ifId === owner.ifId : made.ifId === undefined && made.reqid === owner.reqid)

const hasLink = ({ linkIndex }: ObservedPolicy, { links }: Observed) => links.some(({ index }) => index === linkIndex)

const isCharon = ({ role }: ProcessChange) => role.endsWith('/charon')

/**
 * The links by which charon tries whether the kernel has xfrm interfaces: "xfrmi-test-" with a random number, cut off at 15 characters
 * (kernel_netlink_xfrmi.c). A charon that is ended in that moment leaves its link (seen).
 */
const charonTrials = ({ links }: Observed): Request[] =>
  links.filter(({ kind, name }) => kind === 'xfrm' && /^xfrmi-test-\d{1,4}$/.test(name)).map(deleteLink)

/** The rules that lead to charon's own table: a charon that is killed leaves them (measured). */
const charonRules = ({ rules }: Observed): Request[] =>
  rules
    .filter((rule) => rule.table === charonTable)
    .map(({ family, priority }) => ({
      kind: 'delete-rule',
      family,
      priority,
      selector: {},
      action: { lookup: charonTable },
      protocol: null,
    }))

/** Deletes what a killed charon leaves. */
export const leftByCharon = (now: Observed): Request[] => [...charonTrials(now), ...charonRules(now)]

export const deleteLink = ({ name, index }: ObservedLink): DeleteLink => ({ kind: 'delete-link', name, index })

/** By the policy's number: its link may be gone, and with it the name that its selector would need. */
export const deletePolicy = ({ direction, index, ifId }: ObservedPolicy): DeletePolicy => ({
  kind: 'delete-policy',
  direction,
  index,
  ifId,
})

const deleteState = ({ source, destination, protocol, spi }: ObservedState): DeleteState => ({
  kind: 'delete-state',
  source,
  destination,
  protocol,
  spi,
})

export const deleteTable = (table: TableName): DeleteTable => ({ kind: 'delete-table', table })

export function undoRequests(change: Change, now: Observed): Request[] {
  switch (change.kind) {
    case 'link':
      return now.links
        .filter((link) => link.name === change.name && isOurs(link, change.type.kind))
        .map((link) => deleteLink(link))
    // Settings of a link go with the link.
    case 'link-setting':
    case 'link-sysctl':
      return []
    case 'xfrm-state':
      return now.states.filter((state) => isStateOf(change, state)).map(deleteState)
    case 'xfrm-policy':
      return now.policies.filter((policy) => isPolicyOf(change, policy)).map(deletePolicy)
    case 'address':
      return now.links
        .filter(({ name, alias }) => name === change.interface && (change.elsewhere || isOurAlias(alias)))
        .flatMap(({ name, index }) =>
          now.addresses
            .filter((one) => one.interface === name && one.address === change.address)
            .map(({ address, prefixLength }) => ({
              kind: 'delete-address',
              interface: name,
              index,
              address,
              prefixLength,
            })),
        )
    case 'route':
      return now.routes
        .filter((route) => route.table === table && route.to === change.to)
        .filter((route) => route.protocol === String(routeProtocol) && route.interface === change.interface)
        .map(({ to }) => ({ kind: 'delete-route', to, interface: change.interface }))
    case 'rule':
      return isRulePresent(change, now) ? [{ ...change, kind: 'delete-rule', protocol: routeProtocol }] : []
    case 'xfrm-block':
      return now.policies
        .filter(
          (policy) => isBlockOf(change, policy) && blockedDirections(change).some((dir) => dir === policy.direction),
        )
        .map(deletePolicy)
    // Policies for a link that is gone are deleted as well: the link may have been made anew, and has another number then.
    case 'xfrm-pass':
      return now.policies
        .filter((policy) => isPassOf(change, policy, now) || (isPass(policy) && !hasLink(policy, now)))
        .map(deletePolicy)
    case 'input-filter':
      return tableRemains(inputTable, now.filters) ? [deleteTable(inputTable)] : []
    case 'guard-filter':
      return tableRemains(guardTable, now.filters) ? [deleteTable(guardTable)] : []
    case 'xfrm-owner':
      return [
        ...now.policies.filter((policy) => isOwnedBy(change, policy)).map(deletePolicy),
        ...now.states.filter((state) => isOwnedBy(change, state)).map(deleteState),
      ]
    case 'process':
      return isCharon(change) ? leftByCharon(now) : []
    // No request undoes these: `system/effects.ts` does.
    case 'sysctl':
    case 'folder':
      return []
  }
}
