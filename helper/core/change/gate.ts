/** The gate (`GateChange`) as nftables takes it, and whether it stands. */
import type { Finding } from '../../contract/problem.ts'
import { familyOf } from '../ip.ts'
import { finding } from '../outcome.ts'
import type { Change, GateChange, GatePassage } from './change.ts'
import type { Line } from './make.ts'
import { nftTable } from './marks.ts'
import type { ObservedFilter } from './observed.ts'
import { ruleComment } from './rule-comment.ts'

const table = ['inet', nftTable] as const
const chain = [...table, 'gate'] as const
const through = [...table, 'through'] as const
/** NF_IP_PRI_RAW (linux/netfilter_ipv4.h): before connections are tracked and addresses translated. */
const priority = '-300'

const line = (...words: readonly string[]): Line => ({ family: 'inet', words })
const rule = (of: readonly string[], words: readonly string[]) =>
  line('add', 'rule', ...of, ...words, 'comment', `"${ruleComment(words)}"`)

export const removeGate = line('delete', 'table', ...table)

/** One transaction (nft(8), -f): whatever of the table was there before, it is there as a whole or not at all. */
export const gateLines = ({ ways, passage }: GateChange): Line[] => [
  line('add', 'table', ...table),
  removeGate,
  line('add', 'table', ...table),
  line('add', 'chain', ...chain, `{ type filter hook prerouting priority ${priority} ; policy accept ; }`),
  rule(chain, ['iifname', '"lo"', 'accept']),
  ...ways.map(({ address, interfaces }) =>
    rule(chain, [
      ...[familyOf(address) === 4 ? 'ip' : 'ip6', 'daddr', address],
      ...interfaces.flatMap((link) => ['iifname', '!=', `"${link}"`]),
      'drop',
    ]),
  ),
  ...(passage ? passageLines(passage) : []),
]

/** Of IPv6 alone: what the laptop forwards of IPv4 is no doing of ours. */
function passageLines({ behind, network, tunnel, links, amongOthers }: GatePassage): Line[] {
  const [lan, home] = [`"${behind}"`, `"${tunnel}"`]
  const rules: readonly (readonly string[])[] = [
    ['iifname', lan, 'oifname', home, 'ip6', 'saddr', network, 'accept'],
    ['iifname', home, 'oifname', lan, 'ip6', 'daddr', network, 'accept'],
    ...(amongOthers
      ? [
          ...links.flatMap((link) =>
            ['oifname', 'iifname'].map((way) => ['meta', 'nfproto', 'ipv6', way, `"${link}"`, 'drop']),
          ),
          ['ip6', 'saddr', network, 'drop'],
          ['ip6', 'daddr', network, 'drop'],
        ]
      : [['meta', 'nfproto', 'ipv6', 'drop']]),
  ]
  return [
    line('add', 'chain', ...through, `{ type filter hook forward priority ${priority} ; policy accept ; }`),
    ...rules.map((words) => rule(through, words)),
  ]
}

/** Each chain with the comments of its rules, as a look sees them once these lines are made. */
function chainsOf(lines: readonly Line[]): Map<string, string[]> {
  const chains = new Map<string, string[]>()
  for (const { words } of lines) {
    const [, object, , , name = ''] = words
    if (object === 'chain') chains.set(name, [])
    if (object === 'rule') chains.get(name)?.push(words.at(-1)?.replaceAll('"', '') ?? '')
  }
  return chains
}

/**
 * Whether our table is exactly what this change makes: the same chains, and in each the same rules in order. A table that cannot
 * be looked at is not said to be gone.
 */
export function gateStands(change: GateChange, seen: ObservedFilter): boolean {
  if ('unusable' in seen) return true
  const expected = chainsOf(gateLines(change))
  return (
    Object.keys(seen.chains ?? {}).length === expected.size &&
    [...expected].every(([name, comments]) => {
      const found = seen.chains?.[name]
      return found?.length === comments.length && comments.every((comment, i) => comment === found[i])
    })
  )
}

/** Of what is planned, what this machine can make: without nftables there is no gate, and the person is told. */
export function withinMeans(
  planned: readonly Change[],
  filter: ObservedFilter,
): { readonly changes: readonly Change[]; readonly findings: readonly Finding[] } {
  if (!('unusable' in filter)) return { changes: planned, findings: [] }
  return {
    changes: planned.filter(({ kind }) => kind !== 'gate'),
    findings: [finding('addresses-open', { package: 'nftables' }, [filter.unusable])],
  }
}
