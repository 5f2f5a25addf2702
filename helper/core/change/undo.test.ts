import { describe, expect, test } from 'vitest'
import { typed } from '../../../test/fakes/commands.ts'
import { nothingObserved } from '../../../test/fakes/observed.ts'
import type { ProcessChange } from './change.ts'
import { charonTable, fwmark } from './marks.ts'
import type { Observed, ObservedLink, ObservedRule } from './observed.ts'
import { strayRequests } from './stray.ts'
import { undoRequests } from './undo.ts'

const link = (name: string, kind?: string): ObservedLink => ({
  index: 7,
  name,
  kind,
  mtu: 1500,
  up: true,
  carrier: true,
  loopback: false,
})

const now: Observed = {
  ...nothingObserved,
  links: [
    link('wlan0'),
    link('xfrmi-test-2387', 'xfrm'),
    // Of others: a dummy of that name, and an interface that a person made.
    link('xfrmi-test-11', 'dummy'),
    link('xfrmi-test-site', 'xfrm'),
    link('ipsec0', 'xfrm'),
  ],
}

const daemon = (role: string): ProcessChange => ({
  kind: 'process',
  role,
  program: '/usr/sbin/x',
  arguments: [],
  environment: {},
})

describe('the rule of charon’s own routing table', () => {
  const rule: ObservedRule = {
    family: 6,
    priority: 6099,
    protocol: '0',
    not: true,
    fwmark,
    table: charonTable,
    unreachable: false,
  }
  const another: ObservedRule = { ...rule, table: 220, priority: 220 }
  const withRules: Observed = { ...nothingObserved, rules: [rule, another] }
  const deleted = ['ip -6 rule delete pref 6099 lookup 6008']

  test('goes when charon is undone', () => {
    expect(typed(undoRequests(daemon('/run/roam6/charon'), withRules))).toEqual(deleted)
    expect(typed(undoRequests(daemon('/run/roam6/tinc'), withRules))).toEqual([])
  })

  test('goes when the next helper starts', () => {
    expect(typed(strayRequests(withRules, []))).toEqual(deleted)
  })
})

describe('the link that charon tries the kernel with', () => {
  const deleted = ['ip link delete xfrmi-test-2387']

  test('goes when charon is undone', () => {
    expect(typed(undoRequests(daemon('/run/roam6/charon'), now))).toEqual(deleted)
    expect(typed(undoRequests(daemon('/run/roam6/openvpn'), now))).toEqual([])
  })

  test('goes when the next helper starts', () => {
    expect(typed(strayRequests(now, []))).toEqual(deleted)
  })
})
