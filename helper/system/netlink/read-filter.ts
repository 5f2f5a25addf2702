/** Our table of nftables: three answers of one ruleset. */
import type { ObservedFilter } from '../../core/change/observed.ts'
import {
  askChains,
  askRules,
  askTable,
  decodeChain,
  decodeRuleOfChain,
  generationOf,
} from '../../core/netlink/nftables.ts'
import { type Ask, NetlinkFailed } from './ask.ts'

/** Somebody who changes the ruleset a dozen times within a few milliseconds does not let it be read. */
const attempts = 12

/** The kernel's word for a table that is not there. */
const notThere = 'ENOENT'

export async function readFilter(ask: Ask, table: string): Promise<ObservedFilter> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const found = await readOnce(ask, table)
    if (found !== 'changed') return found
  }
  throw new NetlinkFailed(`nftables: the ruleset changed meanwhile, ${attempts} times`)
}

async function readOnce(ask: Ask, table: string): Promise<ObservedFilter | 'changed'> {
  const generations = new Set<number>()
  const noting =
    <Entry>(decode: (body: Uint8Array, table: string) => Entry) =>
    (body: Uint8Array): Entry => {
      generations.add(generationOf(body))
      return decode(body, table)
    }
  // First alone: a kernel without nftables looks for a module each time that it is asked.
  const there = await ask(
    askTable(table),
    noting(() => true),
  )
  if ('refused' in there)
    return there.refused === notThere
      ? { chains: null }
      : { unusable: `the kernel does not list its nftables: ${there.refused}` }
  const [chains, rules] = await Promise.all([
    ask(askChains, noting(decodeChain)),
    ask(askRules(table), noting(decodeRuleOfChain)),
  ])
  if ('refused' in chains || 'refused' in rules || generations.size > 1) return 'changed'
  const rulesOf = (chain: string) => rules.entries.filter((rule) => rule.chain === chain)
  return {
    chains: Object.fromEntries(
      chains.entries.map((chain) => [chain, rulesOf(chain).map(({ comment }) => comment)] as const),
    ),
  }
}
