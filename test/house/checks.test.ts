import { expect, test } from 'vitest'
import { planChecks } from '../../helper/core/connectivity/probe-plan.ts'
import { checkWords } from '../../main/contract/words/checks.ts'
import * as carriers from '../fakes/carrier-profiles.ts'
import { nothingObserved } from '../fakes/observed.ts'
import * as world from '../fakes/world.ts'

test.each([
  carriers.byIke(carriers.inTunnelMode, { kind: 'gre', local: 'virtual', remote: '192.168.101.2' }),
  carriers.byOpenVpn(),
  carriers.byTinc(),
])('the table knows every check of a plan', ({ profile }) => {
  const snapshot = world.off(new Date())
  const plan = planChecks({ profile, snapshot, observed: nothingObserved, underlay: null, gateway: null })
  expect(plan.length).toBeGreaterThan(15)
  expect(plan.filter(({ id }) => !checkWords(id)).map(({ id }) => id)).toEqual([])
})

test('titles fit beside what was found', () => {
  const { profile } = carriers.byIke(carriers.inTunnelMode)
  const snapshot = world.off(new Date())
  const plan = planChecks({ profile, snapshot, observed: nothingObserved, underlay: null, gateway: null })
  expect(plan.filter(({ title }) => title.length > 36)).toEqual([])
})
