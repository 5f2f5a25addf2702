import { describe, expect, test } from 'vitest'
import { seed001 } from '../../../test/fakes/seed001.ts'
import { makeLines } from '../change/make.ts'
import { planTunnel } from './plan-tunnel.ts'

const { profile, underlay, security } = seed001
const planned = (...[p, s, u, m]: Parameters<typeof planTunnel>) => {
  const outcome = planTunnel(p, s, u, m)
  if (!outcome.ok) throw new Error(outcome.finding.code)
  return outcome.value
}

describe('the sum follows what was negotiated', () => {
  test('AES-GCM behind NAT', () => {
    const { sum, links } = planned(profile, security, underlay, null)
    expect([sum.underlay, ...sum.layers.map(({ bytes }) => -bytes)]).toEqual([1500, -20, -8, -34, -20, -4])
    expect(sum.computed).toBe(1414)
    expect(links.map(({ name, mtu }) => `${name} ${mtu}`)).toEqual(['roam6x 1438', 'roam6 1414'])
  })
  test('AES-CBC with SHA2-384 behind NAT', () => {
    const esp = { encryption: 'AES_CBC', keyBits: 256, integrity: 'HMAC_SHA2_384_192' }
    expect(planned(profile, { ...security, esp }, underlay, null).sum.computed).toBe(1398)
  })
})

test('routes carry what was measured, the carrier’s with the overlay’s bytes back; devices the arithmetic', () => {
  const { routes, links } = planned(profile, security, underlay, 1314)
  expect(routes.find(({ to }) => to === '::/0')?.mtu).toBe(1314)
  expect(routes.find(({ to }) => to === '192.168.101.0/24')?.mtu).toBe(1338)
  expect(links.map(({ mtu }) => mtu)).toEqual([1438, 1414])
})

test('where 1280 does not pass whole, the outer packets go without DF and nothing is set lower', () => {
  const { routes, links } = planned(profile, security, underlay, 1262)
  expect(routes.find(({ to }) => to === '::/0')?.mtu).toBe(1280)
  expect(links.at(-1)?.type).toMatchObject({ kind: 'gre', pathMtuDiscovery: false })
  expect(planned(profile, security, { ...underlay, mtu: 1350 }, null).links.at(-1)).toMatchObject({
    mtu: 1280,
    type: { pathMtuDiscovery: true },
  })
})

test('TCP is told what passes whole, where the routes must say more', () => {
  const lines = planned(profile, security, underlay, 1262)
    .routes.flatMap(makeLines)
    .map(({ words }) => words.join(' '))
  expect(lines).toContain('route replace ::/0 dev roam6 table 6006 proto 66 mtu 1280 advmss 1202')
})

test('the underlay’s own router at the tunnel’s address is a named problem', () => {
  const outcome = planTunnel(profile, security, { ...underlay, router: '192.168.101.1' }, null)
  expect(outcome).toMatchObject({ ok: false, finding: { code: 'address-conflict', args: { owner: 'router' } } })
})

test('no virtual address of the family that the overlay needs', () => {
  const outcome = planTunnel(profile, { ...security, virtualAddresses: ['2001:db8::5'] }, underlay, null)
  expect(outcome).toMatchObject({ ok: false, finding: { code: 'no-virtual-address' } })
})

test('the refusal of GRE in clear is made before the link that it protects', () => {
  const kinds = planned(profile, security, underlay, null).changes.map(({ kind }) => kind)
  expect(kinds.indexOf('xfrm-block')).toBeGreaterThanOrEqual(0)
  expect(kinds.indexOf('xfrm-block')).toBeLessThan(kinds.indexOf('link'))
})
