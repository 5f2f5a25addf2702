/** What a kernel answered on a laptop with seed 001's tunnel up, and on one with odd things of every kind. */
import { describe, expect, test } from 'vitest'
import { typed } from '../../../test/fakes/commands.ts'
import { lookAtRecorded } from '../../../test/fakes/netlink-look.ts'
import { seed001 } from '../../../test/fakes/seed001.ts'
import { guardChanges } from '../../core/change/guard.ts'
import { ifId } from '../../core/change/marks.ts'
import { isPresent } from '../../core/change/present.ts'
import { surroundingsOf } from '../../core/change/surroundings.ts'
import { undoRequests } from '../../core/change/undo.ts'
import { planTunnel } from '../../core/layer/plan-tunnel.ts'
import { describeUnderlay } from '../../core/underlay.ts'

describe("with seed 001's tunnel up", async () => {
  const observed = await lookAtRecorded('seed-001')
  const planned = planTunnel(seed001.profile, seed001.security, seed001.underlay, { measured: 1414, measuring: false })
  if (!planned.ok) throw new Error('seed 001 cannot be planned')
  const surroundings = surroundingsOf(seed001.profile, observed, ['5.6.7.8'])
  // Whether a filter stands is looked at in the lab, with its rules as they are made today (test/scenarios/netlink.test.ts).
  const changes = [...guardChanges(seed001.profile, surroundings), ...planned.value.changes].filter(
    ({ kind }) => kind !== 'guard-filter' && kind !== 'input-filter',
  )

  test.each(changes.map((change) => [JSON.stringify(change), change]))('a look sees %s', (_, change) => {
    expect(isPresent(change, observed)).toBe(true)
    // A setting of a link goes with the link.
    expect(undoRequests(change, observed).length > 0).toBe(change.kind !== 'link-setting')
  })

  test('the underlay, and not the tunnel, is the underlay', () => {
    expect(describeUnderlay(observed, '5.6.7.8', true)).toMatchObject({
      interface: 'wlan0',
      router: '192.168.0.1',
      mtu: 1500,
      nat: true,
    })
  })

  test('what charon made is found by its if_id', () => {
    const { policies } = observed
    const indexOf = (direction: string) =>
      policies.find((one) => one.ifId === ifId && one.direction === direction)?.index
    expect(typed(undoRequests({ kind: 'xfrm-owner', ifId }, observed))).toEqual([
      ...['out', 'fwd', 'in'].map((way) => `ip xfrm policy delete dir ${way} index ${indexOf(way)} if_id ${ifId}`),
      expect.stringMatching(/^ip xfrm state delete src 192\.168\.0\.2 dst 5\.6\.7\.8 proto esp spi 0x[0-9a-f]{8}$/),
      expect.stringMatching(/^ip xfrm state delete src 5\.6\.7\.8 dst 192\.168\.0\.2 proto esp spi 0x[0-9a-f]{8}$/),
    ])
  })

  test('no key is in what was recorded, nor in what is seen', () => {
    expect(observed.states.map((state) => Object.keys(state).sort())).toEqual(
      observed.states.map(() => ['destination', 'ifId', 'protocol', 'reqid', 'source', 'spi']),
    )
  })
})

