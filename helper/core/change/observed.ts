/** The state of the system as the kernel tells it now, reduced to what the helper decides by. `system/observer.ts` reads it. */
import type { Family, LinkSysctlChange, SysctlChange } from './change.ts'
import type { guardTable, inputTable } from './marks.ts'

export interface ObservedLink {
  readonly index: number
  readonly name: string
  readonly alias?: string | undefined
  readonly mtu: number
  readonly up: boolean
  /** Has a carrier (IFF_LOWER_UP). */
  readonly carrier: boolean
  /** `linkinfo.info_kind` of ip-link(8): "gre", "xfrm", "veth"; absent for hardware. */
  readonly kind?: string | undefined
  readonly loopback: boolean
}

export interface ObservedAddress {
  readonly interface: string
  readonly family: Family
  readonly address: string
  readonly prefixLength: number
  readonly scope: string
}

export interface ObservedRoute {
  readonly family: Family
  /** "default" is written "0.0.0.0/0" or "::/0"; a host has its /32 or /128. */
  readonly to: string
  readonly table: number
  /** The number of the program that made the route (linux/rtnetlink.h, RTPROT_…). */
  readonly protocol: string
  /** The link; where the route has several next hops, that of the first. */
  readonly interface?: string | undefined
  readonly via?: string | undefined
  readonly metric: number
  readonly mtu?: number | undefined
  readonly type: string
}

export interface ObservedRule {
  readonly family: Family
  readonly priority: number
  readonly protocol: string
  readonly to?: string | undefined
  readonly fwmark?: number | undefined
  readonly oif?: string | undefined
  readonly iif?: string | undefined
  /** Undefined where the rule is for packets from everywhere. */
  readonly from?: string | undefined
  /** Set where the rule is for the packets of one user alone. */
  readonly user?: number | undefined
  readonly table?: number | undefined
  readonly suppressPrefixLength?: number | undefined
  readonly unreachable: boolean
  /** The priority that the lookup goes on at. */
  readonly goto?: number
  /** Set where the rule ends a lookup in another way than `unreachable` does. */
  readonly refusal?: 'blackhole' | 'prohibit'
  /** Set where the rule applies to all packets that its selector does not select (ip-rule(8), `not`). */
  readonly not?: true
  /** Set where not all bits of the mark are compared. */
  readonly fwmask?: number
  /** Set where the rule has selectors that no member here names: ports, a range of users, a type of service. */
  readonly narrower?: true
}

export interface ObservedPolicy {
  readonly source: string
  readonly destination: string
  /** IANA's number of the protocol; undefined where the policy is for all protocols. */
  readonly protocol?: string | undefined
  readonly direction: string
  readonly blocks: boolean
  /** The number of the link that the packets must leave by; absent where they may leave by any. */
  readonly linkIndex?: number | undefined
  /** Of two policies the one with the lower number has precedence. */
  readonly priority: number
  /** The number that the kernel gave to the policy. */
  readonly index: number
  readonly ifId?: number | undefined
  readonly reqid?: number | undefined
}

export interface ObservedState {
  readonly source: string
  readonly destination: string
  readonly protocol: string
  readonly spi: string
  readonly ifId?: number | undefined
  readonly reqid?: number | undefined
  /** The association is being negotiated (larval): it has no keys, and carries nothing. */
  readonly larval?: true
}

/** Each chain of a table with the comments of its rules in order ('' where a rule has none). */
export type ObservedChains = Readonly<Record<string, readonly string[]>>

export type TableName = typeof inputTable | typeof guardTable

/**
 * Our tables of nftables as the kernel has them, each where it is there. Each rule that we make carries a comment, a digest of its own
 * text (`nft-table.ts`), so a look compares digests and not expressions. `unusable` says why nftables cannot be used here.
 */
export type ObservedFilters =
  | { readonly unusable: string }
  | { readonly tables: Readonly<Partial<Record<TableName, ObservedChains>>> }

/** A setting below /proc/sys/net/ipv6/conf: of a link, of "all", or of "default". */
export interface ObservedSetting {
  readonly interface: string
  readonly name: SysctlChange['name'] | LinkSysctlChange['name']
  readonly value: number
}

export interface Observed {
  readonly links: readonly ObservedLink[]
  readonly addresses: readonly ObservedAddress[]
  readonly routes: readonly ObservedRoute[]
  /** There are more routes of IPv6 than can be listed: those that are not ours are as they were last listed. */
  readonly routesPartial?: true
  readonly rules: readonly ObservedRule[]
  readonly policies: readonly ObservedPolicy[]
  readonly states: readonly ObservedState[]
  /** Says why the kernel's policies and states cannot be read; the lists above are empty then. */
  readonly xfrmUnusable?: string | undefined
  readonly filters: ObservedFilters
  readonly settings: readonly ObservedSetting[]
  /** The names of the Wi-Fi networks that links have joined, by the link's name. People read them; nothing is decided by them. */
  readonly networkNames?: Readonly<Record<string, string>>
}
