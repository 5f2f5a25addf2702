import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recordedAs, recordedOf } from '../../../test/fakes/recorded-netlink.ts'
import { readAnswer } from './answer.ts'
import { attribute, attributeList } from './attributes.ts'
import { joined, NetlinkMalformed } from './bytes.ts'
import { decodeAddress, decodeLink } from './links.ts'
import { decodeMessages, encodeMessage } from './message.ts'
import { decodeChain, decodeRuleOfChain, generationOf } from './nftables.ts'
import { decodeRoute } from './routes.ts'
import { decodeRule } from './rules.ts'
import { decodePolicy, decodeState } from './xfrm.ts'

/** By the name of the answer that has them in the recordings. */
const decoders: Readonly<Record<string, (body: Uint8Array) => unknown>> = {
  '0/18': decodeLink,
  '0/22': decodeAddress,
  '0/26': decodeRoute,
  '0/34': decodeRule,
  '6/21': decodePolicy,
  '6/18': decodeState,
  '12/2561': generationOf,
  '12/2564': (body) => decodeChain(body, 'roam6'),
  '12/2567': (body) => decodeRuleOfChain(body, 'roam6'),
}

/** Whatever it is given: a value, or the one error that says what is wrong with the bytes. */
function survives(decode: () => unknown): void {
  try {
    decode()
  } catch (error) {
    if (!(error instanceof NetlinkMalformed)) throw error
    expect(error.message).toMatch(/\d/)
  }
}

const readAll = (decode: (body: Uint8Array) => unknown, datagram: Uint8Array) =>
  survives(() => readAnswer(recordedAs, ({ body }) => survives(() => decode(body))).take(datagram))

const datagrams = ['seed-001', 'odd', 'multipath'].flatMap((name) =>
  Object.entries(recordedOf(name).answers).flatMap(([question, answer]) =>
    answer.map((hex) => ({
      question: question.split('/', 2).join('/'),
      bytes: Uint8Array.from(Buffer.from(hex, 'hex')),
    })),
  ),
)

/** Thousands of bytes in any state of disorder take a few milliseconds; a loop that does not end takes for ever. */
const limits = { interruptAfterTimeLimit: 10_000, markInterruptAsFailure: true } as const

describe.each(Object.entries(decoders))('answers to %s', (question, decode) => {
  const recorded = datagrams.filter((one) => one.question === question).map(({ bytes }) => bytes)

  test('are recorded, and read whole', () => {
    expect(recorded.length).toBeGreaterThan(1)
    for (const datagram of recorded) readAnswer(recordedAs, ({ body }) => decode(body)).take(datagram)
  })

  test('of random bytes say what is wrong or nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        survives(() => decode(bytes))
        readAll(decode, bytes)
      }),
      { numRuns: 2_000, ...limits },
    )
  })

  test('that are cut off at any byte say so or are read as far as they go', () => {
    for (const datagram of recorded)
      for (let length = 0; length < datagram.length; length++) readAll(decode, datagram.subarray(0, length))
  })

  test('with bytes that are others say what is wrong or something else', () => {
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(
        fc.constantFrom(...recorded),
        fc.array(change, { minLength: 1, maxLength: 8 }),
        (datagram, changes) => {
          const changed = datagram.slice()
          for (const [place, byte] of changes) changed[place % changed.length] = byte
          readAll(decode, changed)
        },
      ),
      { numRuns: 3_000, ...limits },
    )
  })
})

const content = fc.uint8Array({ maxLength: 40 })

test('what is encoded is decoded as it was: messages', () => {
  const message = fc.record({
    type: fc.nat(0xffff),
    flags: fc.nat(0xffff),
    sequence: fc.nat(0xffffffff),
    port: fc.nat(0xffffffff),
    body: content.map((bytes) => bytes.subarray(0, bytes.length & ~3)),
  })
  fc.assert(
    fc.property(fc.array(message, { maxLength: 5 }), (messages) => {
      expect(decodeMessages(joined(...messages.map(encodeMessage)))).toEqual(messages)
    }),
  )
})

test('what is encoded is decoded as it was: attributes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(0x3fff), content), { maxLength: 8 }), (all) => {
      expect(attributeList(joined(...all.map(([type, bytes]) => attribute(type, bytes))))).toEqual(all)
    }),
  )
})
