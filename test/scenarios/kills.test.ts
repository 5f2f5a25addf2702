/** The helper killed at every point of each way home, and the next one. */
import type { OtherWay } from '../lab/ways/ways.ts'
import { everyKill, killedEverywhere } from './vocabulary/kills.ts'
import { type Underlay, underlays } from './vocabulary/matrix.ts'
import { scenario } from './vocabulary/scenario.ts'

const timeoutMs = 1_500_000

scenario('killed at every effect', { always: [], steps: [killedEverywhere(10)], timeoutMs })

/** These with ROAM6_KILLS=every: each is killed once in a run of everything, too, while home (ways.test.ts). */
const others: readonly (readonly [way: OtherWay, over: Underlay])[] = [
  ['esp', underlays.v4nat],
  ['ip6ip6', underlays.v6],
  ['tap', underlays.v4nat],
  ['tap-static', underlays.v4nat],
  ['tinc', underlays.v4nat],
]

if (!everyKill) console.log(`kills: of ${others.map(([way]) => way).join(', ')} with ROAM6_KILLS=every`)
for (const [way, { cafe, gateway = '' }] of everyKill ? others : [])
  scenario(`${way}: killed at every effect`, {
    networks: { ...(cafe ? { cafe } : {}) },
    hosts: { gateway: { way } },
    profile(profile) {
      profile.gateway = gateway
    },
    always: [],
    steps: [killedEverywhere(1)],
    timeoutMs,
  })
