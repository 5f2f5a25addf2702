import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { longestPem } from '../contract/text.ts'
import { type Section, type SectionElement, section } from '../core/layer/ike/section.ts'
import { decodeMessage, decodePacket, encodeMessage, encodePacket, packetType, ViciMalformed } from './vici-message.ts'

const name = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme-ascii' })
const value = fc.string({ maxLength: 300, unit: 'grapheme' })
const anySection: fc.Arbitrary<Section> = fc.letrec<{ section: Section; element: SectionElement }>((tie) => ({
  element: fc.oneof({ maxDepth: 4 }, value, fc.array(value, { maxLength: 5 }), tie('section')),
  section: fc
    .uniqueArray(fc.tuple(name, tie('element')), { selector: ([key]) => key, maxLength: 6 })
    .map((entries) => new Map(entries)),
})).section

describe('VICI messages', () => {
  it('encodes the example of the protocol description', () => {
    // strongSwan, src/libcharon/plugins/vici/README.md, "Encoding example"
    const message = section({
      key1: 'value1',
      section1: { 'sub-section': { key2: 'value2' }, list1: ['item1', 'item2'] },
    })
    const bytes = [
      [3, 4, 'key1', 0, 6, 'value1'],
      [1, 8, 'section1', 1, 11, 'sub-section', 3, 4, 'key2', 0, 6, 'value2', 2],
      [4, 5, 'list1', 5, 0, 5, 'item1', 5, 0, 5, 'item2', 6, 2],
    ].flat()
    const expected = Buffer.concat(
      bytes.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))),
    )
    expect(encodeMessage(message).equals(expected)).toBe(true)
  })

  it('gives back any message, in its order', () => {
    fc.assert(
      fc.property(anySection, (message) => {
        const decoded = decodeMessage(encodeMessage(message))
        expect(decoded).toEqual(message)
        expect([...decoded.keys()]).toEqual([...message.keys()])
      }),
    )
  })

  it('keeps bytes that are not text', () => {
    const der = Uint8Array.of(0x30, 0x82, 0xff, 0xfe, 0x00)
    expect(decodeMessage(encodeMessage(section({ data: der }))).get('data')).toEqual(der)
  })

  it('takes any bytes for a message or calls them malformed, and a cut message always malformed or shorter', () => {
    const decodes = (bytes: Buffer): boolean => {
      try {
        decodeMessage(bytes)
        return true
      } catch (error) {
        expect(error).toBeInstanceOf(ViciMalformed)
        return false
      }
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void decodes(Buffer.from(bytes))))
    fc.assert(
      fc.property(anySection, fc.nat(), (message, cut) => {
        const bytes = encodeMessage(message)
        if (bytes.length > 0 && decodes(bytes.subarray(0, cut % bytes.length)))
          expect(decodeMessage(bytes.subarray(0, cut % bytes.length)).size).toBeLessThan(message.size)
      }),
    )
  })

  it.each<[string, number[]]>([
    ['an end without a start', [2]],
    ['a section without end', [1, 1, 97]],
    ['a list item outside a list', [5, 0, 0]],
    ['a section inside a list', [4, 1, 97, 1, 1, 98, 2, 6]],
    ['the same key twice', [3, 1, 97, 0, 0, 3, 1, 97, 0, 0]],
    ['an empty name', [3, 0, 0, 0]],
    ['an unknown element', [9]],
    ['endless nesting', Array.from({ length: 99 }, () => [1, 1, 97]).flat()],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeMessage(Buffer.from(bytes))).toThrow(ViciMalformed)
  })

  it('refuses what does not fit: names over 255, values over 65,535, packets over 512 KiB', () => {
    expect(() => encodeMessage(section({ ['n'.repeat(256)]: '' }))).toThrow(ViciMalformed)
    expect(() => encodeMessage(section({ data: 'v'.repeat(longestPem) }))).not.toThrow()
    expect(() => encodeMessage(section({ data: 'v'.repeat(longestPem + 1) }))).toThrow(ViciMalformed)
    const big = section({ list: Array.from({ length: 9 }, () => 'v'.repeat(65_535)) })
    expect(() => encodePacket({ type: packetType.commandRequest, name: 'load-cert', message: big })).toThrow(
      ViciMalformed,
    )
  })

  it('frames a packet by its length and names only the types that have a name', () => {
    const request = { type: packetType.commandRequest, name: 'version', message: section({}) } as const
    const bytes = encodePacket(request)
    expect(bytes.readUInt32BE()).toBe(bytes.length - 4)
    expect(decodePacket(bytes.subarray(4))).toEqual(request)
    expect(decodePacket(Buffer.of(packetType.eventConfirm))).toEqual({ type: 5, name: '', message: new Map() })
    expect(() => decodePacket(Buffer.of(8))).toThrow(ViciMalformed)
    expect(() => decodePacket(Buffer.alloc(0))).toThrow(ViciMalformed)
  })
})
