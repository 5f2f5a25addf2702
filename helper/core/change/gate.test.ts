import { describe, expect, test } from 'vitest'
import { FakeNftables } from '../../../test/fakes/nftables.ts'
import type { GateChange, GatePassage } from './change.ts'
import { gateLines, gateStands, removeGate, withinMeans } from './gate.ts'
import type { Line } from './make.ts'
import { nftTable } from './marks.ts'
import type { ObservedFilter } from './observed.ts'
import { ruleComment } from './rule-comment.ts'

const gate: GateChange = {
  kind: 'gate',
  ways: [
    { address: '2a00::101', interfaces: ['roam6'] },
    { address: '192.168.101.1', interfaces: ['roam6x', 'eth1'] },
  ],
}
const passage: GatePassage = {
  ...{ behind: 'eth1', network: 'fd12:3456:789a:1::/64', tunnel: 'roam6x', links: ['roam6', 'roam6x'] },
  amongOthers: false,
}
const text = (lines: readonly Line[]) => lines.map(({ words }) => words.join(' '))

const uncommented = (lines: readonly Line[]) => text(lines).map((words) => words.replace(/ comment "\w{16}"$/, ''))
const look = (nft: FakeNftables) => nft.observed(nftTable)

test('each address by its own link or from the laptop itself, in one transaction', () => {
  expect(uncommented(gateLines(gate))).toEqual([
    'add table inet roam6',
    'delete table inet roam6',
    'add table inet roam6',
    'add chain inet roam6 gate { type filter hook prerouting priority -300 ; policy accept ; }',
    'add rule inet roam6 gate iifname "lo" accept',
    'add rule inet roam6 gate ip6 daddr 2a00::101 iifname != "roam6" drop',
    'add rule inet roam6 gate ip daddr 192.168.101.1 iifname != "roam6x" iifname != "eth1" drop',
  ])
})

describe('a network behind the laptop', () => {
  const forwarded = (how: Partial<GatePassage>) =>
    uncommented(gateLines({ kind: 'gate', ways: [], passage: { ...passage, ...how } })).filter((line) =>
      / through /.test(line),
    )

  test('is joined to the tunnel; nothing else is forwarded', () => {
    expect(forwarded({})).toEqual([
      'add chain inet roam6 through { type filter hook forward priority -300 ; policy accept ; }',
      'add rule inet roam6 through iifname "eth1" oifname "roam6x" ip6 saddr fd12:3456:789a:1::/64 accept',
      'add rule inet roam6 through iifname "roam6x" oifname "eth1" ip6 daddr fd12:3456:789a:1::/64 accept',
      'add rule inet roam6 through meta nfproto ipv6 drop',
    ])
  })

  test('of a laptop that was a router before: what is neither ours nor of that network is left alone', () => {
    expect(forwarded({ amongOthers: true }).slice(3)).toEqual([
      'add rule inet roam6 through meta nfproto ipv6 oifname "roam6" drop',
      'add rule inet roam6 through meta nfproto ipv6 iifname "roam6" drop',
      'add rule inet roam6 through meta nfproto ipv6 oifname "roam6x" drop',
      'add rule inet roam6 through meta nfproto ipv6 iifname "roam6x" drop',
      'add rule inet roam6 through ip6 saddr fd12:3456:789a:1::/64 drop',
      'add rule inet roam6 through ip6 daddr fd12:3456:789a:1::/64 drop',
    ])
  })
})

test('is seen as it was made, replaced by another, and gone when it was removed', () => {
  const nft = new FakeNftables()
  const run = (...lines: readonly Line[]) => nft.run(['-f', '-'], text(lines).join('\n'))
  expect(look(nft)).toEqual({ chains: null })
  run(...gateLines({ ...gate, ways: [] }))
  expect(gateStands(gate, look(nft))).toBe(false)
  run(...gateLines(gate))
  expect(gateStands(gate, look(nft))).toBe(true)
  expect(gateStands({ ...gate, passage }, look(nft))).toBe(false)
  run(...gateLines({ ...gate, passage }))
  expect(gateStands({ ...gate, passage }, look(nft))).toBe(true)
  expect(gateStands(gate, look(nft))).toBe(false)
  run(removeGate)
  expect(look(nft)).toEqual({ chains: null })
})

describe('whoever meddles with the table is seen', () => {
  const nft = new FakeNftables()
  nft.run(['-f', '-'], text(gateLines({ ...gate, passage })).join('\n'))
  const seen = look(nft)
  if ('unusable' in seen || seen.chains === null) throw new Error('the table is not there')
  const { gate: rules = [], through = [] } = seen.chains

  test.each<[string, ObservedFilter]>([
    ['a chain was flushed', { chains: { gate: [], through } }],
    ['a chain was deleted', { chains: { gate: rules } }],
    ['a chain was added', { chains: { ...seen.chains, other: [] } }],
    ['a rule was taken away', { chains: { gate: rules.slice(1), through } }],
    ['a rule was added', { chains: { gate: ['', ...rules], through } }],
    ['a rule was added at the end', { chains: { gate: [...rules, ''], through } }],
    ['a rule was replaced', { chains: { gate: rules.with(1, 'another'), through } }],
    ['rules were put into another order', { chains: { gate: rules.toReversed(), through } }],
    ['one rule names two', { chains: { gate: [rules.join()], through } }],
    ['the table was deleted', { chains: null }],
  ])('%s', (_, meddled) => {
    expect(gateStands({ ...gate, passage }, seen)).toBe(true)
    expect(gateStands({ ...gate, passage }, meddled)).toBe(false)
  })

  test('but what cannot be looked at is not said to be gone', () => {
    expect(gateStands(gate, { unusable: 'whatever' })).toBe(true)
  })
})

test('a rule is known by its own text (FNV-1a of 64 bits, test vectors of draft-eastlake-fnv)', () => {
  expect(ruleComment([])).toBe('cbf29ce484222325')
  expect(ruleComment(['a'])).toBe('af63dc4c8601ec8c')
  expect(ruleComment(['foobar'])).toBe('85944171f73967e8')
  const [rule] = text(gateLines({ kind: 'gate', ways: [] })).filter((line) => line.startsWith('add rule'))
  expect(rule).toBe(
    `add rule inet roam6 gate iifname "lo" accept comment "${ruleComment(['iifname', '"lo"', 'accept'])}"`,
  )
})

test('where nftables cannot be had, all the rest is made and the person is told why', () => {
  const other = { kind: 'xfrm-owner', ifId: 1 } as const
  const nft = new FakeNftables()
  expect(withinMeans([gate, other], look(nft))).toEqual({ changes: [gate, other], findings: [] })
  nft.installed = false
  expect(withinMeans([gate, other], look(nft))).toEqual({
    changes: [other],
    findings: [{ code: 'addresses-open', args: { package: 'nftables' }, evidence: ['there is no nft'] }],
  })
})
