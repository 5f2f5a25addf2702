import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seed001 } from '../../../test/fakes/seed001.ts'
import { planTunnel } from '../layer/plan-tunnel.ts'
import { describeUnderlay } from '../underlay.ts'
import { parseGate } from './gate.ts'
import { guardRules } from './guard.ts'
import { ifId } from './marks.ts'
import type { Observed } from './observed.ts'
import { parseLinks, parsePolicies, parseRoutes, parseRules, parseStates } from './parse-ip.ts'
import { isPresent } from './present.ts'
import { undoLines } from './undo.ts'

/** What iproute2 6.15 and nftables 1.1.3 printed on a laptop with seed 001's tunnel up. */
const printed = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../test/golden/iproute2-6.15', name), 'utf8')
const json = (name: string): unknown => JSON.parse(printed(name))

const observed: Observed = {
  ...parseLinks(json('address.json')),
  routes: [...parseRoutes(json('route-4.json'), 4), ...parseRoutes(json('route-6.json'), 6)],
  rules: [...parseRules(json('rule-4.json'), 4), ...parseRules(json('rule-6.json'), 6)],
  policies: parsePolicies(printed('xfrm-policy.txt')),
  states: parseStates(printed('xfrm-state.txt')),
  gate: parseGate({ stdout: printed('nft.json'), refusal: null }),
  settings: [],
}

const planned = planTunnel(seed001.profile, seed001.security, seed001.underlay)
if (!planned.ok) throw new Error('seed 001 cannot be planned')

test.each([...guardRules(seed001.profile), ...planned.value.changes].map((change) => [JSON.stringify(change), change]))(
  'sees %s',
  (_, change) => {
    expect(isPresent(change, observed)).toBe(true)
    expect(undoLines(change, observed)).toHaveLength(1)
  },
)

test('the underlay, and not the tunnel, is the underlay', () => {
  expect(describeUnderlay(observed, '5.6.7.8', true)).toMatchObject({
    interface: 'wlan0',
    router: '192.168.0.1',
    mtu: 1500,
    nat: true,
  })
})

test('what charon made is found by its if_id, sockets’ own policies are not ours', () => {
  const lines = undoLines({ kind: 'xfrm-owner', ifId }, observed).map(({ words }) => words.join(' '))
  expect(lines).toEqual([
    `xfrm policy delete src 192.168.101.1/32 dst 192.168.101.0/24 dir out if_id ${ifId}`,
    `xfrm policy delete src 192.168.101.0/24 dst 192.168.101.1/32 dir in if_id ${ifId}`,
    'xfrm state delete src 192.168.0.2 dst 5.6.7.8 proto esp spi 0xc4897bd6',
    'xfrm state delete src 5.6.7.8 dst 192.168.0.2 proto esp spi 0xc12988b4',
  ])
})
