/**
 * The path MTU where a link in the path is narrower than the laptop's own: with "too big" messages, and where they are
 * dropped; on links of 1500 each way has its figure in `vocabulary/matrix.ts`. Figures: reference tables of RFC 4303's arithmetic for GRE in AES-GCM behind NAT.
 */
import { expect } from 'vitest'
import { carries1280, measuresMtu } from './vocabulary/measures-mtu.ts'
import { scenario } from './vocabulary/scenario.ts'
import { connects, disconnects, does, pings6, reports } from './vocabulary/steps.ts'
import type { Step } from './vocabulary/story.ts'

for (const [pathMtu, inner] of [
  [1492, 1406],
  [1400, 1314],
  [1380, 1294],
] as const)
  for (const tooBig of ['delivered', 'dropped'] as const)
    scenario(`path MTU behind a hidden link of ${pathMtu}, "too big" ${tooBig}`, {
      networks: { path: { pathMtu, tooBig } },
      steps: [connects(), measuresMtu(inner), pings6('web'), disconnects()],
    })

// What is not GRE's has its DF from the daemon.
for (const [way, pathMtu, reached] of [
  ['esp', 1300, 'far ULA host'],
  ['tap', 1330, 'web'],
] as const)
  scenario(`a hidden link of ${pathMtu} by way ${way}, where 1280 no longer fits`, {
    networks: { path: { pathMtu, tooBig: 'dropped' } },
    hosts: { gateway: { way } },
    steps: [connects(), reports('mtu-below-1280'), carries1280(), pings6(reached), disconnects()],
  })

scenario('a hidden link of 1350, where 1280 no longer fits', {
  networks: { path: { pathMtu: 1350, tooBig: 'dropped' } },
  steps: [connects(), reports('mtu-below-1280'), carries1280(), pings6('web'), disconnects()],
})

/** Less than IPv6's minimum goes whole: links have the minimum, and what passes is told. */
const knows = (underlay: number, measured: number): Step => ({
  says: `knows ${measured} of ${underlay}`,
  observes: true,
  async perform({ laptop }) {
    const { pathMtu } = await laptop.status()
    expect(pathMtu).toMatchObject({ underlay, computed: measured, measured, applied: 1280 })
  },
})

/** The laptop's end alone: a router that says "too big" would be remembered by the gateway for ten minutes. */
const becomes = (mtu: number) => does('laptop', 'ip', 'link', 'set', 'wlan0', 'mtu', String(mtu))

scenario('the laptop’s link becomes narrower and wide again while connected: planned and measured anew', {
  steps: [
    connects(),
    measuresMtu(1414),
    becomes(1400),
    measuresMtu(1314),
    becomes(1300),
    reports('mtu-below-1280', { within: 40 }),
    knows(1300, 1214),
    pings6('web'),
    becomes(1500),
    measuresMtu(1414),
    disconnects(),
  ],
})
