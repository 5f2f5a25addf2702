import { describe, expect, test } from 'vitest'
import { FakeNftables } from '../../../test/fakes/nftables.ts'
import type { GateChange, GatePassage } from './change.ts'
import { gateLines, gateQuestion, gateStands, parseGate, removeGate, withinMeans } from './gate.ts'
import type { Line } from './make.ts'

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

const look = (nft: FakeNftables) => {
  const { exitCode, stdout, stderr } = nft.run(gateQuestion, '')
  return parseGate({ stdout, refusal: exitCode === 0 ? null : stderr })
}

test('each address by its own link or from the laptop itself, in one transaction', () => {
  expect(text(gateLines(gate))).toEqual([
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
    text(gateLines({ kind: 'gate', ways: [], passage: { ...passage, ...how } })).filter((line) =>
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
  expect(look(nft)).toEqual({ ways: null, passage: false })
  run(...gateLines({ ...gate, ways: [] }))
  expect(gateStands(gate, look(nft))).toBe(false)
  run(...gateLines(gate))
  expect(look(nft)).toEqual({ ways: gate.ways, passage: false })
  expect(gateStands(gate, look(nft))).toBe(true)
  expect(gateStands({ ...gate, passage }, look(nft))).toBe(false)
  run(...gateLines({ ...gate, passage }))
  expect(look(nft)).toEqual({ ways: gate.ways, passage: true })
  run(removeGate)
  expect(look(nft)).toEqual({ ways: null, passage: false })
})

test('where nftables cannot be had, all the rest is made and the person is told why', () => {
  const other = { kind: 'xfrm-owner', ifId: 1 } as const
  const nft = new FakeNftables()
  expect(withinMeans([gate, other], look(nft))).toEqual({ changes: [gate, other], findings: [] })
  nft.installed = false
  expect(withinMeans([gate, other], look(nft))).toEqual({
    changes: [other],
    findings: [{ code: 'addresses-open', args: { package: 'nftables' }, evidence: ['spawn nft ENOENT'] }],
  })
})
