import { describe, expect, test } from 'vitest'
import { FakeNftables } from '../../../test/fakes/nftables.ts'
import type { Forwarding, InputFilterChange } from './change.ts'
import { inputFilterTable } from './input-filter.ts'
import { inputTable } from './marks.ts'
import { tableLines, tableStands } from './nft-table.ts'
import type { ObservedChains, ObservedFilters } from './observed.ts'
import { ruleComment } from './rule-comment.ts'

const filter: InputFilterChange = {
  kind: 'input-filter',
  arrivals: [
    { address: '2a00::101', interfaces: ['roam6'] },
    { address: '192.168.101.1', interfaces: ['roam6x', 'eth1'] },
  ],
}
const forwarding: Forwarding = {
  behind: 'eth1',
  network: 'fd12:3456:789a:1::/64',
  tunnel: 'roam6x',
  links: ['roam6', 'roam6x'],
  amongOthers: false,
}
const lines = (change: InputFilterChange) => tableLines(inputFilterTable(change))
const withoutComments = (text: readonly string[]) => text.map((line) => line.replace(/ comment "[0-9a-f]{16}"$/, ''))

test('each address by its own link or from the laptop itself, in one transaction', () => {
  expect(withoutComments(lines(filter))).toEqual([
    'add table inet roam6',
    'delete table inet roam6',
    'add table inet roam6',
    'add chain inet roam6 input { type filter hook prerouting priority -300 ; policy accept ; }',
    'add rule inet roam6 input iifname "lo" accept',
    'add rule inet roam6 input ip6 daddr 2a00::101 iifname != "roam6" drop',
    'add rule inet roam6 input ip daddr 192.168.101.1 iifname != "roam6x" iifname != "eth1" drop',
  ])
})

describe('a network behind the laptop', () => {
  const forwarded = (how: Partial<Forwarding>) =>
    withoutComments(lines({ kind: 'input-filter', arrivals: [], forwarding: { ...forwarding, ...how } })).filter(
      (line) => / forward /.test(line),
    )

  test('is joined to the tunnel; nothing else is forwarded', () => {
    expect(forwarded({})).toEqual([
      'add chain inet roam6 forward { type filter hook forward priority -300 ; policy accept ; }',
      'add rule inet roam6 forward iifname "eth1" oifname "roam6x" ip6 saddr fd12:3456:789a:1::/64 accept',
      'add rule inet roam6 forward iifname "roam6x" oifname "eth1" ip6 daddr fd12:3456:789a:1::/64 accept',
      'add rule inet roam6 forward meta nfproto ipv6 drop',
    ])
  })

  test('of a laptop that was a router before: what is neither ours nor of that network is left alone', () => {
    expect(forwarded({ amongOthers: true }).slice(3)).toEqual([
      'add rule inet roam6 forward meta nfproto ipv6 oifname "roam6" drop',
      'add rule inet roam6 forward meta nfproto ipv6 iifname "roam6" drop',
      'add rule inet roam6 forward meta nfproto ipv6 oifname "roam6x" drop',
      'add rule inet roam6 forward meta nfproto ipv6 iifname "roam6x" drop',
      'add rule inet roam6 forward ip6 saddr fd12:3456:789a:1::/64 drop',
      'add rule inet roam6 forward ip6 daddr fd12:3456:789a:1::/64 drop',
    ])
  })
})

const stands = (change: InputFilterChange, seen: ObservedFilters) => tableStands(inputFilterTable(change), seen)

test('is seen as it was made, replaced by another, and gone when it was removed', () => {
  const nft = new FakeNftables()
  const run = (text: readonly string[]) => nft.transact(text)
  expect(nft.observed()).toEqual({ tables: {} })
  run(lines({ ...filter, arrivals: [] }))
  expect(stands(filter, nft.observed())).toBe(false)
  run(lines(filter))
  expect(stands(filter, nft.observed())).toBe(true)
  expect(stands({ ...filter, forwarding }, nft.observed())).toBe(false)
  run(lines({ ...filter, forwarding }))
  expect(stands({ ...filter, forwarding }, nft.observed())).toBe(true)
  expect(stands(filter, nft.observed())).toBe(false)
  nft.delete(inputTable)
  expect(nft.observed()).toEqual({ tables: {} })
})

describe('whoever meddles with the table is seen', () => {
  const nft = new FakeNftables()
  nft.transact(lines({ ...filter, forwarding }))
  const seen = nft.observed()
  const chains = 'tables' in seen ? seen.tables.roam6 : undefined
  if (!chains) throw new Error('the table is not there')
  const { input = [], forward = [] } = chains

  test.each<[string, ObservedChains | undefined]>([
    ['a chain was flushed', { input: [], forward }],
    ['a chain was deleted', { input }],
    ['a chain was added', { ...chains, other: [] }],
    ['a rule was taken away', { input: input.slice(1), forward }],
    ['a rule was added', { input: ['', ...input], forward }],
    ['a rule was replaced', { input: input.with(1, 'another'), forward }],
    ['rules were put into another order', { input: input.toReversed(), forward }],
    ['one rule names two', { input: [input.join()], forward }],
    ['the table was deleted', undefined],
  ])('%s', (_, meddled) => {
    expect(stands({ ...filter, forwarding }, seen)).toBe(true)
    expect(stands({ ...filter, forwarding }, { tables: meddled ? { roam6: meddled } : {} })).toBe(false)
  })

  test('but what cannot be looked at is not said to be gone', () => {
    expect(stands(filter, { unusable: 'whatever' })).toBe(true)
  })
})

test('a rule is known by its own text (FNV-1a of 64 bits, test vectors of draft-eastlake-fnv)', () => {
  expect(ruleComment([])).toBe('cbf29ce484222325')
  expect(ruleComment(['a'])).toBe('af63dc4c8601ec8c')
  expect(ruleComment(['foobar'])).toBe('85944171f73967e8')
  const [rule] = lines({ kind: 'input-filter', arrivals: [] }).filter((line) => line.startsWith('add rule'))
  expect(rule).toBe(
    `add rule inet roam6 input iifname "lo" accept comment "${ruleComment(['iifname', '"lo"', 'accept'])}"`,
  )
})
