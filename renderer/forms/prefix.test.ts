import { BlockList, isIP } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatAddress, formatPrefix, isInside, networkOf, type Prefix, parseAddress, parsePrefix } from './prefix.ts'

const address = fc.oneof(fc.ipV4(), fc.ipV6())
const almost = fc.stringMatching(/^[0-9a-f:.]{0,24}$/)
const prefixOf = (text: string) => parsePrefix(text) as Prefix

test('takes what the platform takes for an address, and nothing else', () => {
  fc.assert(
    fc.property(fc.oneof(address, almost), (text) => {
      expect(parseAddress(text)?.family ?? 0).toBe(isIP(text))
    }),
  )
})

test('writes an address as the platform does', () => {
  fc.assert(
    fc.property(address, (text) => {
      const parsed = parseAddress(text)
      const host = new URL(`http://${text.includes(':') ? `[${text}]` : text}/`).hostname.replace(/[[\]]/g, '')
      expect(parsed && formatAddress(parsed)).toBe(host)
    }),
  )
})

test('a network is what the platform says, and holds what it holds', () => {
  fc.assert(
    fc.property(address, address, fc.nat(128), (one, other, length) => {
      const [family, another] = [isIP(one) as 4 | 6, isIP(other)]
      if (family !== another || length > (family === 4 ? 32 : 128)) return
      const list = new BlockList()
      list.addSubnet(one, length, `ipv${family}`)
      const prefix = prefixOf(`${one}/${length}`)
      const inner = parseAddress(other)
      expect(inner && isInside(prefix, inner)).toBe(list.check(other, `ipv${family}`))
      expect(isInside(networkOf(prefix), prefix)).toBe(true)
    }),
  )
})

test('proposes the boundary', () => {
  expect(formatPrefix(networkOf(prefixOf('2a00::101/120')))).toBe('2a00::100/120')
  expect(formatPrefix(networkOf(prefixOf('fd12:3456:789a:3::2/48')))).toBe('fd12:3456:789a::/48')
  expect(formatPrefix(networkOf(prefixOf('192.168.101.7/24')))).toBe('192.168.101.0/24')
  expect(formatPrefix(networkOf(prefixOf('2001:db8::1/0')))).toBe('::/0')
})

test.each(['fd00::/129', 'fd00::', '10.0.0.0/33', 'fd00::/', '/64', 'fd00::/08', '1.2.3/8', '1.2.3.4::/64'])(
  '%s is no prefix',
  (text) => {
    expect(parsePrefix(text)).toBeUndefined()
  },
)
