/**
 * The guard's filter (`GuardFilterChange`) as a table of nftables: a chain for what this laptop sends and one for what it forwards.
 * Both are asked when the way of a packet and its destination are settled, so that another program's rule, route or mark changes
 * neither any more. The packets of our tunnel devices and of ESP pass the first one again, each as what it has become.
 *
 * The hook after routing, which both kinds of packets pass, is of no use: there the kernel shows what xfrm is about to encrypt as leaving
 * by the underlay's link (xfrm4_output, tried).
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
const keyword = { 4: 'ip', 6: 'ip6' } as const
const set = (items: readonly (string | number)[]) => ['{', items.join(', '), '}']
const towards = (family: Family, destinations: readonly string[]): Rule => [
  ...[keyword[family], 'daddr'],
  ...set(destinations),
]
const inFamily = (family: Family, destinations: readonly string[]) =>
  destinations.filter((one) => familyOf(one) === family)

/** IANA's protocol numbers: a machine without netbase has no /etc/protocols to look names up in. */
const numbers = { esp: '50', gre: '47', ipv6: '41' } as const
const echoes = { 4: ['icmp', 'type', 'echo-request'], 6: ['icmpv6', 'type', 'echo-request'] } as const

function kind(family: Family, { protocol, ports = [] }: Opening): Rule {
  switch (protocol) {
    case 'udp':
    case 'tcp':
      return [protocol, 'dport', ...set(ports)]
    case 'echo':
      return echoes[family]
    default:
      return ['meta', 'l4proto', numbers[protocol]]
  }
}

/** One rule a family. An opening to addresses of one family says nothing of the other. */
const opened = (opening: Opening): Rule[] =>
  families.flatMap((family): Rule[] => {
    if (opening.to.length === 0) return [[...['meta', 'nfproto', `ipv${family}`], ...kind(family, opening), 'accept']]
    const to = inFamily(family, opening.to)
    return to.length === 0 ? [] : [[...towards(family, to), ...kind(family, opening), 'accept']]
  })

/** What becomes of packets to these prefixes. */
const judged = (prefixes: readonly string[], verdict: 'accept' | 'drop'): Rule[] =>
  families.flatMap((family) => {
    const to = inFamily(family, prefixes)
    return to.length === 0 ? [] : [[...towards(family, to), verdict]]
  })

/** A sender's own chain. What may go everywhere goes neither home nor to the layers' networks. */
function senderRules({ openings, elsewhere }: Sender, { home, local, remote }: GuardFilterChange): Rule[] {
  const own = [...openings.flatMap(opened), ...judged(home, 'drop')]
  if (elsewhere === 'anywhere') return [...own, ...onTheirLinks(local), ...judged(remote, 'drop'), ['accept']]
  const named = elsewhere.filter(({ to }) => to.length > 0)
  const everywhere = elsewhere.filter(({ to }) => to.length === 0)
  return [...own, ...named.flatMap(opened), ...judged(remote, 'drop'), ...everywhere.flatMap(opened), ['drop']]
}

/** How the packets of a sender are recognised; those of the kernel's tunnel devices are by their openings alone. */
const selectors = {
  marked: ['meta', 'mark', String(fwmark)],
  daemon: ['meta', 'skuid', String(daemonUser)],
} as const
type Known = Sender & { readonly who: keyof typeof selectors }
const isKnown = (sender: Sender): sender is Known => sender.who !== 'tunnel'

/** By the link that a network is on, and by no other. */
const onTheirLinks = (local: readonly OnLink[]): Rule[] =>
  local.map(({ link, network }) => [...['oifname', `"${link}"`], ...towards(familyOf(network), [network]), 'accept'])

const byLinks = (links: readonly string[]): Rule => ['oifname', ...set(links.map((link) => `"${link}"`)), 'accept']

export function guardFilterTable(filter: GuardFilterChange): Table {
  const { links, behind, home, local, remote, internet, senders } = filter
  const known = senders.filter(isKnown)
  const chains = known.map((sender): Chain => ({ name: sender.who, hook: null, rules: senderRules(sender, filter) }))
  const byOurs = [byLinks(['lo', ...links]), ...onTheirLinks(behind ? [behind] : [])]
  const tunnels = senders.filter((sender) => !isKnown(sender)).flatMap(({ openings }) => openings.flatMap(opened))
  const guarded = [
    ...judged(home, 'drop'),
    ...onTheirLinks(local),
    ...judged(remote, 'drop'),
    ...(internet ? [...judged(onEveryLink, 'accept'), ['meta', 'nfproto', 'ipv6', 'drop']] : []),
  ]
  const jumps = known.map(({ who }) => [...selectors[who], 'jump', who])
  const toGuarded = ['jump', 'guarded']
  return {
    name: guardTable,
    chains: [
      ...chains,
      { name: 'guarded', hook: null, rules: guarded },
      { name: 'output', hook: hook('output'), rules: [...byOurs, ...tunnels, ...jumps, toGuarded] },
      { name: 'forward', hook: hook('forward'), rules: [...byOurs, toGuarded] },
    ],
  }
}
