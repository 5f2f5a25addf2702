import { describe, expect, it } from 'vitest'
import { helloRandom, ikeHello, isHelloAnswer } from './hello.ts'

const random = Uint8Array.from({ length: helloRandom }, (_, i) => i + 1)

describe('an IKE_SA_INIT that asks whether anyone is there', () => {
  it('is well-formed: header and chain of payloads end where their lengths say (RFC 7296, 3.1 and 3.2)', () => {
    const message = ikeHello(random, 500)
    const view = new DataView(message.buffer)
    expect([message[17], message[18], message[19]]).toEqual([0x20, 34, 0x08])
    expect(view.getUint32(24)).toBe(message.length)
    const chain: number[] = []
    let next = message[16] ?? 0
    let at = 28
    while (next !== 0) {
      chain.push(next)
      next = message[at] ?? 0
      at += view.getUint16(at + 2)
    }
    expect(chain).toEqual([33, 34, 40])
    expect(at).toBe(message.length)
  })

  it('stands behind four zero bytes on UDP 4500 (RFC 3948, 2.2)', () => {
    const [plain, marked] = [ikeHello(random, 500), ikeHello(random, 4500)]
    expect([...marked]).toEqual([0, 0, 0, 0, ...plain])
  })
})

describe.each([500, 4500])('what comes back on UDP %i', (port) => {
  const hello = ikeHello(random, port)
  const header = port === 4500 ? 4 : 0
  const changed = (at: number, byte: number) => hello.with(header + at, byte)

  it('is an answer where it has our SPI and is a response of IKEv2, or is of IKEv1 (RFC 7296, 3.1)', () => {
    expect(isHelloAnswer(hello, changed(19, 0x20), port)).toBe(true)
    expect(isHelloAnswer(hello, changed(17, 0x10), port)).toBe(true)
  })

  it('is none where it is our own packet, another conversation’s, or too short', () => {
    expect(isHelloAnswer(hello, hello, port)).toBe(false)
    expect(isHelloAnswer(hello, changed(19, 0x20).with(header, 99), port)).toBe(false)
    expect(isHelloAnswer(hello, changed(19, 0x20).subarray(0, header + 27), port)).toBe(false)
  })
})
