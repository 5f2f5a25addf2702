import { expect, test } from 'vitest'
import { readAnswer } from './answer.ts'
import { attribute } from './attributes.ts'
import { joined, u32Bytes, zeroEnded } from './bytes.ts'
import { control, encodeMessage, flag, type NetlinkMessage } from './message.ts'

const asked = { sequence: 7, port: 4711 }
const message = (type: number, more: Partial<NetlinkMessage> = {}) =>
  encodeMessage({ ...asked, type, flags: 2, body: new Uint8Array(0), ...more })
const entry = (number: number, more: Partial<NetlinkMessage> = {}) => message(16, { body: u32Bytes(number), ...more })
const end = message(control.done, { body: u32Bytes(0) })

/** What comes of each datagram, and which entries were handed over. */
function read(...datagrams: readonly Uint8Array[]) {
  const entries: number[] = []
  const reader = readAnswer(asked, ({ body }) => entries.push(body[0] ?? -1))
  return { progress: datagrams.map((datagram) => reader.take(datagram)), entries }
}

test('an answer goes on until its end, over as many datagrams as it takes', () => {
  expect(read(joined(entry(1), entry(2)), entry(3), end)).toEqual({
    progress: [{ at: 'more' }, { at: 'more' }, { at: 'done' }],
    entries: [1, 2, 3],
  })
})

test('its end may come with the last entry, and what follows is not of it', () => {
  expect(read(joined(entry(1), end, entry(2)))).toEqual({ progress: [{ at: 'done' }], entries: [1] })
})

test.each([
  ['an older question', { sequence: 6 }],
  ['another socket', { port: 4712 }],
])('an answer to %s is passed over, its end too', (_, other) => {
  expect(read(joined(entry(1), entry(2, other), message(control.done, other)), end)).toEqual({
    progress: [{ at: 'more' }, { at: 'done' }],
    entries: [1],
  })
})

test('a change meanwhile is told at the end, wherever it was seen', () => {
  const interrupted = entry(1, { flags: 2 | flag.interrupted })
  expect(read(interrupted, entry(2), end).progress).toEqual([{ at: 'more' }, { at: 'more' }, { at: 'interrupted' }])
  expect(read(joined(entry(1), message(control.overrun), end)).progress).toEqual([{ at: 'interrupted' }])
})

test('an acknowledgement ends an answer, a refusal has its reason', () => {
  expect(read(entry(1), message(control.error, { body: u32Bytes(0) })).progress.at(-1)).toEqual({ at: 'done' })
  expect(read(message(control.error, { body: u32Bytes(-2) })).progress).toEqual([
    { at: 'refused', errno: 2, words: '' },
  ])
  expect(read(message(control.done, { body: u32Bytes(-105) })).progress).toEqual([
    { at: 'refused', errno: 105, words: '' },
  ])
})

test('messages that say nothing are no entries', () => {
  expect(read(joined(message(control.nothing), entry(1), end)).entries).toEqual([1])
})

/** struct nlmsgerr: a number, the header of the request, the rest of the request where it is echoed; then attributes. */
const refusal = (flags: number, echoed: Uint8Array) =>
  message(control.error, {
    flags,
    body: joined(
      u32Bytes(-95),
      u32Bytes(16 + echoed.length),
      new Uint8Array(12),
      echoed,
      attribute(1, zeroEnded('Unknown device type')),
    ),
  })

test.each([
  ['without the request', flag.capped | flag.extended, new Uint8Array(0)],
  ['after the whole request', flag.extended, new Uint8Array(8)],
])('a refusal has the kernel’s words, %s', (_, flags, echoed) => {
  expect(read(refusal(flags, echoed)).progress).toEqual([{ at: 'refused', errno: 95, words: 'Unknown device type' }])
})

test('a refusal whose words are cut off is malformed', () => {
  const whole = refusal(flag.extended, new Uint8Array(0))
  const lied = whole.slice()
  lied.set(u32Bytes(4_000), 20)
  expect(read(lied).progress).toEqual([{ at: 'refused', errno: 95, words: '' }])
  const torn = whole.slice(0, whole.length - 8)
  torn.set(u32Bytes(torn.length), 0)
  expect(() => read(torn)).toThrow(/\d/)
})
