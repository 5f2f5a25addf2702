/** The other articles' ways home, each against a gateway of its own kind. */
import { ula } from '../lab/networks/places.ts'
import { nameServers } from '../lab/ways/ike-ip6ip6.ts'
import type { OtherWay } from '../lab/ways/ways.ts'
import { measuresMtu } from './vocabulary/measures-mtu.ts'
import { scenario } from './vocabulary/scenario.ts'
import {
  connects,
  disconnects,
  hasAddress,
  isKilledAndComesBack,
  isOfferedNames,
  pings6,
  reachesNodes,
  type Target,
  tests,
} from './vocabulary/steps.ts'
import type { Step } from './vocabulary/story.ts'

interface Arrival {
  readonly seed: string
  readonly reaches: readonly Target[]
  /** What its daemon must say besides. */
  readonly says?: readonly Step[]
}

const ways: Readonly<Record<OtherWay, Arrival>> = {
  esp: { seed: '003', reaches: ['far ULA host', 'home host'] },
  'ike-ip6ip6': {
    seed: '000 by IKE',
    reaches: ['far ULA host', 'home host'],
    says: [hasAddress(ula.tunnel.laptop, 'roam6x'), isOfferedNames(nameServers), measuresMtu(1390)],
  },
  ip6ip6: { seed: '000', reaches: ['far ULA host'] },
  tap: { seed: '002', reaches: ['tap gateway', 'web'] },
  'tap-static': { seed: '002', reaches: ['tap gateway', 'web'] },
  tinc: { seed: '004', reaches: ['mesh gateway', 'web'], says: [reachesNodes('gateway')] },
}

for (const [way, { seed, reaches, says = [] }] of Object.entries(ways) as [OtherWay, Arrival][]) {
  const arrives = [...reaches.map((target) => pings6(target)), ...says]
  scenario(`seed ${seed}, ${way}`, {
    hosts: { gateway: { way } },
    steps: [connects(), ...arrives, tests('pass'), disconnects(), connects(), isKilledAndComesBack(), ...arrives],
  })
}
