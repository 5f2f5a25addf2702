/** By these what is ours is found without the journal (`ip rule`, `ip route`, `ip link`, `ip xfrm`). */

/** Routing table of everything that goes home. */
export const table = 6006

/**
 * charon's own routing table. charon installs no route in it, but takes the mark into account in its own lookups only
 * where it has a table and a rule (manage_rule and get_route in kernel_netlink_net.c).
 */
export const charonTable = 6008

/** This table never has a route. A rule that looks it up passes on to the next one: the target of the guard's jumps. */
export const emptyTable = 6009

/** RT_TABLE_MAIN (rtnetlink(7)): the laptop's own routes. */
export const mainTable = 254

/** Protocol number of our routes and rules (rtnetlink(7): above RTPROT_STATIC is free for daemons; 66 is unused in iproute2's rt_protos). */
export const routeProtocol = 66

/** IKE, ESP and probes of the underlay carry it: with it, a packet never goes into the tunnel. */
export const fwmark = 0x6006

/** if_id of our xfrm interface and of the states and policies that belong to it. */
export const ifId = 0x6006

/**
 * Priorities of our policies of xfrm about what leaves (ip-xfrm(8): the lower number goes first): those that let the tunnel's packets pass,
 * and those that refuse. Daemons' own begin at 100,000 and more.
 */
export const xfrmPriority = { pass: 0x6005, refuse: 0x6006 } as const

/** reqid of states and policies that belong to no interface: those of ESP in transport mode. */
export const reqid = 0x6006

/** Our tables of nftables, of the family that sees IPv4 and IPv6 (nft(8): inet). */
export const inputTable = 'roam6'
export const guardTable = 'roam6-guard'

export const xfrmInterface = 'roam6x'
export const overlayInterface = 'roam6'
/** Of a daemon that carries packets itself, unless the person chose a name. */
export const daemonInterface = 'roam6t'

/**
 * Whom daemons that carry packets themselves run as: a number that is nobody's (systemd's UIDS-GIDS leaves 60578 to 61183
 * to no one). A rule keeps all that it sends off the tunnel, and it may do nothing else on this machine.
 */
export const daemonUser = 60606

/** The user of the process that reads files for an import: another of those numbers. Nothing on the machine belongs to it. */
export const importUser = 60607

export const linkAlias = (profile: string) => `roam6 ${profile}`
export const isOurAlias = (alias: string | undefined) => alias?.startsWith('roam6 ') ?? false

/**
 * Our rules' priorities. At 0, directly after the local table's own rule, the guard's rules pass over whatever other programs have
 * between 0 and 6000, for the packets that are ours to decide; all decisions are at 6000 to 6099, before the main table's (32766).
 */
export const rulePriority = {
  jump: 0,
  /** The jumps lead here. The kernel passes over a jump whose target is missing, so this rule is always made. It decides nothing. */
  decisions: 6000,
  /** Packets of ours to a gateway whose address is one of home's are looked up in main. */
  markedGateway: 6001,
  /** All other packets of ours for home are refused: a gateway tells charon all its addresses (MOBIKE, RFC 4555), also those at home. */
  markedHome: 6002,
  marked: 6003,
  markedUnreachable: 6004,
  overlayOuter: 6010,
  home: 6020,
  homeUnreachable: 6021,
  /** Networks of the laptop's own links that are parts of a guarded network: they are looked up in main, before the rule for that network. */
  local: 6022,
  remote: 6023,
  remoteUnreachable: 6024,
  behind: 6025,
  behindUnreachable: 6026,
  chosen: 6030,
  sourced: 6039,
  specificBeforeDefault: 6040,
  default: 6041,
  internetUnreachable: 6042,
  charon: 6099,
} as const
