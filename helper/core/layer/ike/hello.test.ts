import { describe, expect, it } from 'vitest'
import { helloRandom, ikeHello } from './hello.ts'

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
