/** The gate (`GateChange`) as nftables takes it and prints it. */
import * as z from 'zod'
import type { Finding } from '../../contract/problem.ts'
import { familyOf } from '../ip.ts'
import { finding } from '../outcome.ts'
import type { Change, GateChange, GatePassage, GateWay } from './change.ts'
import type { Line } from './make.ts'
import { nftTable } from './marks.ts'
import type { ObservedGate } from './observed.ts'

const table = ['inet', nftTable] as const
const chain = [...table, 'gate'] as const
const through = [...table, 'through'] as const
/** NF_IP_PRI_RAW (linux/netfilter_ipv4.h): before connections are tracked and addresses translated. */
const priority = '-300'

const line = (...words: readonly string[]): Line => ({ family: 'inet', words })

export const removeGate = line('delete', 'table', ...table)

/** One transaction (nft(8), -f): whatever of the table was there before, it is there as a whole or not at all. */
export const gateLines = ({ ways, passage }: GateChange): Line[] => [
  line('add', 'table', ...table),
  removeGate,
  line('add', 'table', ...table),
  line('add', 'chain', ...chain, `{ type filter hook prerouting priority ${priority} ; policy accept ; }`),
  line('add', 'rule', ...chain, 'iifname', '"lo"', 'accept'),
  ...ways.map(({ address, interfaces }) =>
    line(
      ...['add', 'rule', ...chain, familyOf(address) === 4 ? 'ip' : 'ip6', 'daddr', address],
      ...interfaces.flatMap((link) => ['iifname', '!=', `"${link}"`]),
      'drop',
    ),
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
    ...rules.map((words) => line('add', 'rule', ...through, ...words)),
  ]
}

/** What `observer.ts` asks. */
export const gateQuestion = ['-j', 'list', 'table', ...table] as const

const Ruleset = z.object({
  nftables: z.array(
    z.object({
      chain: z.object({ name: z.string() }).optional(),
      rule: z
        .object({
          expr: z.array(
            z.object({ match: z.object({ op: z.string(), left: z.unknown(), right: z.unknown() }).optional() }),
          ),
        })
        .optional(),
    }),
  ),
})

/** @param answer what nft printed, and where it refused: why */
export function parseGate(answer: { readonly stdout: string; readonly refusal: string | null }): ObservedGate {
  const { stdout, refusal } = answer
  // ENOENT of the table, in the words of strerror(3).
  if (refusal !== null)
    return /^Error: No such file or directory/.test(refusal) ? { ways: null, passage: false } : { unusable: refusal }
  const { nftables } = Ruleset.parse(JSON.parse(stdout))
  const ways = nftables.flatMap(({ rule }): GateWay[] => {
    const [to, ...by] = rule?.expr.flatMap(({ match }) => match ?? []) ?? []
    const interfaces = by.flatMap(({ op, right }) => (op === '!=' && typeof right === 'string' ? [right] : []))
    return typeof to?.right === 'string' && interfaces.length > 0 ? [{ address: to.right, interfaces }] : []
  })
  return { ways, passage: nftables.some(({ chain }) => chain?.name === 'through') }
}

/** A gate that cannot be looked at is not said to be gone. */
export const gateStands = ({ ways, passage }: GateChange, seen: ObservedGate): boolean =>
  'unusable' in seen ||
  ((passage === undefined || seen.passage) &&
    ways.every((way) =>
      (seen.ways ?? []).some(
        ({ address, interfaces }) => address === way.address && interfaces.join() === way.interfaces.join(),
      ),
    ))

/** Of what is planned, what this machine can make: without nftables there is no gate, and the person is told. */
export function withinMeans(
  planned: readonly Change[],
  gate: ObservedGate,
): { readonly changes: readonly Change[]; readonly findings: readonly Finding[] } {
  if (!('unusable' in gate)) return { changes: planned, findings: [] }
  return {
    changes: planned.filter(({ kind }) => kind !== 'gate'),
    findings: [finding('addresses-open', { package: 'nftables' }, [gate.unusable])],
  }
}
