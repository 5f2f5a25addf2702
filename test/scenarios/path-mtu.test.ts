/**
 * The path MTU where a link in the path is narrower than the laptop's own: with "too big" messages, and where they are
 * dropped; on links of 1500 each way has its figure in `vocabulary/matrix.ts`. Figures: reference tables of RFC 4303's arithmetic for GRE in AES-GCM behind NAT.
 */
import { carries1280, measuresMtu } from './vocabulary/measures-mtu.ts'
import { scenario } from './vocabulary/scenario.ts'
import { connects, disconnects, pings6, reports } from './vocabulary/steps.ts'

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
