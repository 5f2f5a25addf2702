/**
 * A request asks the kernel for one modification: one message of netlink, one device of /dev/net/tun, or one transaction of nftables.
 * A change is made and undone by a few of them (`make.ts`, `undo.ts`). `request-words.ts` says the same as a command that can be typed,
 * and `core/netlink` as the kernel's bytes.
 */
import type { Family, LinkType, RuleChange, XfrmPolicyChange, XfrmStateChange } from './change.ts'
import type { TableName } from './observed.ts'

/** A link that netlink makes; a tun device is made by an ioctl. */
export type TunnelType = Exclude<LinkType, { kind: 'tun' }>

export interface AddLink {
  readonly kind: 'add-link'
  readonly name: string
  readonly mtu: number
  readonly type: TunnelType
}

export interface AddTun {
  readonly kind: 'add-tun'
  readonly name: string
  readonly mode: 'tun' | 'tap'
  readonly user: number
}

/** Sets the link up, and whatever is named here besides. */
export interface SetLink {
  readonly kind: 'set-link'
  readonly name: string
  readonly alias?: string
  readonly mtu?: number
  readonly type?: TunnelType
}

/** The kernel finds the link by its index, as a look has just seen it: another link may bear the name by now. */
export interface DeleteLink {
  readonly kind: 'delete-link'
  readonly name: string
  readonly index: number
}

export interface AddAddress {
  readonly kind: 'add-address'
  readonly interface: string
  readonly address: string
  readonly prefixLength: number
}

/** The index of the link is that of the look which saw the address, as with `DeleteLink`. */
export interface DeleteAddress {
  readonly kind: 'delete-address'
  readonly interface: string
  readonly index: number
  readonly address: string
  readonly prefixLength: number
}

export interface ReplaceRoute {
  readonly kind: 'replace-route'
  readonly to: string
  readonly interface: string
  readonly via?: string | undefined
  readonly mtu: number | null
  readonly advmss?: number | undefined
}

/** Only a route of our table and our protocol is deleted. */
export interface DeleteRoute {
  readonly kind: 'delete-route'
  readonly to: string
  /** Undefined: by whichever link the route leads. */
  readonly interface?: string
}

export interface RuleRequest extends Omit<RuleChange, 'kind'> {
  readonly kind: 'add-rule' | 'delete-rule'
  /** The number of the program that the rule is of (rtnetlink(7)); null, when it is deleted: of any. */
  readonly protocol: number | null
  readonly family: Family
}

export interface AddPolicy {
  readonly kind: 'add-policy'
  readonly source: string
  readonly destination: string
  readonly direction: XfrmPolicyChange['direction']
  /** IANA's number; undefined: all protocols. */
  readonly protocol?: number | undefined
  /** The link that the packets must leave by. */
  readonly interface?: string
  /** Of two policies the one with the lower number has precedence. */
  readonly priority: number
  readonly action: 'allow' | 'block'
  readonly ifId?: number
  /** The ends of the tunnel whose association protects the packets, from the sending to the receiving one. */
  readonly template?: { readonly from: string; readonly to: string }
}

/** The kernel finds the policy by the number that it gave to it, as a look has just seen it. */
export interface DeletePolicy {
  readonly kind: 'delete-policy'
  readonly direction: string
  readonly index: number
  readonly ifId: number | undefined
}

export interface AddState extends Omit<XfrmStateChange, 'kind'> {
  readonly kind: 'add-state'
}

export interface DeleteState {
  readonly kind: 'delete-state'
  readonly source: string
  readonly destination: string
  readonly protocol: string
  readonly spi: string
}

export interface DeleteTable {
  readonly kind: 'delete-table'
  readonly table: TableName
}

/** Lines for nft (nft(8), -f) that become true together or not at all. */
export interface Ruleset {
  readonly kind: 'ruleset'
  readonly lines: readonly string[]
}

/** A request that is one message of netlink. */
export type NetlinkRequest =
  | AddLink
  | SetLink
  | DeleteLink
  | AddAddress
  | DeleteAddress
  | ReplaceRoute
  | DeleteRoute
  | RuleRequest
  | AddPolicy
  | DeletePolicy
  | AddState
  | DeleteState
  | DeleteTable

export type Request = NetlinkRequest | AddTun | Ruleset

/** Names the link whose index must be known before the request can be written in the kernel's bytes; undefined where there is none. */
export function linkNamedBy(request: NetlinkRequest): string | undefined {
  if (request.kind === 'add-link' || request.kind === 'set-link')
    return request.type && 'device' in request.type ? (request.type.device ?? undefined) : undefined
  return 'interface' in request && !('index' in request) ? request.interface : undefined
}
