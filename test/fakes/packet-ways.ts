/**
 * What becomes of a packet, by policy rules as the kernel walks them and by a table of nftables: models for properties, written from
 * ip-rule(8) and nft(8), and strict: a word that they do not know is an error.
 */
import type { Family, RuleChange } from '../../helper/core/change/change.ts'
import { table } from '../../helper/core/change/marks.ts'
import type { Table } from '../../helper/core/change/nft-table.ts'
import { contains, familyOf, hostPrefix } from '../../helper/core/ip.ts'

export interface Packet {
  readonly to: string
  readonly by: string
  readonly fwmark?: number
  readonly user?: number
  /** "udp 500", "50", "icmp echo-request" */
  readonly what: string
}

/** Another program's rule: everything goes into a table of its own, which leads to the underlay. */
export interface ForeignRule {
  readonly family: Family
  readonly priority: number
}

export type Way = 'into table 6006' | 'by main' | 'refused' | 'by another program'

const selects = ({ selector: { to, fwmark, user } }: RuleChange, packet: Packet) =>
  (to === undefined || contains(to, packet.to)) &&
  (fwmark === undefined || fwmark === packet.fwmark) &&
  (user === undefined || user === packet.user)

/**
 * @param rules in the order in which they were made: the kernel puts each after those of its priority
 * @param isRouted whether table 6006 has a route for the packet
 */
export function wayOf(rules: readonly (RuleChange | ForeignRule)[], packet: Packet, isRouted: boolean): Way {
  const list = rules.filter(({ family }) => family === familyOf(packet.to)).toSorted((a, b) => a.priority - b.priority)
  for (let at = 0; at < list.length; at += 1) {
    const rule = list[at]
    if (!rule) break
    if (!('kind' in rule)) return 'by another program'
    if (!selects(rule, packet)) continue
    const { action } = rule
    if ('unreachable' in action) return 'refused'
    if ('goto' in action) {
      const target = list.findIndex(({ priority }) => priority === action.goto)
      if (target > at) at = target - 1
    } else if (action.lookup === 'main') {
      if (action.suppressPrefixLength === undefined) return 'by main'
    } else if (action.lookup === table && isRouted) return 'into table 6006'
  }
  return 'by main'
}

type Verdict = 'accept' | 'drop' | null

const within = (destination: string, to: string) =>
  contains(destination.includes('/') ? destination : hostPrefix(destination), to)

/** What follows each selector, and whether a packet has it. */
function matches(
  words: readonly string[],
  packet: Packet,
): { readonly rest: readonly string[]; readonly yes: boolean } {
  const family = familyOf(packet.to)
  const [first = '', second = '', third = ''] = words
  const two = `${first} ${second}`
  const is = (yes: boolean, length: number) => ({ yes, rest: words.slice(length) })
  if (first === 'oifname') return is(second === `"${packet.by}"`, 2)
  if (two === 'ip daddr') return is(family === 4 && within(third, packet.to), 3)
  if (two === 'ip6 daddr') return is(family === 6 && within(third, packet.to), 3)
  if (two === 'meta mark') return is(packet.fwmark === Number(third), 3)
  if (two === 'meta skuid') return is(packet.user === Number(third), 3)
  if (two === 'meta nfproto') return is(third === `ipv${family}`, 3)
  if (two === 'meta l4proto') return is(packet.what === third, 3)
  if (two === 'icmp type' || two === 'icmpv6 type') return is(packet.what === `${first} ${third}`, 3)
  if (second === 'dport') return is(packet.what === `${first} ${third}`, 3)
  throw new Error(`the model of nft does not know: ${words.join(' ')}`)
}

function judge(rule: readonly string[], packet: Packet, table: Table): Verdict {
  let words = rule
  for (;;) {
    const [first = '', chain = ''] = words
    if (first === 'accept' || first === 'drop') return first
    if (first === 'jump') return verdictIn(table, chain, packet)
    const { rest, yes } = matches(words, packet)
    if (!yes) return null
    words = rest
  }
}

function verdictIn(table: Table, name: string, packet: Packet): Verdict {
  const chain = table.chains.find((one) => one.name === name)
  if (!chain) throw new Error(`there is no chain ${name}`)
  for (const rule of chain.rules) {
    const verdict = judge(rule, packet, table)
    if (verdict !== null) return verdict
  }
  return null
}

/** By the policy of its hook, what no rule judges passes. */
export const leaves = (table: Table, hook: 'output' | 'forward', packet: Packet): boolean =>
  verdictIn(table, hook, packet) !== 'drop'
