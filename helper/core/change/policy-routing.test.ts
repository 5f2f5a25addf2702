import { expect, test } from 'vitest'
import { commandsOf } from '../../../test/fakes/commands.ts'
import { seed001 } from '../../../test/fakes/seed001.ts'
import type { AddressChange } from './change.ts'
import { planRouting, sourceRules, type WayHome } from './policy-routing.ts'

const { profile } = seed001
const noLink = { onLink: [], ethernet: false }
const carrier: WayHome = { interface: 'roam6x', reachable: ['192.168.101.0/24'], mtu: null, ...noLink }
const overlay: WayHome = { interface: 'roam6', reachable: null, mtu: 1400, ...noLink }
const greEnd = [{ to: '192.168.101.2/32', interface: 'roam6x', mtu: 1438 }]
const lines = (plan: ReturnType<typeof planRouting>) => commandsOf([...plan.routes, ...plan.rules])

test('home and the chosen routes go by the overlay, what ESP carries by the carrier', () => {
  expect(lines(planRouting(profile, [carrier, overlay], greEnd, ['192.168.0.0/24']))).toEqual([
    'ip route replace 192.168.101.2/32 dev roam6x table 6006 proto 66 mtu 1438',
    'ip route replace fd12:3456:789a::/48 dev roam6 table 6006 proto 66 mtu 1400',
    'ip route replace 2a00::100/120 dev roam6 table 6006 proto 66 mtu 1400',
    'ip route replace ::/0 dev roam6 table 6006 proto 66 mtu 1400',
    'ip route replace 192.168.101.0/24 dev roam6x table 6006 proto 66',
    'ip rule add pref 6030 to 192.168.101.2/32 lookup 6006 protocol 66',
    'ip -6 rule add pref 6040 lookup main suppress_prefixlength 0 protocol 66',
    'ip -6 rule add pref 6041 lookup 6006 protocol 66',
    'ip rule add pref 6030 to 192.168.101.0/24 lookup 6006 protocol 66',
  ])
})

test('a cafe that uses the tunnel’s network keeps it, but for the overlay’s far end', () => {
  const plan = planRouting(profile, [carrier, overlay], greEnd, ['192.168.101.0/24'])
  expect(plan.overlapping).toEqual([{ network: '192.168.101.0/24', underlay: '192.168.101.0/24' }])
  expect(lines(plan)).not.toContain('ip rule add pref 6030 to 192.168.101.0/24 lookup 6006 protocol 66')
  expect(lines(plan)).toContain('ip rule add pref 6030 to 192.168.101.2/32 lookup 6006 protocol 66')
})

test('a carrier that carries a home prefix takes it, without an overlay too', () => {
  const ula: WayHome = { interface: 'roam6x', reachable: ['fd12:3456:789a::/48'], mtu: null, ...noLink }
  const plan = planRouting({ ...profile, route: [] }, [ula], [], [])
  expect(plan.routes.map(({ to, interface: name }) => `${to} ${name}`)).toEqual(['fd12:3456:789a::/48 roam6x'])
})

const address = (address: string): AddressChange => ({
  kind: 'address',
  interface: 'roam6',
  address,
  prefixLength: 128,
})
const addresses = [address('2a00::101'), address('192.168.101.1')]

test('the way back of an answer is found by the tunnel’s own IPv6 address where the internet goes home', () => {
  expect(commandsOf(sourceRules(profile, addresses))).toEqual([
    'ip -6 rule add pref 6039 from 2a00::101/128 lookup 6006 protocol 66',
  ])
})

test('no rule is for the tunnel’s own addresses where no other default stands before ours', () => {
  expect(sourceRules({ ...profile, route: [] }, addresses)).toEqual([])
  expect(sourceRules({ ...profile, internet: { hosts: [], guarded: true } }, addresses)).toEqual([])
})
