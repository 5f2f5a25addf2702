/** What of a plan this machine can make: without nftables there are no filters, all the rest is made, and the person is told. */
import type { Finding } from '../../contract/problem.ts'
import { finding } from '../outcome.ts'
import type { Change } from './change.ts'
import type { ObservedFilters } from './observed.ts'

/** What it means that a filter cannot be made. */
const without = { 'input-filter': 'addresses-open', 'guard-filter': 'guard-without-filter' } as const
type FilterKind = keyof typeof without

const isFilter = (kind: Change['kind']): kind is FilterKind => kind in without

export function withinMeans(
  planned: readonly Change[],
  filters: ObservedFilters,
): { readonly changes: readonly Change[]; readonly findings: readonly Finding[] } {
  if (!('unusable' in filters)) return { changes: planned, findings: [] }
  return {
    changes: planned.filter(({ kind }) => !isFilter(kind)),
    findings: planned.flatMap(({ kind }) =>
      isFilter(kind) ? [finding(without[kind], { package: 'nftables' }, [filters.unusable])] : [],
    ),
  }
}
