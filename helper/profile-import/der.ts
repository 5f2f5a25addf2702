/** DER (X.690) as a tree, and out of it PEM. Bytes are "binary strings", as node-forge has them. */
import forge, { type Asn1 } from 'node-forge/lib/index.js'

export type { Asn1 }

/** Universal class 0, context-specific 0x80 (X.690, 8.1.2.2). */
export const tag = { boolean: 1, integer: 2, bitString: 3, octetString: 4, oid: 6, sequence: 16, set: 17 } as const
const contextSpecific = 0x80

/** In steps: a call takes so many arguments and no more. */
export function binaryOf(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)))
  return parts.join('')
}

export const bytesOf = (binary: string): Uint8Array => Uint8Array.from(binary, (byte) => byte.charCodeAt(0))

/** `ber`: also lengths left open and strings in pieces, as PKCS#12 may have them. Null for anything else. */
export function parseDer(bytes: string, ber = false): Asn1 | null {
  try {
    return forge.asn1.fromDer(bytes, { strict: !ber, parseAllBytes: true, decodeBitStrings: false })
  } catch {
    return null
  }
}

export const derOf = (node: Asn1): string => forge.asn1.toDer(node).getBytes()

export const isTag = (node: Asn1 | undefined, type: number): node is Asn1 => node?.tagClass === 0 && node.type === type

export const isContext = (node: Asn1 | undefined, number: number): node is Asn1 =>
  node?.tagClass === contextSpecific && node.type === number

/** Of a sequence, a set or an explicit tag; none of a primitive. */
export const partsOf = (node: Asn1 | undefined): readonly Asn1[] =>
  node === undefined || typeof node.value === 'string' ? [] : node.value

/** Of a primitive, or of a string in pieces put together. */
export const contentOf = (node: Asn1 | undefined): string =>
  node === undefined ? '' : typeof node.value === 'string' ? node.value : node.value.map(contentOf).join('')

/** Dotted; null where it is no object identifier. */
export function oidOf(node: Asn1 | undefined): string | null {
  const content = contentOf(node)
  return isTag(node, tag.oid) && content !== '' ? forge.asn1.derToOid(content) : null
}

/** Null where it is none, negative, or beyond what is counted exactly. */
export function integerOf(node: Asn1 | undefined): number | null {
  const content = contentOf(node)
  if (!isTag(node, tag.integer) || content.length === 0 || content.length > 6 || content.charCodeAt(0) > 127)
    return null
  return [...content].reduce((sum, byte) => sum * 256 + byte.charCodeAt(0), 0)
}

/** RFC 7468: 64 columns. */
export const pemOf = (label: string, der: string): string =>
  `-----BEGIN ${label}-----\n${forge.util.encode64(der, 64).replace(/\r/g, '').trimEnd()}\n-----END ${label}-----\n`

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** White space in it does not matter; null for what is no base64 (RFC 4648). */
export function fromBase64(text: string): string | null {
  const whole = text.replace(/\s+/g, '')
  let end = whole.length
  while (whole[end - 1] === '=') end -= 1
  const digits = whole.slice(0, end)
  if (!/^[A-Za-z0-9+/]*$/.test(digits) || digits.length % 4 === 1) return null
  const bytes: string[] = []
  let bits = 0
  let held = 0
  for (const digit of digits) {
    bits = ((bits << 6) | alphabet.indexOf(digit)) & 0xffff
    held += 6
    if (held >= 8) {
      held -= 8
      bytes.push(String.fromCharCode((bits >> held) & 0xff))
    }
  }
  return bytes.join('')
}

/** Text of a UTF8String or any of its plainer relatives. */
export function textOfBytes(bytes: string): string {
  try {
    return forge.util.decodeUtf8(bytes)
  } catch {
    return bytes
  }
}
