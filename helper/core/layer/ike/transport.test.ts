import { expect, test } from 'vitest'
import { seed001 } from '../../../../test/fakes/seed001.ts'
import type { IkeLayer } from '../../../contract/layer/ike.ts'
import { judgeMode } from './transport.ts'

const none = { 'request-addresses': [], 'local-networks': [], 'remote-networks': [] }
const layer: IkeLayer = { kind: 'ike', mode: 'transport', identity: { id: 'laptop' }, peer: { id: 'home' }, ...none }

test.each([
  ['transport', false, null],
  ['transport', true, 'transport-behind-nat'],
  ['tunnel', false, 'transport-refused'],
] as const)('%s mode established, NAT between: %s', (mode, natBetween, code) => {
  const judged = judgeMode(layer, { ...seed001.security, mode, natBetween })
  expect(judged.ok ? null : judged.finding.code).toBe(code)
})

test('tunnel mode takes what there is', () => {
  const { mode: _, ...tunnel } = layer
  expect(judgeMode({ ...tunnel, 'remote-networks': ['fd00::/8'] }, seed001.security).ok).toBe(true)
})
