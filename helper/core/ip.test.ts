import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { expect, test } from 'vitest'
import { contains, familyOf, hostPrefix } from './ip.ts'

const v4 = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, length]) => `${address}/${length}`)
const v6 = fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([address, length]) => `${address}/${length}`)
const prefix = fc.oneof(v4, v6).filter((text) => !/:.*\./.test(text))

test('a prefix contains what the library says that it contains, each time that it is asked', () => {
  const byLibrary = (outer: string, inner: string) => {
    const [big, small] = [outer, inner].map((text) => ipaddr.parseCIDR(text))
    return big !== undefined && small !== undefined && small[1] >= big[1] && small[0].match(big)
  }
  fc.assert(
    fc.property(prefix, prefix, fc.nat(128), (one, other, length) => {
      const around = `${one.split('/')[0]}/${Math.min(length, familyOf(one) === 4 ? 32 : 128)}`
      for (const [outer, inner] of [
        [one, other],
        [around, one],
        [one, around],
      ] as const) {
        const expected = familyOf(outer) === familyOf(inner) && byLibrary(outer, inner)
        expect([contains(outer, inner), contains(outer, inner)]).toEqual([expected, expected])
      }
    }),
  )
  expect([contains('::/0', '1.2.3.4'), contains('fd12::/16', 'fd12::1'), hostPrefix('::1')]).toEqual([
    false,
    true,
    '::1/128',
  ])
  for (const none of ['1.2.3.4/33', 'fd12::%1/64', 'x/1']) expect(() => contains(none, '::1')).toThrow('not a prefix')
})
