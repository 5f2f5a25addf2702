/** Bytes as net/wireless/nl80211.c and net/netlink/genetlink.c write them; no machine of ours has Wi-Fi to record. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attribute } from './attributes.ts'
import { joined, NetlinkMalformed, u16Bytes, u32Bytes } from './bytes.ts'
import { askWireless, askWirelessFamily, decodeFamily, decodeWireless } from './wireless.ts'

const bytes = (words: string) => Uint8Array.from(Buffer.from(words))
const answer = (...found: readonly Uint8Array[]) => joined(Uint8Array.of(7, 1, 0, 0), ...found)
/** WIPHY, IFINDEX, IFNAME, IFTYPE (station), SSID. */
const link = (ssid: Uint8Array) =>
  answer(
    attribute(1, u32Bytes(0)),
    attribute(3, u32Bytes(3)),
    attribute(4, bytes('wlan0\0')),
    attribute(5, u32Bytes(2)),
    attribute(52, ssid),
  )

test('the family is asked for by its name, and its devices by its number', () => {
  expect(Buffer.from(askWirelessFamily.body).toString('hex')).toBe(
    `${'03010000'}0c000200${Buffer.from('nl80211\0').toString('hex')}`,
  )
  expect(decodeFamily(answer(attribute(2, bytes('nl80211\0')), attribute(1, u16Bytes(35))))).toBe(35)
  expect(askWireless(35)).toMatchObject({ protocol: 16, type: 35, body: Uint8Array.of(5, 1, 0, 0) })
  expect(() => decodeFamily(answer())).toThrow(NetlinkMalformed)
})

test.each([
  ['of letters', bytes('Cafe Wi-Fi'), 'Cafe Wi-Fi'],
  ['of UTF-8', bytes('Büro 家'), 'Büro 家'],
  ['that is no text', Uint8Array.of(0xff, 0x41), '\uFFFD\uFFFD'],
  ['that would move a cursor, or turn the writing', bytes('a\u001b[2Jb\u202e\u200bc'), 'a\uFFFD[2Jb\uFFFD\uFFFDc'],
])('a network’s name %s', (_, ssid, shown) => {
  expect(decodeWireless(link(ssid))).toEqual({ name: 'wlan0', ssid: shown })
})

test('a device that has joined no network has none, nor has one with a hidden, empty name', () => {
  expect(decodeWireless(answer(attribute(4, bytes('wlan0\0'))))).toBeUndefined()
  expect(decodeWireless(link(new Uint8Array(0)))).toBeUndefined()
  expect(decodeWireless(link(new Uint8Array(8)))).toBeUndefined()
})

test('bytes in any disorder are a name, none, or the one error that says what is wrong with them', () => {
  const whole = link(bytes('Cafe Wi-Fi'))
  const disorder = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.nat(whole.length).map((length) => whole.subarray(0, length)),
    fc.tuple(fc.nat(whole.length - 1), fc.nat(255)).map(([place, byte]) => whole.with(place, byte)),
  )
  fc.assert(
    fc.property(disorder, (body) => {
      for (const decode of [decodeWireless, decodeFamily])
        try {
          decode(body)
        } catch (error) {
          if (!(error instanceof NetlinkMalformed)) throw error
        }
    }),
    { numRuns: 3_000 },
  )
})
