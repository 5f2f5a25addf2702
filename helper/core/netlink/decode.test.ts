/** What no recording has. */
import { expect, test } from 'vitest'
import { attribute, attributes } from './attributes.ts'
import { joined, text, u16, u32, u32Bytes } from './bytes.ts'
import { decodeRoute } from './routes.ts'
import { decodeRule } from './rules.ts'
import { decodeState } from './xfrm.ts'

/** struct fib_rule_hdr of IPv4 that leads to a table. */
const rule = (...more: readonly Uint8Array[]) => joined(Uint8Array.of(2, 0, 0, 0, 100, 0, 0, 1, 0, 0, 0, 0), ...more)

test.each([
  ['a tunnel', 12],
  ['a master device', 19],
  ['a protocol', 22],
  ['source ports', 23],
  ['destination ports', 24],
  ['a DSCP', 25],
  ['a flow label', 26],
])('a rule that asks for %s is narrower than can be said', (_, type) => {
  expect(decodeRule(rule())).not.toHaveProperty('narrower')
  expect(decodeRule(rule(attribute(type, u32Bytes(7))))).toMatchObject({ narrower: true, table: 100 })
})

test('an attribute that nobody knows yet makes a rule no other one', () => {
  expect(decodeRule(rule(attribute(99, u32Bytes(7))))).toEqual(decodeRule(rule()))
})

test('rules and routes of other families are not ours to tell of', () => {
  const ofMulticast = rule().with(0, 128)
  expect(decodeRule(ofMulticast)).toBeUndefined()
  expect(decodeRoute(ofMulticast)).toBeUndefined()
})

test('what the kernel has learned of a path is no route', () => {
  /** struct rtmsg: IPv4, a host, table main, of the kernel, unicast. */
  const route = Uint8Array.of(2, 32, 0, 0, 254, 2, 0, 1, 0, 0, 0, 0)
  expect(decodeRoute(route)).toMatchObject({ to: '0.0.0.0/32', table: 254, index: undefined })
  expect(decodeRoute(route.with(9, 0x02))).toBeUndefined()
})

test('an association of a family that is none says so', () => {
  expect(() => decodeState(new Uint8Array(224).with(212, 99))).toThrow('xfrm of family 99')
})

test('of two attributes of a type the later one counts, and marks of nesting and byte order are no part of it', () => {
  const found = attributes(joined(attribute(3, u32Bytes(1)), attribute(0x8000 | 3, u32Bytes(2))))
  expect([...found].map(([type, content]) => [type, u32(content)])).toEqual([[3, 2]])
})

test('numbers are of this machine’s byte order, text ends at its first NUL and need not be UTF-8', () => {
  expect([u16(Uint8Array.of(1, 2)), u32(Uint8Array.of(0, 0, 0, 0xff))]).toEqual([0x0201, 0xff000000])
  const utf8 = (words: string) => Uint8Array.from(Buffer.from(words))
  expect(text(utf8('wlan0\0rest'))).toBe('wlan0')
  expect(text(utf8('Büro 家'))).toBe('Büro 家')
  expect(text(Uint8Array.of(0x61, 0xff))).toBe('\uFFFD\uFFFD')
})
