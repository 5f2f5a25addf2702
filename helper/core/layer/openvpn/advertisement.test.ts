import { expect, test } from 'vitest'
import { autoconfigured } from './advertisement.ts'

const mac = '52:54:00:12:34:56'
const home = ['2001:db8:abba::/48']
const onLinkAndAutonomous = 0xc0

/** As radvd sends it, source link-layer address first. */
const advertisement = (prefix: readonly number[], { flags = onLinkAndAutonomous, length = 64, valid = 86400 } = {}) =>
  Uint8Array.from([
    134,
    0,
    0,
    0,
    64,
    0,
    7,
    8,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    1,
    1,
    2,
    0,
    0,
    0,
    0,
    1,
    3,
    4,
    length,
    flags,
    0,
    0,
    valid >> 8,
    valid & 0xff,
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    0,
    ...prefix,
    ...new Array(16 - prefix.length).fill(0),
  ])
const ours = [0x20, 0x01, 0x0d, 0xb8, 0xab, 0xba, 0x10, 0x00]
const valid = 0x0e10

test('an address of the advertised prefix, by our hardware address', () => {
  expect(autoconfigured(advertisement(ours, { valid }), mac, home)).toEqual({
    address: '2001:db8:abba:1000:5054:ff:fe12:3456',
    length: 64,
  })
})

test.each([
  ['of another prefix than home’s', advertisement([0x20, 0x01, 0x0d, 0xb8, 0xff, 0xff], { valid })],
  ['that is not for hosts to choose from', advertisement(ours, { valid, flags: 0x80 })],
  ['of another length', advertisement(ours, { valid, length: 48 })],
  ['that has ended', advertisement(ours, { valid: 0 })],
  ['cut short', advertisement(ours, { valid }).slice(0, 40)],
  ['with an option of no length', Uint8Array.from([...new Array(16).fill(0), 3, 0, 0, 0])],
])('nothing by an advertisement %s', (_, bytes) => {
  expect(autoconfigured(bytes, mac, home)).toBeNull()
})
