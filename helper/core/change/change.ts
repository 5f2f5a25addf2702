/**
 * A change is one modification of the system, as data. It holds all that is needed to make it and to undo it, so that its inverse is
 * a pure function of it (`undo.ts`). The journal has each change on disk before the change is made.
 */

export type Family = 4 | 6

export type LinkType =
  /** An xfrm interface (ip-link(8)). It is bound to no device: an interface bound to wlan0 would go when wlan0 goes. */
  | { readonly kind: 'xfrm'; readonly ifId: number }
  | {
      /** The kernel has a kind of its own for GRE over IPv6. */
      readonly kind: 'gre' | 'ip6gre'
      readonly local: string
      readonly remote: string
      /** The link that its outer packets leave by; null: the underlay's, by `fwmark`. */
      readonly device: string | null
      readonly fwmark: number | null
      readonly key?: number | undefined
      readonly checksum: boolean
      readonly sequence: boolean
      /** Whether outer packets bear DF. They do not where less than 1280 bytes pass in one piece. IPv6 has no DF. */
      readonly pathMtuDiscovery: boolean
    }
  | {
      /** IPv6 in IPv6, which the kernel calls ip6tnl. The outer packets are IPv6, so no router fragments them. */
      readonly kind: 'ip6tnl'
      readonly local: string
      readonly remote: string
      /** The link that its outer packets leave by; null: the underlay's, by `fwmark`. */
      readonly device: string | null
      readonly fwmark: number | null
      /** The tunnel encapsulation limit (RFC 2473, 5.1); null leaves the option out. */
      readonly encapsulationLimit: number | null
      readonly hopLimit: number
    }
  /** A device that a daemon of ours attaches to without being root (tuntap.rst); it stays when the daemon goes. */
  | { readonly kind: 'tun'; readonly mode: 'tun' | 'tap'; readonly user: number }

/** A link of ours. To make the change is to create the link, to give it its alias and MTU, and to set it up; to undo it is to delete the link, if it still bears our alias. */
export interface LinkChange {
  readonly kind: 'link'
  readonly name: string
  readonly alias: string
  readonly mtu: number
  readonly type: LinkType
}

/** The state of a link of ours: up, with this MTU and this DF. Nothing undoes the change: the link itself goes. */
export interface LinkSettingChange {
  readonly kind: 'link-setting'
  readonly name: string
  readonly alias: string
  readonly mtu: number
  readonly type: LinkType
}

/** An address, with `noprefixroute` and `nodad` (ip-address(8)). On a link of ours it goes with the link; for one on another link see `elsewhere`. */
export interface AddressChange {
  readonly kind: 'address'
  readonly interface: string
  readonly address: string
  readonly prefixLength: number
  /** The address is on a link that is not ours, where nothing but the journal says that the address is ours. */
  readonly elsewhere?: true
}

/** A route in table 6006 with protocol 66. It replaces a route of ours to the same destination. */
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
    /** For forwarded packets: the link by which they came. */
    readonly iif?: string
    readonly from?: string
    /** The user of the process that sends the packet. */
    readonly user?: number
  }
  readonly action:
    | { readonly lookup: 'main' | number; readonly suppressPrefixLength?: number }
    | { readonly unreachable: true }
    /** The lookup goes on at the first rule of this priority (ip-rule(8)). */
    | { readonly goto: number }
}

/** A policy that refuses packets in clear: `ip xfrm policy … action block` without if_id. It refuses those sent to this laptop and those to be forwarded. */
export interface XfrmBlockChange {
  readonly kind: 'xfrm-block'
  readonly source: string
  readonly destination: string
  /** The protocol of the packets that are refused; null: all protocols. */
  readonly protocol: 'gre' | 'ipv6' | null
  /**
   * The protected packets have policies of their own without if_id, as charon makes them in transport mode. This policy then comes
   * after those, for the time when they are not there, in the one direction that is named here. Its selector must differ
   * from theirs: the kernel has only one policy for a selector.
   */
  readonly behindOthers?: 'in' | 'out'
  /** The policy is for outgoing packets (`dir out`). It has precedence over all policies but those of `xfrm-pass`. */
  readonly leaving?: true
}

/**
 * A policy that lets packets pass that leave by a link of ours: `ip xfrm policy … action allow`, with precedence over the refusals of
 * outgoing packets. It is for IPv4 alone: IPv6 does not show a policy the link that a route leads to (xfrm_lookup_route, tried).
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

/** The links by which packets for an address may come. */
export interface Arrival {
  readonly address: string
  readonly interfaces: readonly string[]
}

/** Says what the laptop forwards while it is a router: IPv6 between the network behind it and the tunnel. Nothing else is forwarded from or to these two. */
export interface Forwarding {
  readonly behind: string
  readonly network: string
  /** The tunnel's innermost link. */
  readonly tunnel: string
  /** All links of ours. */
  readonly links: readonly string[]
  /** Whether the laptop was a router before the tunnel: then the filter does not refuse what the laptop forwards besides. */
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
  /** The networks on the laptop's other links, without those within home. Each stays with its link, even where it is a part of a network in `remote`. */
  readonly local: readonly OnLink[]
  /** Networks that the layers reach besides home. */
  readonly remote: readonly string[]
  /** Whether packets to the IPv6 internet leave by the tunnel's links alone, too. */
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
  /** Destination ports, for UDP and TCP. */
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
  /** The words of `ip xfrm state` for the algorithms and their keys: "enc" "cbc(aes)" "0x…". */
  readonly algorithms: readonly string[]
  /** The mark of the ESP packets, by which they never go into the tunnel; null where they go into another layer. */
  readonly outputMark: number | null
}

/** A policy says which packets a security association protects, in one direction. */
export interface XfrmPolicyChange {
  readonly kind: 'xfrm-policy'
  readonly ifId: number
  readonly direction: 'in' | 'out' | 'fwd'
  readonly source: string
  readonly destination: string
  /** The addresses of the tunnel's ends, from the sending to the receiving one. */
  readonly from: string
  readonly to: string
}

/** A setting of one of our own links, below /proc/sys/net/ipv6/conf. It goes with the link. */
export interface LinkSysctlChange {
  readonly kind: 'link-sysctl'
  readonly interface: string
  readonly name: 'accept_ra' | 'disable_ipv6'
  readonly value: number
}

/**
 * A setting of the machine, below /proc/sys/net/ipv6/conf. To undo the change is to write `before` again, unless somebody else has
 * changed the setting since. Where `value` and `before` are the same, the setting is only held: another change of ours, such as
 * one for "all" links, would change it as well, and `before` is written again afterwards in any case.
 */
export interface SysctlChange {
  readonly kind: 'sysctl'
  /** The name of a link; or "all"; or "default", which is for links to come. */
  readonly interface: string
  readonly name: 'accept_ra' | 'forwarding'
  readonly value: number
  readonly before: number
}

/** A folder of our own (0700) below the runtime folder, with files (0600). To undo the change is to remove the folder with all that is in it. */
export interface FolderChange {
  readonly kind: 'folder'
  readonly path: string
  /** A name may have one folder in it: "hosts/gateway". */
  readonly files: readonly { readonly name: string; readonly content: string }[]
  /** The user that owns the files, where a daemon of ours that is not root must read them. */
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
