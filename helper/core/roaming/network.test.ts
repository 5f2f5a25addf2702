import { expect, test } from 'vitest'
import { nothingObserved } from '../../../test/fakes/observed.ts'
import { networkOf, sameNetwork } from './network.ts'

const routeOut = {
  family: 6,
  to: '::/0',
  table: 254,
  protocol: '9',
  interface: 'wlan0',
  via: 'fe80::1',
  metric: 1024,
  type: 'unicast',
} as const

const at = (...addresses: readonly string[]) => ({
  ...nothingObserved,
  links: [{ index: 2, name: 'wlan0', mtu: 1500, up: true, carrier: true, loopback: false }],
  routes: [routeOut],
  addresses: addresses.map((address) => ({
    interface: 'wlan0',
    family: 6 as const,
    address,
    prefixLength: 64,
    scope: 'global',
  })),
})

test('a network stays the same while privacy extensions renew the address of one of its prefixes, which then comes first', () => {
  const before = networkOf(at('fd00::1', '2001:db8::1'), null)
  const after = networkOf(at('2001:db8::2', 'fd00::1', '2001:db8::1'), null)
  expect(sameNetwork(before, after, null)).toBe(true)
  expect(sameNetwork(before, networkOf(at('2001:db8:1::2', 'fd00::1'), null), null)).toBe(false)
})
