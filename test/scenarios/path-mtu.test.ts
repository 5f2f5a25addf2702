/**
 * The path MTU where a link in the path is narrower than the laptop's own: with "too big" messages, and where they are
 * dropped. Figures: reference tables of RFC 4303's arithmetic for GRE in AES-GCM behind NAT.
 */
import { carries1280, measuresMtu } from './vocabulary/measures-mtu.ts'
import { scenario } from './vocabulary/scenario.ts'
import { connects, disconnects, pings6, reports } from './vocabulary/steps.ts'

scenario('path MTU on links of 1500, AES-GCM', {
  steps: [connects(), measuresMtu(1414), disconnects()],
})

scenario('path MTU on links of 1500, OpenIKED with AES-CBC and SHA2-384', {
  hosts: { gateway: { kind: 'openiked' } },
  steps: [connects(), measuresMtu(1398), disconnects()],
})

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

scenario('a hidden link of 1350, where 1280 no longer fits', {
  networks: { path: { pathMtu: 1350, tooBig: 'dropped' } },
  steps: [connects(), reports('mtu-below-1280'), carries1280(), pings6('web'), disconnects()],
})
