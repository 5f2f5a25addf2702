/** Attributes of a netlink message: a length and a type of 16 bits each, then the content, padded to four bytes (netlink(7)). */
import { joined, NetlinkMalformed, part, u16, u16Bytes } from './bytes.ts'

const headerLength = 4
const padded = (length: number) => (length + 3) & ~3

/** NLA_TYPE_MASK (linux/netlink.h): above it are the marks "nested" and "in network byte order". */
const typeMask = 0x3fff

/** By type; of two of the same type the later one counts, as in the kernel (lib/nlattr.c). */
export type Attributes = ReadonlyMap<number, Uint8Array>

/** In order, for lists whose elements are all of one type. */
export function attributeList(bytes: Uint8Array, from = 0): [type: number, content: Uint8Array][] {
  const found: [number, Uint8Array][] = []
  let at = from
  while (at + headerLength <= bytes.length) {
    const length = u16(bytes, at)
    if (length < headerLength) throw new NetlinkMalformed(`an attribute of ${length} bytes`)
    found.push([u16(bytes, at + 2) & typeMask, part(bytes, at + headerLength, length - headerLength)])
    at += padded(length)
  }
  return found
}

export const attributes = (bytes: Uint8Array, from = 0): Attributes => new Map(attributeList(bytes, from))

/** As the kernel takes it. */
export function attribute(type: number, content: Uint8Array): Uint8Array {
  const length = headerLength + content.length
  return joined(u16Bytes(length), u16Bytes(type), content, new Uint8Array(padded(length) - length))
}

/** The attribute, or nothing where there is no content. */
export const optional = (type: number, content: Uint8Array | undefined): Uint8Array =>
  content ? attribute(type, content) : new Uint8Array(0)
