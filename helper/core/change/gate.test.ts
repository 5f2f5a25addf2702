import { expect, test } from 'vitest'
import { FakeNftables } from '../../../test/fakes/nftables.ts'
import type { GateChange } from './change.ts'
import { gateLines, gateQuestion, gateStands, parseGate, removeGate, withinMeans } from './gate.ts'
import type { Line } from './make.ts'

const gate: GateChange = {
  kind: 'gate',
  ways: [
    { address: '2a00::101', interface: 'roam6' },
    { address: '192.168.101.1', interface: 'roam6x' },
  ],
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
    'add rule inet roam6 gate ip daddr 192.168.101.1 iifname != "roam6x" drop',
  ])
})

test('is seen as it was made, replaced by another, and gone when it was removed', () => {
  const nft = new FakeNftables()
  const run = (...lines: readonly Line[]) => nft.run(['-f', '-'], text(lines).join('\n'))
  expect(look(nft)).toEqual({ ways: null })
  run(...gateLines({ ...gate, ways: [] }))
  expect(gateStands(gate, look(nft))).toBe(false)
  run(...gateLines(gate))
  expect(look(nft)).toEqual({ ways: gate.ways })
  expect(gateStands(gate, look(nft))).toBe(true)
  run(removeGate)
  expect(look(nft)).toEqual({ ways: null })
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
