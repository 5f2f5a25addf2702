/**
 * A table of nftables of ours: written as `nft -f` takes it, and recognised in what the kernel has. It is made and replaced as a
 * whole in one transaction (nft(8), -f), so that it never stands in part.
 */
import type { Line } from './line.ts'
import type { ObservedFilters, TableName } from './observed.ts'
import { ruleComment } from './rule-comment.ts'

export interface Chain {
  readonly name: string
  /** "type filter hook forward priority 0"; null for a chain that others jump to. */
  readonly hook: string | null
  readonly rules: readonly (readonly string[])[]
}

export interface Table {
  readonly name: TableName
  readonly chains: readonly Chain[]
}

/** Of both families (nft(8), inet). */
const family = 'inet'
const line = (...words: readonly string[]): Line => ({ family, words })

/** The first of the lines makes sure that there is something to delete: a transaction with a line that fails does nothing at all. */
export const removeTable = (name: TableName): readonly Line[] => [
  line('add', 'table', family, name),
  line('delete', 'table', family, name),
]

/** Chains come before the rules that jump to them. */
export const tableLines = ({ name, chains }: Table): Line[] => [
  ...removeTable(name),
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
 * Whether the table is exactly what we make: the same chains, and in each the same rules in order. A table that cannot be looked at is
 * not said to be gone.
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
