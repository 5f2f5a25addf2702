/**
 * The guard's filter (`GuardFilterChange`) as a table of nftables: a chain for what this laptop sends and one for what it forwards.
 * Both are asked when the way of a packet and its destination are settled, so that another program's rule, route or mark changes
 * neither any more. The packets of our tunnel devices and of ESP pass the first one again, each as what it has become.
 *
 * The hook after routing, which both kinds of packets pass, is of no use: there the kernel shows what xfrm is about to encrypt as leaving
 * by the underlay's link (xfrm4_output, tried). Nor is a set of nftables: while a transaction replaces a table, the new rules count
 * before the new sets have their elements (nf_tables_commit; 400 of 4,000 packets passed, tried). So there is a rule for each address,
 * port and link.
 */
import { familyOf } from '../ip.ts'
import type { Family, GuardFilterChange, OnLink, Opening, Sender } from './change.ts'
import { daemonUser, fwmark, guardTable } from './marks.ts'
import type { Chain, Table } from './nft-table.ts'
import { onEveryLink } from './surroundings.ts'

/** NF_IP_PRI_CONNTRACK_HELPER (linux/netfilter_ipv4.h): after the chains of all who mark, translate and filter. */
const priority = '300'
const hook = (name: 'output' | 'forward') => `type filter hook ${name} priority ${priority}`

type Rule = readonly string[]

const families: readonly Family[] = [4, 6]
const towards = (prefix: string): Rule => [familyOf(prefix) === 4 ? 'ip' : 'ip6', 'daddr', prefix]
const by = (link: string): Rule => ['oifname', `"${link}"`]

/** IANA's protocol numbers: a machine without netbase has no /etc/protocols to look names up in. */
const numbers = { esp: '50', gre: '47', ipv6: '41' } as const
const echoes = { 4: ['icmp', 'type', 'echo-request'], 6: ['icmpv6', 'type', 'echo-request'] } as const

/** The kinds of packets that an opening is for. */
function kinds(family: Family, { protocol, ports = [] }: Opening): readonly Rule[] {
  switch (protocol) {
    case 'udp':
    case 'tcp':
      return ports.map((port) => [protocol, 'dport', String(port)])
    case 'echo':
      return [echoes[family]]
    default:
      return [['meta', 'l4proto', numbers[protocol]]]
  }
}

function opened(opening: Opening): Rule[] {
  const accepting = (family: Family, where: Rule) => kinds(family, opening).map((kind) => [...where, ...kind, 'accept'])
  return opening.to.length > 0
    ? opening.to.flatMap((to) => accepting(familyOf(to), towards(to)))
    : families.flatMap((family) => accepting(family, ['meta', 'nfproto', `ipv${family}`]))
}

const dropped = (prefixes: readonly string[]): Rule[] => prefixes.map((prefix) => [...towards(prefix), 'drop'])

/** By the link that a network is on, and by no other. */
const onTheirLinks = (local: readonly OnLink[]): Rule[] =>
  local.map(({ link, network }) => [...by(link), ...towards(network), 'accept'])

const jumpTo = (chain: string): Rule => ['jump', chain]
/** For what nobody let out before. */
const guardedRules = ({ local, remote, internet }: GuardFilterChange): Rule[] => [
  jumpTo('home'),
  ...onTheirLinks(local),
  ...dropped(remote),
  ...(internet
    ? [...onEveryLink.map((prefix) => [...towards(prefix), 'accept']), ['meta', 'nfproto', 'ipv6', 'drop']]
    : []),
]

/** A sender's own chain. What may go everywhere goes neither home nor to the layers' networks. */
function senderRules({ openings, elsewhere }: Sender, { local, remote }: GuardFilterChange): Rule[] {
  const own = [...openings.flatMap(opened), jumpTo('home')]
  if (elsewhere === 'anywhere') return [...own, ...onTheirLinks(local), ...dropped(remote), ['accept']]
  const named = elsewhere.filter(({ to }) => to.length > 0)
  const everywhere = elsewhere.filter(({ to }) => to.length === 0)
  return [...own, ...named.flatMap(opened), ...dropped(remote), ...everywhere.flatMap(opened), ['drop']]
}

/** How the packets of a sender are recognised; those of the kernel's tunnel devices are by their openings alone. */
const selectors = {
  marked: ['meta', 'mark', String(fwmark)],
  daemon: ['meta', 'skuid', String(daemonUser)],
} as const
type Known = Sender & { readonly who: keyof typeof selectors }
const isKnown = (sender: Sender): sender is Known => sender.who !== 'tunnel'

export function guardFilterTable(filter: GuardFilterChange): Table {
  const { links, behind, senders } = filter
  const known = senders.filter(isKnown)
  const byOurs = [...['lo', ...links].map((link) => [...by(link), 'accept']), ...onTheirLinks(behind ? [behind] : [])]
  const tunnels = senders.filter((sender) => !isKnown(sender)).flatMap(({ openings }) => openings.flatMap(opened))
  const jumps = known.map(({ who }) => [...selectors[who], ...jumpTo(who)])
  const chains: Chain[] = [
    { name: 'home', hook: null, rules: dropped(filter.home) },
    { name: 'guarded', hook: null, rules: guardedRules(filter) },
    ...known.map((sender) => ({ name: sender.who, hook: null, rules: senderRules(sender, filter) })),
    { name: 'output', hook: hook('output'), rules: [...byOurs, ...tunnels, ...jumps, jumpTo('guarded')] },
    { name: 'forward', hook: hook('forward'), rules: [...byOurs, jumpTo('guarded')] },
  ]
  return { name: guardTable, chains }
}
