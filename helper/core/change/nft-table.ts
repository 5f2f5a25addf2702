/**
 * Writes a table of ours in nft's language, and recognises it in what the kernel has. A table is made and replaced as a whole in one
 * transaction (nft(8), -f), so that no packet meets a part of it.
 */
import type { ObservedFilters, TableName } from './observed.ts'
import { ruleComment } from './rule-comment.ts'

/** A chain is a list of rules. What no rule decides is accepted: each rule that refuses says `drop` itself. */
export interface Chain {
  readonly name: string
  /** nft's own text for where in the kernel the chain is asked: "type filter hook output priority 300". Null: only other chains jump to it. */
  readonly hook: string | null
  /** Each rule as nft's words. */
  readonly rules: readonly (readonly string[])[]
}

export interface Table {
  readonly name: TableName
  readonly chains: readonly Chain[]
}

/** The family of nftables that sees IPv4 and IPv6 (nft(8), inet). */
const family = 'inet'
const line = (...words: readonly string[]): string => words.join(' ')

/**
 * Makes the table, in place of the one that stands: the table is added first, so that there is one to delete, as a transaction in which
 * one line fails does nothing at all. All chains come before the rules, as rules jump to chains.
 */
export const tableLines = ({ name, chains }: Table): string[] => [
  line('add', 'table', family, name),
  line('delete', 'table', family, name),
  line('add', 'table', family, name),
  ...chains.map((chain) =>
    line('add', 'chain', family, name, chain.name, ...(chain.hook ? [`{ ${chain.hook} ; policy accept ; }`] : [])),
  ),
  ...chains.flatMap((chain) =>
    chain.rules.map((rule) =>
      line('add', 'rule', family, name, chain.name, ...rule, 'comment', `"${ruleComment(rule)}"`),
    ),
  ),
]

/**
 * Tells whether the kernel has the table that we make, judged by the names of the chains and by the digest that each rule carries as its
 * comment (`rule-comment.ts`). Where nftables cannot
 * be read the answer is yes, as nobody has seen that the table is gone.
 */
export function tableStands({ name, chains }: Table, seen: ObservedFilters): boolean {
  if ('unusable' in seen) return true
  const there = seen.tables[name] ?? {}
  return (
    Object.keys(there).length === chains.length &&
    chains.every((chain) => {
      const comments = chain.rules.map(ruleComment)
      const found = there[chain.name]
      return found?.length === comments.length && comments.every((comment, n) => comment === found[n])
    })
  )
}

/** Tells whether the table may still be there. Where nftables cannot be read, it may: nobody has seen that it is gone. */
export const tableRemains = (name: TableName, seen: ObservedFilters): boolean =>
  'unusable' in seen || seen.tables[name] !== undefined