describe('with odd things of every kind', async () => {
  const { links, addresses, routes, rules, policies, states, filters } = await lookAtRecorded('odd')
  const route = (to: string) => routes.find((one) => one.to === to)

  test('links: without a kind, with an alias in other letters, without a carrier', () => {
    const [lo, odd, peerless] = ['lo', 'odd0', 'odd1'].map((name) => links.find((link) => link.name === name))
    expect(lo).toMatchObject({ index: 1, mtu: 65536, up: true, loopback: true, kind: undefined, alias: undefined })
    expect(odd).toMatchObject({ kind: 'dummy', alias: 'Büro 家 – “roam6”', up: true, carrier: true, loopback: false })
    expect(peerless).toMatchObject({ kind: 'veth', mtu: 1380, up: true, carrier: false })
  })

  test('addresses: our own where there is a peer, scopes with and without a name', () => {
    expect(addresses).toEqual(
      expect.arrayContaining([
        { interface: 'odd0', family: 4, address: '10.77.9.1', prefixLength: 32, scope: 'link' },
        { interface: 'odd0', family: 4, address: '10.77.8.1', prefixLength: 24, scope: '42' },
        { interface: 'odd0', family: 6, address: '2001:db8:78::1', prefixLength: 128, scope: 'global' },
        { interface: 'lo', family: 6, address: '::1', prefixLength: 128, scope: 'host' },
      ]),
    )
  })

  test('routes: next hops of the other family, of a nexthop object, the first of several; big tables; refusals', () => {
    expect(route('10.79.0.0/16')).toMatchObject({ family: 4, via: 'fe80::1', metric: 50, protocol: '3' })
    expect(route('10.80.0.1/32')).toMatchObject({ table: 70000, mtu: 1300, protocol: '66', via: undefined })
    expect(route('2001:db8:7::/48')).toMatchObject({ via: 'fe80::7', interface: 'odd0', metric: 1024 })
    expect(route('2001:db8:9::/48')).toMatchObject({ via: 'fe80::7', interface: 'odd0' })
    expect(route('2001:db8:10::/48')).toMatchObject({ via: 'fe80::1', interface: 'odd0' })
    expect(route('2001:db8:12::/48')).toMatchObject({ type: 'unreachable', metric: 4294967295 })
    expect(route('10.82.0.0/16')).toMatchObject({ type: 'blackhole', interface: undefined, table: 254 })
    expect(routes.filter(({ table }) => table === 52).map(({ to, type }) => [to, type])).toEqual([
      ['0.0.0.0/0', 'throw'],
      ['10.84.0.0/16', 'prohibit'],
    ])
  })

  test('an IPv4 route by several next hops has the first', async () => {
    const multipath = await lookAtRecorded('multipath')
    const found = multipath.routes.find(({ to }) => to === '10.78.0.0/16')
    expect(found).toMatchObject({ via: '10.77.0.2', interface: 'odd0', type: 'unicast', table: 254 })
  })

  test.each([4, 6] as const)(
    'rules of IPv%i: inverted, masked, of one user, refusing, narrower than can be said',
    (family) => {
      const at = (priority: number) => rules.find((rule) => rule.family === family && rule.priority === priority)
      const [base, all] = [
        { family, unreachable: false },
        { to: undefined, from: undefined },
      ]
      expect(at(32765)).toMatchObject({ ...base, ...all, fwmark: 51820, table: 51820, not: true })
      expect(at(100)).toMatchObject({ ...base, fwmark: 0x10, fwmask: 0xff, table: 100, protocol: '0' })
      expect(at(101)).toMatchObject({ ...base, fwmark: 0, fwmask: 0xff })
      expect(at(102)).toMatchObject({ ...base, user: 1000 })
      expect(at(102)).not.toHaveProperty('narrower')
      expect(at(103)).toMatchObject({ ...base, user: undefined, narrower: true })
      expect(at(104)).toMatchObject({ ...base, iif: 'odd0', oif: undefined })
      expect(at(105)).toMatchObject({ ...base, oif: 'odd0', table: 254, suppressPrefixLength: 0, protocol: '66' })
      expect(at(106)).toMatchObject({ ...base, unreachable: true, oif: 'gone0', table: undefined })
      expect(at(107)).toMatchObject({ ...base, refusal: 'blackhole' })
      expect(at(108)).toMatchObject({ ...base, refusal: 'prohibit' })
      for (const priority of [109, 110, 111, 113]) expect(at(priority)).toMatchObject({ ...base, narrower: true })
      expect(at(116)).toMatchObject({ ...base, table: 70000, suppressPrefixLength: undefined })
      expect(at(0)).toEqual({ ...base, ...all, priority: 0, protocol: '2', table: 255 })
    },
  )

  test('policies: blocks, forwarding, an if_id, a protocol', () => {
    expect(policies).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ source: '192.0.2.1/32', protocol: '47', direction: 'in', blocks: true }),
        expect.objectContaining({ source: '0.0.0.0/0', direction: 'fwd', blocks: false, reqid: 7, ifId: undefined }),
        expect.objectContaining({ source: '2001:db8::/32', protocol: '17', direction: 'out', ifId: 0x6006, reqid: 0 }),
      ]),
    )
  })

  test('states: also one that is being negotiated', () => {
    expect(states).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          destination: '192.0.2.3',
          protocol: 'esp',
          spi: '0x00002000',
          reqid: 0x6006,
          larval: true,
        }),
        expect.objectContaining({ protocol: 'ah', spi: '0x00001003' }),
        expect.objectContaining({ source: '2001:db8::1', spi: '0x00001002', ifId: 0x6006 }),
      ]),
    )
  })

  test('nftables: comments in order, a chain without rules, nothing of tables with the same chains', () => {
    expect(filters).toEqual({
      tables: { roam6: { input: ['first', '', 'last – letzte'], empty: [] }, 'roam6-guard': { output: ['guard'] } },
    })
  })
})
