import { expect, test } from 'vitest'
import { createRenewals } from './renewals.ts'

const line = (address: string, { valid = '86400sec', flags = 'dynamic mngtmpaddr' } = {}) =>
  `8: wlan0    inet6 ${address}/64 scope global ${flags} proto kernel_ra \\       valid_lft ${valid} preferred_lft 14400sec`

test('the first word of an address is news, another lifetime is not', () => {
  const renews = createRenewals()
  expect(renews(line('2001:db8:cafe::1'))).toBe(false)
  expect(renews(line('2001:db8:cafe::1'))).toBe(true)
  expect(renews(line('2001:db8:cafe::1', { valid: '3600sec' }))).toBe(true)
  expect(renews(line('2001:db8:cafe::2'))).toBe(false)
})

test('so are its end, its return, and another state', () => {
  const renews = createRenewals()
  renews(line('2001:db8:cafe::1'))
  expect(renews(`Deleted ${line('2001:db8:cafe::1')}`)).toBe(false)
  expect(renews(line('2001:db8:cafe::1'))).toBe(false)
  expect(renews(line('2001:db8:cafe::1', { flags: 'deprecated dynamic mngtmpaddr' }))).toBe(false)
  expect(renews(line('2001:db8:cafe::1'))).toBe(false)
})

test.each([
  '8: wlan0    inet 192.168.0.2/24 brd 192.168.0.255 scope global wlan0 \\       valid_lft forever preferred_lft forever',
  'default via fe80::1 dev wlan0 proto ra metric 1024 expires 1800sec hoplimit 64 pref medium',
  '8: wlan0@if7: <BROADCAST,MULTICAST> mtu 1500 qdisc noqueue state DOWN group default \\    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff',
])('all else is news each time: %s', (other) => {
  const renews = createRenewals()
  expect([renews(other), renews(other)]).toEqual([false, false])
})
