/**
 * Makes a small, well-formed first message of IKEv2, to see whether anyone answers. Any answer counts: the gateway's
 * own first message, NO_PROPOSAL_CHOSEN, or a COOKIE. The half-open state that the message leaves at the gateway is
 * forgotten there within seconds.
 */

/** RFC 7296, 3.1 and 3.2. */
const exchange = { saInit: 34 } as const
const payload = { none: 0, sa: 33, ke: 34, nonce: 40 } as const
const version2 = 0x20
const initiator = 0x08
const response = 0x20
const headerLength = 28
/** IANA, IKEv2 transform types and IDs. */
const transforms: readonly (readonly [type: number, id: number, keyBits?: number])[] = [
  [1, 12, 128], // AES-CBC
  [2, 5], // PRF HMAC-SHA2-256
  [3, 12], // HMAC-SHA2-256-128
  [4, 31], // Curve25519: any 32 bytes are a public value (RFC 8031)
]
const curve25519 = 31
const keyLength = 32

const bytes16 = (value: number) => [value >> 8, value & 0xff]
const bytes32 = (value: number) => [...bytes16(value >>> 16), ...bytes16(value & 0xffff)]
const generic = (next: number, body: readonly number[]) => [next, 0, ...bytes16(body.length + 4), ...body]

/** Random bytes that `ikeHello` needs: SPI, public value, nonce. */
export const helloRandom = 8 + keyLength + 32

export function ikeHello(random: Uint8Array, port: number): Uint8Array {
  const spi = [...random.subarray(0, 8)]
  const publicValue = [...random.subarray(8, 8 + keyLength)]
  const nonce = [...random.subarray(8 + keyLength, helloRandom)]
  const encoded = transforms.map(([type, id, keyBits], i) => {
    const attribute = keyBits === undefined ? [] : [...bytes16(0x800e), ...bytes16(keyBits)]
    const last = i === transforms.length - 1
    return [last ? 0 : 3, 0, ...bytes16(8 + attribute.length), type, 0, ...bytes16(id), ...attribute]
  })
  const proposal = encoded.flat()
  const sa = [0, 0, ...bytes16(8 + proposal.length), 1, 1, 0, transforms.length, ...proposal]
  const payloads = [
    ...generic(payload.ke, sa),
    ...generic(payload.nonce, [...bytes16(curve25519), 0, 0, ...publicValue]),
    ...generic(payload.none, nonce),
  ]
  const header = [...spi, ...new Array<number>(8).fill(0), payload.sa, version2, exchange.saInit, initiator]
  const message = [...header, ...bytes32(0), ...bytes32(headerLength + payloads.length), ...payloads]
  return Uint8Array.from([...new Array<number>(markerLength(port)).fill(0), ...message])
}

/** On UDP 4500 four zero bytes tell IKE from ESP (RFC 3948, 2.2). */
const markerLength = (port: number) => (port === 4500 ? 4 : 0)

/**
 * Tells whether a packet answers a hello: it has the hello's SPI and is a response of IKE. Something else on that port, or a network that
 * sends our own packet back, says nothing of IKE. The version may be older: a gateway of IKEv1 alone answers with its own.
 */
export function isHelloAnswer(hello: Uint8Array, answer: Uint8Array, port: number): boolean {
  const asked = hello.subarray(markerLength(port))
  const header = answer.subarray(markerLength(port))
  if (header.length < headerLength) return false
  const hasOurSpi = asked.subarray(0, 8).every((byte, at) => byte === header[at])
  const [version = 0, , flags = 0] = header.subarray(17)
  return hasOurSpi && (version < version2 || (flags & response) !== 0)
}
