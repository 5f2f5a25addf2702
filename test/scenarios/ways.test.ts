/** The other articles' ways home, each against a gateway of its own kind. */
import type { OtherWay } from '../lab/ways/ways.ts'
import { scenario } from './vocabulary/scenario.ts'
import { connects, disconnects, isKilledAndComesBack, pings6, type Target, tests } from './vocabulary/steps.ts'

const ways: Readonly<Record<OtherWay, { readonly seed: string; readonly reaches: readonly Target[] }>> = {
  esp: { seed: '003', reaches: ['far ULA host', 'home host'] },
  ip6ip6: { seed: '000', reaches: ['far ULA host'] },
  tap: { seed: '002', reaches: ['tap gateway', 'web'] },
  'tap-static': { seed: '002', reaches: ['tap gateway', 'web'] },
  tinc: { seed: '004', reaches: ['mesh gateway', 'web'] },
}

for (const [way, { seed, reaches }] of Object.entries(ways) as [OtherWay, (typeof ways)[OtherWay]][]) {
  const arrives = reaches.map((target) => pings6(target))
  scenario(`seed ${seed}, ${way}`, {
    hosts: { gateway: { way } },
    steps: [connects(), ...arrives, tests('pass'), disconnects(), connects(), isKilledAndComesBack(), ...arrives],
  })
}
