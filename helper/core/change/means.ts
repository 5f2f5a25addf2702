/** Leaves out of a plan what this machine cannot make. Without nftables there are no filters: the rest is made, and a finding tells the person. */
import type { Finding } from '../../contract/problem.ts'
import { finding } from '../outcome.ts'
import type { Change } from './change.ts'
import type { Observed } from './observed.ts'

/** The problem that follows where a filter cannot be made. */
const without = { 'input-filter': 'addresses-open', 'guard-filter': 'guard-without-filter' } as const
type FilterKind = keyof typeof without

const isFilter = (kind: Change['kind']): kind is FilterKind => kind in without

/** Whether a change is one of xfrm's policies for outgoing packets: refusals, and those that let the tunnel's own packets pass. */
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
