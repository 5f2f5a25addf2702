/**
 * A change: one modification of the system, as data. It says all that is needed to make it and to undo it, so
 * its inverse is a pure function of it (`undo.ts`). The journal keeps changes, synced, before they are made.
 */

export type Family = 4 | 6

export type LinkType =
  /** xfrm interface (ip-link(8)), bound to no device: one bound to wlan0 dies with it. */
  | { readonly kind: 'xfrm'; readonly ifId: number }
  | {
      /** GRE over IPv6 is a kind of its own to the kernel. */
      readonly kind: 'gre' | 'ip6gre'
      readonly local: string
      readonly remote: string
      /** The link that its outer packets leave by; null: the underlay's, by `fwmark`. */
      readonly device: string | null
      readonly fwmark: number | null
      readonly key?: number | undefined
      readonly checksum: boolean
      readonly sequence: boolean
      /** DF on the outer header. Off only where less than 1280 would pass; IPv6 has none. */
      readonly pathMtuDiscovery: boolean
    }
  | {
      /** IPv6 in IPv6; the kernel calls it ip6tnl. Its outer packets are IPv6 and never fragmented on the way. */
      readonly kind: 'ip6tnl'
      readonly local: string
      readonly remote: string
      /** The link that its outer packets leave by; null: the underlay's, by `fwmark`. */
      readonly device: string | null
      readonly fwmark: number | null
      /** RFC 2473, 5.1; null leaves the option out. */
      readonly encapsulationLimit: number | null
      readonly hopLimit: number
    }
  /** A device that a daemon of ours attaches to without being root (tuntap.rst); it stays when the daemon goes. */
  | { readonly kind: 'tun'; readonly mode: 'tun' | 'tap'; readonly user: number }

/** Made, given its alias and MTU, and set up, in this order. Undone: deleted, if it still bears our alias. */
export interface LinkChange {
  readonly kind: 'link'
  readonly name: string
  readonly alias: string
  readonly mtu: number
  readonly type: LinkType
}

/** A link of ours is up, with this MTU and this DF. Undone by nothing: the link itself goes. */
export interface LinkSettingChange {
  readonly kind: 'link-setting'
  readonly name: string
  readonly alias: string
  readonly mtu: number
  readonly type: LinkType
}

/** `noprefixroute`, `nodad`; on links of ours, and gone with them, but for `elsewhere`. */
export interface AddressChange {
  readonly kind: 'address'
  readonly interface: string
  readonly address: string
  readonly prefixLength: number
  /** On a link of someone else's, where nothing but the journal says that it is ours. */
  readonly elsewhere?: true
}

/** In table 6006 with protocol 66. Replaces a route of ours to the same destination. */
export interface RouteChange {
  readonly kind: 'route'
  readonly to: string
  readonly interface: string
  /** Next hop, where the link is Ethernet. */
  readonly via?: string | undefined
  readonly mtu: number | null
  /** What TCP is told to send us at most (RFC 9293 section 3.7.1), where that is less than the MTU allows. */
  readonly advmss?: number | undefined
}

export interface RuleChange {
  readonly kind: 'rule'
  readonly family: Family
  readonly priority: number
  readonly selector: {
    readonly to?: string
    readonly fwmark?: number
    readonly oif?: string
    /** Of what is forwarded: the link it came by, and where from. */
    readonly iif?: string
    readonly from?: string
    /** Of the process that sends. */
    readonly user?: number
  }
  readonly action:
    | { readonly lookup: 'main' | number; readonly suppressPrefixLength?: number }
    | { readonly unreachable: true }
    /** The rules between this one and the first one of that priority are passed over (ip-rule(8)). */
    | { readonly goto: number }
}

/** `ip xfrm policy … action block` without if_id: what is in clear is refused, to us as through us. */
export interface XfrmBlockChange {
  readonly kind: 'xfrm-block'
  readonly source: string
  readonly destination: string
  /** null: whatever it carries. */
  readonly protocol: 'gre' | 'ipv6' | null
  /**
   * Where what is protected has policies without if_id, too: behind them, for when they are not there; of what comes, or of
   * what goes. Its selector must be another one than theirs: the kernel has but one policy for each.
   */
  readonly behindOthers?: 'in' | 'out'
  /** The policy is for outgoing packets (`dir out`). It has precedence over all policies but those of `xfrm-pass`. */
  readonly leaving?: true
}

/**
 * `ip xfrm policy … action allow` of what leaves by a link of ours, before the refusals of what leaves: IPv4 alone, as IPv6 does not
 * show a policy the link that a route leads to (xfrm_lookup_route, tried).
 */
export interface XfrmPassChange {
  readonly kind: 'xfrm-pass'
  readonly interface: string
}

/**
 * The input filter is a table of nftables, made and replaced as a whole while a tunnel stands. A packet that is sent to an address of
 * the tunnel is dropped unless it comes by that address's own link, or from this laptop itself. Linux takes a packet for any of its
 * addresses on any link (the weak host model), which CVE-2019-14899 rests on. Undone: the table is deleted.
 */
export interface InputFilterChange {
  readonly kind: 'input-filter'
  readonly arrivals: readonly Arrival[]
  readonly forwarding?: Forwarding | undefined
}

/** By which links packets for an address may come. */
export interface Arrival {
  readonly address: string
  readonly interfaces: readonly string[]
}

