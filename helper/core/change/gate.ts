/** The gate (`GateChange`) as nftables takes it and prints it. */
import * as z from 'zod'
import type { Finding } from '../../contract/problem.ts'
import { familyOf } from '../ip.ts'
import { finding } from '../outcome.ts'
import type { Change, GateChange, GateWay } from './change.ts'
import type { Line } from './make.ts'
import { nftTable } from './marks.ts'
import type { ObservedGate } from './observed.ts'

const table = ['inet', nftTable] as const
const chain = [...table, 'gate'] as const
/** NF_IP_PRI_RAW (linux/netfilter_ipv4.h): before connections are tracked and addresses translated. */
const priority = '-300'

const line = (...words: readonly string[]): Line => ({ family: 'inet', words })

export const removeGate = line('delete', 'table', ...table)

/** One transaction (nft(8), -f): whatever of the table was there before, it is there as a whole or not at all. */
export const gateLines = ({ ways }: GateChange): Line[] => [
  line('add', 'table', ...table),
  removeGate,
  line('add', 'table', ...table),
  line('add', 'chain', ...chain, `{ type filter hook prerouting priority ${priority} ; policy accept ; }`),
  line('add', 'rule', ...chain, 'iifname', '"lo"', 'accept'),
  ...ways.map(({ address, interface: link }) =>
    line(
      ...['add', 'rule', ...chain, familyOf(address) === 4 ? 'ip' : 'ip6', 'daddr', address],
      'iifname',
      '!=',
      `"${link}"`,
      'drop',
    ),
  ),
]

/** What `observer.ts` asks. */
export const gateQuestion = ['-j', 'list', 'table', ...table] as const

const Ruleset = z.object({
  nftables: z.array(
    z.object({
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
    return /^Error: No such file or directory/.test(refusal) ? { ways: null } : { unusable: refusal }
  const ways = Ruleset.parse(JSON.parse(stdout)).nftables.flatMap(({ rule }): GateWay[] => {
    const [to, by] = rule?.expr.map(({ match }) => match) ?? []
    return typeof to?.right === 'string' && by?.op === '!=' && typeof by.right === 'string'
      ? [{ address: to.right, interface: by.right }]
      : []
  })
  return { ways }
}

/** A gate that cannot be looked at is not said to be gone. */
export const gateStands = ({ ways }: GateChange, seen: ObservedGate): boolean =>
  'unusable' in seen ||
  ways.every((way) =>
    (seen.ways ?? []).some(({ address, interface: link }) => address === way.address && link === way.interface),
  )

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
