import { describe, expect, test } from 'vitest'
import { commandsOf } from '../../../test/fakes/commands.ts'
import { seed001 } from '../../../test/fakes/seed001.ts'
import { planTunnel } from './plan-tunnel.ts'

const { profile, underlay, security } = seed001
const planned = (...[p, s, u, m]: Parameters<typeof planTunnel>) => {
  const outcome = planTunnel(p, s, u, m)
  if (!outcome.ok) throw new Error(outcome.finding.code)
  return outcome.value
}

describe('the sum follows what was negotiated', () => {
  test('AES-GCM behind NAT', () => {
    const { sum, links } = planned(profile, security, underlay)
    expect([sum.underlay, ...sum.layers.map(({ bytes }) => -bytes)]).toEqual([1500, -20, -8, -34, -20, -4])
    expect(sum.computed).toBe(1414)
    expect(links.map(({ name, mtu }) => `${name} ${mtu}`)).toEqual(['roam6x 1438', 'roam6 1414'])
  })
  test('AES-CBC with SHA2-384 behind NAT', () => {
    const esp = { encryption: 'AES_CBC', keyBits: 256, integrity: 'HMAC_SHA2_384_192' }
    expect(planned(profile, { ...security, esp }, underlay).sum.computed).toBe(1398)
  })
})

test('routes carry what was measured, the carrier’s with the overlay’s bytes back; devices the arithmetic', () => {
  const { routes, links } = planned(profile, security, underlay, { measured: 1314, measuring: false })
  expect(routes.find(({ to }) => to === '::/0')?.mtu).toBe(1314)
  expect(routes.find(({ to }) => to === '192.168.101.0/24')?.mtu).toBe(1338)
  expect(links.map(({ mtu }) => mtu)).toEqual([1438, 1414])
})

test.each([
  [1500, 1438],
  [1400, 1338],
])(
  'the route to the overlay’s far end is another one where the network’s MTU is %i, so that the kernel forgets what passed',
  (mtu, outer) => {
    const { routes } = planned(profile, security, { ...underlay, mtu })
    expect(routes.find(({ to }) => to === '192.168.101.2/32')).toMatchObject({ interface: 'roam6x', mtu: outer })
  },
)

test('where 1280 does not pass whole, the outer packets go without DF and nothing is set lower', () => {
  const { routes, links } = planned(profile, security, underlay, { measured: 1262, measuring: false })
  expect(routes.find(({ to }) => to === '::/0')?.mtu).toBe(1280)
  expect(links.at(-1)?.type).toMatchObject({ kind: 'gre', pathMtuDiscovery: false })
  expect(planned(profile, security, { ...underlay, mtu: 1350 }).links.at(-1)).toMatchObject({
    mtu: 1280,
    type: { pathMtuDiscovery: true },
  })
})

test('TCP is told what passes whole, where the routes must say more', () => {
  const lines = commandsOf(planned(profile, security, underlay, { measured: 1262, measuring: false }).routes)
  expect(lines).toContain('ip route replace ::/0 dev roam6 table 6006 proto 66 mtu 1280 advmss 1202')
})

test('the underlay’s own router at the tunnel’s address is a named problem', () => {
  const outcome = planTunnel(profile, security, { ...underlay, router: '192.168.101.1' })
  expect(outcome).toMatchObject({ ok: false, finding: { code: 'address-conflict', args: { owner: 'router' } } })
})

test('no virtual address of the family that the overlay needs', () => {
  const outcome = planTunnel(profile, { ...security, virtualAddresses: ['2001:db8::5'] }, underlay)
  expect(outcome).toMatchObject({ ok: false, finding: { code: 'no-virtual-address' } })
})

describe('GRE in ESP’s transport mode', () => {
  const [carrier] = profile.layer
  if (carrier?.kind !== 'ike') throw new Error('seed 001 has no ike')
  const { identity, peer } = carrier
  const between = (local: string, remote: string) => {
    const none = { 'request-addresses': [], 'local-networks': [], 'remote-networks': [] }
    const gre = { kind: 'gre', local, remote, checksum: false, sequence: false } as const
    const layer = [{ kind: 'ike', mode: 'transport', identity, peer, ...none } as const, gre]
    const here = { ...underlay, addresses: [`${local}/${local.includes(':') ? 64 : 24}`] }
    const negotiated = { mode: 'transport', natBetween: false, udpEncapsulation: false, virtualAddresses: [] } as const
    const says = { ...security, ...negotiated, localHost: local, remoteHost: remote }
    return planned({ ...profile, gateway: remote, layer }, says, here)
  }

  // reference: 1500 - 20 - 8 - 8 - 16, rounded down to 4, - 2 - 4
  test.each([
    ['203.0.113.2', '5.6.7.8', 1442, 'gre'],
    ['2001:db8:cafe::2', '2a00::2', 1422, 'ip6gre'],
  ])('%s to %s: %i bytes, by the one link there is', (local, remote, mtu, kind) => {
    const { sum, links, innermost, outerEnds } = between(local, remote)
    expect(sum.computed).toBe(mtu)
    expect(links).toMatchObject([{ name: 'roam6', mtu, type: { kind, local, remote, device: null, fwmark: 0x6006 } }])
    expect([innermost, outerEnds]).toEqual(['roam6', []])
  })

  test('is refused in clear both ways, behind charon’s policies, whatever address is ours', () => {
    const { changes } = between('2001:db8:cafe::2', '2a00::2')
    expect(commandsOf(changes.filter(({ kind }) => kind === 'xfrm-block'))).toEqual([
      'ip xfrm policy add src 2a00::2/128 dst ::/0 proto 47 dir in priority 4294967295 action block',
      'ip xfrm policy add src 2a00::2/128 dst ::/0 proto 47 dir fwd priority 4294967295 action block',
      'ip xfrm policy add src ::/0 dst 2a00::2/128 proto 47 dir out priority 4294967295 action block',
    ])
  })

  test('needs the fixed address on the network that one is on', () => {
    const elsewhere = { ...underlay, addresses: ['2001:db8:cafe::77/64'] }
    const gre = { kind: 'gre', local: '2001:db8:cafe::2', remote: '2a00::2' } as const
    const none = { 'request-addresses': [], 'local-networks': [], 'remote-networks': [] }
    const layer = [
      { kind: 'ike', mode: 'transport', identity, peer, ...none } as const,
      { ...gre, checksum: false, sequence: false },
    ]
    const outcome = planTunnel({ ...profile, layer }, { ...security, virtualAddresses: [] }, elsewhere)
    expect(outcome).toMatchObject({ ok: false, finding: { code: 'not-at-fixed-address' } })
  })
})

test('the refusal of GRE in clear is made before the link that it protects', () => {
  const kinds = planned(profile, security, underlay).changes.map(({ kind }) => kind)
  expect(kinds.indexOf('xfrm-block')).toBeGreaterThanOrEqual(0)
  expect(kinds.indexOf('xfrm-block')).toBeLessThan(kinds.indexOf('link'))
})
