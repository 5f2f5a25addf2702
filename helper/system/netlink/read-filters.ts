/** Reads our tables of nftables, by several answers that must be of one and the same ruleset. */
import type { ObservedChains, ObservedFilters, TableName } from '../../core/change/observed.ts'
import {
  askChains,
  askRules,
  askTable,
  decodeChain,
  decodeRuleOfChain,
  generationOf,
} from '../../core/netlink/nftables.ts'
import { type Ask, NetlinkFailed } from './ask.ts'

/** The most tries. A program that changes the ruleset a dozen times within a few milliseconds keeps it from being read. */
const attempts = 12

/** The kernel's error for a table that is not there. */
const notThere = 'ENOENT'

export async function readFilters(ask: Ask, names: readonly TableName[]): Promise<ObservedFilters> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const found = await readOnce(ask, names)
    if (found !== 'changed') return found
  }
  throw new NetlinkFailed(`nftables: the ruleset changed meanwhile, ${attempts} times`)
}

async function readOnce(ask: Ask, names: readonly TableName[]): Promise<ObservedFilters | 'changed'> {
  const generations = new Set<number>()
  const noting =
    <Entry>(decode: (body: Uint8Array) => Entry) =>
    (body: Uint8Array): Entry => {
      generations.add(generationOf(body))
      return decode(body)
    }
  /** The chains of all tables: the kernel's dump cannot be limited to one. */
  const chainOfOurs = (body: Uint8Array) => {
    const table = names.find((name) => decodeChain(body, name) !== undefined)
    return table && { table, chain: decodeChain(body, table) ?? '' }
  }
  const [chains, tables] = await Promise.all([
    ask(askChains, noting(chainOfOurs)),
    Promise.all(
      names.map(async (name) => {
        const [there, rules] = await Promise.all([
          ask(
            askTable(name),
            noting(() => true),
          ),
          ask(
            askRules(name),
            noting((body) => decodeRuleOfChain(body, name)),
          ),
        ])
        return { name, there, rules }
      }),
    ),
  ])
  const refusal = tables.flatMap(({ there }) => ('refused' in there && there.refused !== notThere ? there.refused : []))
  if (refusal[0] !== undefined) return { unusable: `the kernel does not list its nftables: ${refusal[0]}` }
  const seen: Partial<Record<TableName, ObservedChains>> = {}
  for (const { name, there, rules } of tables) {
    if ('refused' in there) continue
    if ('refused' in chains || 'refused' in rules || generations.size > 1) return 'changed'
    const commentsOf = (chain: string) => rules.entries.filter((rule) => rule.chain === chain).map((one) => one.comment)
    const own = chains.entries.filter(({ table }) => table === name)
    seen[name] = Object.fromEntries(own.map(({ chain }) => [chain, commentsOf(chain)] as const))
  }
  return { tables: seen }
}
