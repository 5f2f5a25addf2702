import { expect, test } from 'vitest'
import { seed001 } from '../../../test/fakes/seed001.ts'
import { guardChanges } from './guard.ts'
import { withinMeans } from './means.ts'
import { nowhere } from './surroundings.ts'

test('where nftables cannot be had, all the rest is made and the person is told why', () => {
  const planned = [
    ...guardChanges(seed001.profile, nowhere),
    { kind: 'input-filter', arrivals: [] } as const,
    { kind: 'xfrm-owner', ifId: 1 } as const,
  ]
  expect(withinMeans(planned, { filters: { tables: {} } })).toEqual({ changes: planned, findings: [] })
  const { changes, findings } = withinMeans(planned, { filters: { unusable: 'spawn nft ENOENT' } })
  expect(new Set(changes.map(({ kind }) => kind))).toEqual(new Set(['rule', 'xfrm-block', 'xfrm-owner']))
  expect(findings).toEqual([
    { code: 'guard-without-filter', args: { package: 'nftables' }, evidence: ['spawn nft ENOENT'] },
    { code: 'addresses-open', args: { package: 'nftables' }, evidence: ['spawn nft ENOENT'] },
  ])
})
