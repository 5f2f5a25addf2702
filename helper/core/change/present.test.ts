import { expect, test } from 'vitest'
import { nothingObserved } from '../../../test/fakes/observed.ts'
import type { RuleChange } from './change.ts'
import type { ObservedRule } from './observed.ts'
import { isRulePresent } from './present.ts'

const ours: RuleChange = {
  kind: 'rule',
  family: 4,
  priority: 6000,
  selector: { fwmark: 0x6006 },
  action: { lookup: 'main' },
}
const asSeen: ObservedRule = {
  family: 4,
  priority: 6000,
  protocol: '66',
  fwmark: 0x6006,
  table: 254,
  unreachable: false,
}
const isPresent = (rule: ObservedRule) => isRulePresent(ours, { ...nothingObserved, rules: [rule] })

test('a rule of ours is known again', () => {
  expect(isPresent(asSeen)).toBe(true)
})

test.each<[string, Partial<ObservedRule>]>([
  ['applies to all others', { not: true }],
  ['looks at some bits of the mark', { fwmask: 0xff }],
  ['asks for more', { narrower: true }],
  ['is of another program', { protocol: '4' }],
  ['is of the other family', { family: 6 }],
  ['refuses', { table: undefined, unreachable: true }],
  ['is for one user', { user: 1000 }],
])('one that %s is not it', (_, other) => {
  expect(isPresent({ ...asSeen, ...other })).toBe(false)
})
