import { describe, expect, it } from 'vitest'
import { echo, parseAnswer, shortestEcho } from './icmp.ts'

const withHeader = (family: 4 | 6, icmp: Buffer) =>
  Buffer.concat([family === 4 ? Buffer.from([0x45, ...new Array<number>(19).fill(0)]) : Buffer.alloc(40), icmp])
/** What a raw socket hands over: of IPv4 the whole packet, of IPv6 what is behind the header. */
const received = (family: 4 | 6, icmp: Buffer) => (family === 4 ? withHeader(4, icmp) : icmp)

describe.each([4, 6] as const)('ICMP of IPv%i', (family) => {
  const [replyType, tooBigType] = family === 4 ? [0, 3] : [129, 2]

  it('makes an echo request as long as asked, with its IP header', () => {
    expect(echo(family, 1, 2, 1414).length).toBe(1414 - (family === 4 ? 20 : 40))
    expect(echo(family, 1, 2, shortestEcho[family]).length).toBe(8)
  })

  it('knows its reply', () => {
    const reply = echo(family, 0xabcd, 7, 100)
    reply.writeUInt8(replyType, 0)
    expect(parseAnswer(family, received(family, reply))).toEqual({ kind: 'reply', identifier: 0xabcd, sequence: 7 })
  })

  it('reads the MTU that a router names, and for which echo', () => {
    const error = Buffer.alloc(8)
    error.writeUInt8(tooBigType, 0)
    if (family === 4) {
      error.writeUInt8(4, 1)
      error.writeUInt16BE(1400, 6)
    } else error.writeUInt32BE(1400, 4)
    const whole = Buffer.concat([error, withHeader(family, echo(family, 9, 3, 1414).subarray(0, 8))])
    expect(parseAnswer(family, received(family, whole))).toEqual({
      kind: 'too-big',
      identifier: 9,
      sequence: 3,
      mtu: 1400,
    })
  })

  it('passes over what is about others, or cut short', () => {
    expect(parseAnswer(family, received(family, Buffer.alloc(4)))).toBeNull()
    const error = Buffer.alloc(8)
    error.writeUInt8(family === 4 ? 3 : 1, 0)
    expect(parseAnswer(family, received(family, error))).toBeNull()
    expect(parseAnswer(family, Buffer.alloc(0))).toBeNull()
  })
})

it('sums ICMP’s checksum to nothing', () => {
  const packet = echo(4, 0x1234, 5, 85)
  let sum = 0
  for (const [i, byte] of packet.entries()) sum += i % 2 === 0 ? byte << 8 : byte
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  expect(sum).toBe(0xffff)
})
