import { describe, expect, test } from 'vitest'
import { nothingObserved } from '../../../test/fakes/observed.ts'
import { rulesAsSeen } from '../../../test/fakes/rules-as-seen.ts'
import { seed001 } from '../../../test/fakes/seed001.ts'
import type { Family } from '../change/change.ts'
import { guardRules } from '../change/guard.ts'
import { mainTable, routeProtocol, table } from '../change/marks.ts'
import type { Observed, ObservedLink, ObservedRoute, ObservedRule } from '../change/observed.ts'
import { surroundingsOf } from '../change/surroundings.ts'
import { foreignFindings } from './foreign.ts'

const { profile } = seed001
const here = { gateways: ['5.6.7.8'], underlay: 'wlan0' }

const link = (name: string, kind?: string): ObservedLink => ({
  index: 3,
  name,
  kind,
  mtu: 1500,
  up: true,
  carrier: true,
  loopback: false,
})
const route = (family: Family, to: string, device: string, more: Partial<ObservedRoute> = {}): ObservedRoute => ({
  family,
  to,
  interface: device,
  table: mainTable,
  protocol: 'static',
  metric: 0,
  type: 'unicast',
  ...more,
})
const rule = (family: Family, priority: number, more: Partial<ObservedRule>): ObservedRule => ({
  family,
  priority,
  protocol: 'boot',
  unreachable: false,
  ...more,
})
/** The kernel's own (rtnetlink(7), RT_TABLE_LOCAL, MAIN). */
const ofKernel = ([4, 6] as const).flatMap((family) => [
  rule(family, 0, { protocol: 'kernel', table: 255 }),
  rule(family, 32766, { protocol: 'kernel', table: mainTable }),
])

const cafe: Observed = {
  ...nothingObserved,
  links: [link('lo'), link('wlan0')],
  addresses: [{ interface: 'wlan0', family: 4, address: '192.168.0.2', prefixLength: 24, scope: 'global' }],
  routes: [route(4, '0.0.0.0/0', 'wlan0'), route(6, '::/0', 'wlan0', { protocol: 'ra' })],
}
const ours = rulesAsSeen(guardRules(profile, surroundingsOf(profile, cafe, here.gateways)))

/** @param between rules in their place: those of one priority in this order */
function guarded(before: readonly ObservedRule[], after: readonly ObservedRule[] = []): Observed {
  const [local, main] = [ofKernel.filter(({ priority }) => priority === 0), ofKernel.filter((one) => one.priority > 0)]
  const rules = [...local, ...before, ...ours, ...after, ...main].toSorted((a, b) => a.priority - b.priority)
  return { ...cafe, rules }
}
const told = (now: Observed, of = profile) =>
  foreignFindings(of, now, here).map(({ code, args, evidence }) => [code, args, evidence])

test('a laptop with nothing but ours has nothing to tell', () => expect(told(guarded([]))).toEqual([]))

