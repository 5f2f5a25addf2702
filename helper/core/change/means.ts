/** What of a plan this machine can make: without nftables there are no filters, all the rest is made, and the person is told. */
import type { Finding } from '../../contract/problem.ts'
import { finding } from '../outcome.ts'
import type { Change } from './change.ts'
import type { Observed } from './observed.ts'

/** What it means that a filter cannot be made. */
const without = { 'input-filter': 'addresses-open', 'guard-filter': 'guard-without-filter' } as const
type FilterKind = keyof typeof without

const isFilter = (kind: Change['kind']): kind is FilterKind => kind in without

/** Refusals of what leaves, and what lets the tunnel's own packets pass them. */
const isAboutLeaving = (change: Change) =>
  change.kind === 'xfrm-pass' || (change.kind === 'xfrm-block' && change.leaving === true)

export function withinMeans(
  planned: readonly Change[],
  { filters, xfrmUnusable }: Pick<Observed, 'filters' | 'xfrmUnusable'>,
): { readonly changes: readonly Change[]; readonly findings: readonly Finding[] } {
  const possible = xfrmUnusable === undefined ? planned : planned.filter((change) => !isAboutLeaving(change))
  if (!('unusable' in filters)) return { changes: possible, findings: [] }
  return {
    changes: possible.filter(({ kind }) => !isFilter(kind)),
    findings: possible.flatMap(({ kind }) =>
      isFilter(kind) ? [finding(without[kind], { package: 'nftables' }, [filters.unusable])] : [],
    ),
  }
}
