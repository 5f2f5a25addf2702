/** Numbers and text as the kernel lays them out in memory: the machine's own byte order, little-endian on x86-64 and ARM64. */

/** The kernel's answer contradicts itself: it is cut off, or a length in it cannot be. */
export class NetlinkMalformed extends Error {}

const byteAt = (bytes: Uint8Array, at: number): number => {
  const byte = bytes[at]
  if (byte === undefined) throw new NetlinkMalformed(`${bytes.length} bytes end before byte ${at}`)
  return byte
}

export const u8 = byteAt
export const u16 = (bytes: Uint8Array, at = 0): number => byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8)
export const u32 = (bytes: Uint8Array, at = 0): number => (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0
export const i32 = (bytes: Uint8Array, at = 0): number => u32(bytes, at) | 0

/** In network byte order: ports, SPIs, and the headers of netfilter. */
export const networkU16 = (bytes: Uint8Array, at = 0): number => (byteAt(bytes, at) << 8) | byteAt(bytes, at + 1)
export const networkU32 = (bytes: Uint8Array, at = 0): number =>
  ((networkU16(bytes, at) << 16) | networkU16(bytes, at + 2)) >>> 0

/** Exactly this many bytes of it. */
export function part(bytes: Uint8Array, at: number, length: number): Uint8Array {
  if (at + length > bytes.length) throw new NetlinkMalformed(`${bytes.length} bytes end before byte ${at + length}`)
  return bytes.subarray(at, at + length)
}

/** A name or an alias: UTF-8 up to its first NUL byte, if it has one. Bytes that are no UTF-8 become U+FFFD, all of them. */
export function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  const content = end < 0 ? bytes : bytes.subarray(0, end)
  if (content.every((byte) => byte < 0x80)) return String.fromCharCode(...content)
  const escaped = Array.from(content, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  try {
    return decodeURIComponent(escaped)
  } catch {
    return '\uFFFD'.repeat(content.length)
  }
}

/** The same number as the kernel takes it. */
export const u32Bytes = (value: number): Uint8Array =>
  Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24)
export const u16Bytes = (value: number): Uint8Array => Uint8Array.of(value & 0xff, (value >>> 8) & 0xff)

export const networkU16Bytes = (value: number): Uint8Array => u16Bytes(value).reverse()
export const networkU32Bytes = (value: number): Uint8Array => u32Bytes(value).reverse()

/** A name or an alias as the kernel takes it. */
export const utf8 = (content: string): Uint8Array =>
  Uint8Array.from(encodeURIComponent(content).match(/%..|./g) ?? [], (one) =>
    one.startsWith('%') ? Number.parseInt(one.slice(1), 16) : one.charCodeAt(0),
  )
export const zeroEnded = (content: string): Uint8Array => joined(utf8(content), Uint8Array.of(0))

/** A structure of this many bytes, zero but for the members that are given, each at its place. */
export function structure(
  length: number,
  members: readonly (readonly [at: number, content: Uint8Array])[],
): Uint8Array {
  const whole = new Uint8Array(length)
  for (const [at, content] of members) whole.set(content, at)
  return whole
}

export function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