/** The laptop forwards IPv6 between a network behind it and the tunnel. It forwards nothing else from or to either. */
export interface Forwarding {
  readonly behind: string
  readonly network: string
  /** Its innermost link. */
  readonly tunnel: string
  /** All of ours. */
  readonly links: readonly string[]
  /** Whether the laptop was a router before: what it forwards besides is not ours to refuse. */
  readonly amongOthers: boolean
}

/**
 * The guard's filter is a table of nftables of its own, made and replaced as a whole while home is wanted. Packets to home leave this
 * laptop by the tunnel's links alone, be they sent here or forwarded. To undo the change is to delete the table.
 */
export interface GuardFilterChange {
  readonly kind: 'guard-filter'
  /** Links of the tunnel. */
  readonly links: readonly string[]
  /** The network behind this laptop, which is at home as well, where its link leads there and to nowhere else. */
  readonly behind: OnLink | null
  /** Home's prefixes. */
  readonly home: readonly string[]
  /** What the laptop's other links have, none of it within home: it stays with its link, also in the midst of `remote`. */
  readonly local: readonly OnLink[]
  /** Networks that the layers reach besides home. */
  readonly remote: readonly string[]
  /** Whether nothing else of the IPv6 internet leaves by another link either. */
  readonly internet: boolean
  /** Those who send the tunnel's own packets: they may reach the gateway, also where its address is a guarded one. */
  readonly senders: readonly Sender[]
}

/** A network, and the link that it is on. */
export interface OnLink {
  readonly link: string
  readonly network: string
}

export interface Sender {
  /** `tunnel`: the kernel's own tunnel devices, whose outer packets carry no mark. */
  readonly who: 'marked' | 'daemon' | 'tunnel'
  readonly openings: readonly Opening[]
  /** Where else these packets may go, which is never home. */
  readonly elsewhere: 'anywhere' | readonly Opening[]
}

/** Packets of one kind to some destinations. */
export interface Opening {
  /** Addresses or prefixes; none means every destination of either family. */
  readonly to: readonly string[]
  readonly protocol: 'udp' | 'tcp' | 'esp' | 'gre' | 'ipv6' | 'echo'
  /** Of UDP and TCP. */
  readonly ports?: readonly number[]
}

/**
 * Says that a daemon may now make states and policies with this if_id, or with this reqid where no interface is theirs.
 * Undone: all of them are deleted.
 */
export type XfrmOwnerChange = { readonly kind: 'xfrm-owner' } & XfrmMark
export type XfrmMark = { readonly ifId: number } | { readonly reqid: number }

/** A security association with keys of the profile's (ip-xfrm(8)). */
export interface XfrmStateChange {
  readonly kind: 'xfrm-state'
  readonly ifId: number
  readonly source: string
  readonly destination: string
  readonly spi: number
  /** As `ip xfrm state` takes them: "enc" "cbc(aes)" "0x…". */
  readonly algorithms: readonly string[]
  /** Of the packets that carry it: they never go into the tunnel; null where they are to go into another layer. */
  readonly outputMark: number | null
}

/** What a security association protects, in one direction. */
export interface XfrmPolicyChange {
  readonly kind: 'xfrm-policy'
  readonly ifId: number
  readonly direction: 'in' | 'out' | 'fwd'
  readonly source: string
  readonly destination: string
  /** Ends of the tunnel. */
  readonly from: string
  readonly to: string
}

/** A setting of one of our own links, below /proc/sys/net/ipv6/conf; gone with the link. */
export interface LinkSysctlChange {
  readonly kind: 'link-sysctl'
  readonly interface: string
  readonly name: 'accept_ra' | 'disable_ipv6'
  readonly value: number
}

/**
 * A setting of the machine's, below /proc/sys/net/ipv6/conf. Undone: as it was before, unless somebody else has changed it
 * since. Where `before` is the value itself, it is held: another change of ours would carry it along.
 */
export interface SysctlChange {
  readonly kind: 'sysctl'
  /** Or "all", or "default", of links to come. */
  readonly interface: string
  readonly name: 'accept_ra' | 'forwarding'
  readonly value: number
  readonly before: number
}

/** A folder of our own (0700) below the runtime folder with files (0600). Undone: removed with all that is in it. */
export interface FolderChange {
  readonly kind: 'folder'
  readonly path: string
  /** A name may have one folder in it: "hosts/gateway". */
  readonly files: readonly { readonly name: string; readonly content: string }[]
  /** Whose it is, where a daemon of ours that is not root must read it. */
  readonly user?: number | undefined
}

/** A daemon of ours. A later helper finds and ends it by the mark that it inherited (`system/own-processes.ts`). */
export interface ProcessChange {
  readonly kind: 'process'
  /** Unique among ours: "<runtime folder>/charon". */
  readonly role: string
  readonly program: string
  readonly arguments: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

export type Change =
  | LinkChange
  | LinkSettingChange
  | AddressChange
  | RouteChange
  | RuleChange
  | XfrmBlockChange
  | XfrmPassChange
  | InputFilterChange
  | GuardFilterChange
  | XfrmOwnerChange
  | XfrmStateChange
  | XfrmPolicyChange
  | LinkSysctlChange
  | SysctlChange
  | FolderChange
  | ProcessChange