describe('another full-tunnel VPN', () => {
  const wg = link('wg0', 'wireguard')
  const wgRoutes = [route(4, '0.0.0.0/0', 'wg0', { table: 51820 }), route(6, '::/0', 'wg0', { table: 51820 })]
  const notItsOwn = (family: Family, priority: number) =>
    rule(family, priority, { not: true, fwmark: 51820, table: 51820 })
  const withVpn = (now: Observed): Observed => ({
    ...now,
    links: [...now.links, wg],
    routes: [...now.routes, ...wgRoutes],
  })

  test.each([32764, 100, 5270])('its rules at preference %i come after ours', (priority) =>
    expect(told(withVpn(guarded([notItsOwn(4, priority), notItsOwn(6, priority)])))).toEqual([]),
  )

  test('rules that it gave no preference land at 0, after ours', () =>
    expect(told(withVpn(guarded([], [notItsOwn(4, 0), notItsOwn(6, 0)])))).toEqual([]))

  test('rules at 0 before ours are told, each with what it takes', () =>
    expect(told(withVpn(guarded([notItsOwn(4, 0), notItsOwn(6, 0)])))).toEqual([
      [
        'rule-before-ours',
        {
          what: 'to the gateway',
          rule: '0: not from all fwmark 0xca6c lookup 51820',
          interface: 'wg0',
          family: 4,
        },
        ['to the gateway: 0: not from all fwmark 0xca6c lookup 51820, by wg0'],
      ],
      [
        'rule-before-ours',
        {
          what: 'for home (fd12:3456:789a::/48)',
          rule: '0: not from all fwmark 0xca6c lookup 51820',
          interface: 'wg0',
          family: 6,
        },
        [
          'for home (fd12:3456:789a::/48): 0: not from all fwmark 0xca6c lookup 51820, by wg0',
          'for home (2a00::100/120): 0: not from all fwmark 0xca6c lookup 51820, by wg0',
        ],
      ],
    ]))

  test('a rule that leads to a table without a route for them decides nothing', () =>
    expect(told(guarded([notItsOwn(4, 0), notItsOwn(6, 0)]))).toEqual([]))

  test('a rule for the sockets of one link, or for what is forwarded, is none for all', () => {
    const narrow = [{ oif: 'eth1' }, { iif: 'docker0' }, { from: '10.0.0.0/8' }, { narrower: true as const }]
    const rules = narrow.map((more) => rule(6, 0, { ...more, table: 51820 }))
    expect(told(withVpn(guarded(rules)))).toEqual([])
  })

  test('jumps that lead nowhere leave it in front', () => {
    const now = withVpn(guarded([notItsOwn(6, 100)]))
    const lost = { ...now, rules: now.rules.filter(({ priority, family }) => family !== 6 || priority !== 6000) }
    expect(told(lost).map(([code]) => code)).toEqual(['rule-before-ours'])
  })

  test('its routes in main, by halves, take the way to the gateway', () => {
    const now = guarded([])
    const halves = ['0.0.0.0/1', '128.0.0.0/1'].map((to) => route(4, to, 'tun0'))
    const all = { ...now, links: [...now.links, link('tun0', 'tun')], routes: [...now.routes, ...halves] }
    expect(told(all)).toEqual([
      [
        'gateway-in-other-tunnel',
        { gateway: '5.6.7.8', interface: 'tun0', route: '0.0.0.0/1' },
        ['0.0.0.0/1 dev tun0, which is a tun link'],
      ],
    ])
  })

  test('a rule that goes before the IPv6 internet by home is told while that is routed', () => {
    const now = withVpn(guarded([rule(6, 5270, { table: 51820 })], ourDefault))
    const connected = { ...now, routes: [...now.routes, homeDefault] }
    expect(told(now)).toEqual([])
    const rule5270 = '5270: from all lookup 51820'
    expect(told(connected)).toEqual([
      [
        'rule-before-ours',
        { what: 'to ::/0', rule: rule5270, interface: 'wg0', family: 6 },
        [`to ::/0: ${rule5270}, by wg0`],
      ],
    ])
  })
})

const homeDefault = route(6, '::/0', 'roam6', { table, protocol: String(routeProtocol) })
const ourDefault = [
  rule(6, 6040, { protocol: String(routeProtocol), table: mainTable, suppressPrefixLength: 0 }),
  rule(6, 6041, { protocol: String(routeProtocol), table }),
]

test('a router’s route for 2000::/3 takes the IPv6 internet, and is named', () => {
  const now = guarded([], ourDefault)
  const advertised = route(6, '2000::/3', 'wlan0', { protocol: 'ra' })
  expect(told({ ...now, routes: [...now.routes, homeDefault, advertised] })).toEqual([
    ['route-overridden', { to: '::/0', by: '2000::/3 leads to wlan0' }, ['2000::/3 dev wlan0, protocol ra']],
  ])
  // The ordinary default route of the cafe's counts for nothing.
  expect(told({ ...now, routes: [...now.routes, homeDefault] })).toEqual([])
})

describe('a link of this laptop’s own', () => {
  const docker = (address: string, prefixLength: number, family: Family = 4): Observed => {
    const now = guarded([])
    const own = { interface: 'docker0', family, address, prefixLength, scope: 'global' }
    return { ...now, links: [...now.links, link('docker0', 'bridge')], addresses: [...now.addresses, own] }
  }

  test('with one of the tunnel’s networks is told', () =>
    expect(told(docker('192.168.101.1', 24))).toEqual([
      ['link-has-remote-network', { interface: 'docker0', own: '192.168.101.0/24', network: '192.168.101.0/24' }, []],
    ]))

  test('with one of home’s networks is told', () =>
    expect(told(docker('fd12:3456:789a:9::1', 64, 6))).toEqual([
      ['link-has-home', { interface: 'docker0', own: 'fd12:3456:789a:9::/64', network: 'fd12:3456:789a::/48' }, []],
    ]))

  test('with another one is not, nor is the link of the network behind', () => {
    expect(told(docker('172.17.0.1', 16))).toEqual([])
    const behind = { ...profile, behind: { link: 'docker0', address: 'fd12:3456:789a:9::1/64' } }
    expect(told(docker('fd12:3456:789a:9::1', 64, 6), behind)).toEqual([])
  })
})

test('more routes than can be looked through are told', () => {
  const codes = (now: Observed) => foreignFindings(profile, now, here).map(({ code }) => code)
  expect(codes({ ...nothingObserved, routesPartial: true })).toContain('routes-unlisted')
  expect(codes(nothingObserved)).not.toContain('routes-unlisted')
})
