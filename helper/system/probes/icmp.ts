/** ICMP and ICMPv6 as bytes: echo requests, and what answers them (RFC 792, 1191, 4443). */
import type { Family } from '../../core/change/change.ts'

/** Echo reply, destination unreachable, time exceeded; ICMPv6: destination unreachable, too big, time exceeded, echo reply. */
export const answerTypes: Readonly<Record<Family, readonly number[]>> = { 4: [0, 3, 11], 6: [1, 2, 3, 129] }

const echoRequest: Readonly<Record<Family, number>> = { 4: 8, 6: 128 }
const echoHeader = 8
/** The length of an echo without data, with its IP header. */
export const shortestEcho: Readonly<Record<Family, number>> = { 4: 28, 6: 48 }

/** Computes ICMP's checksum (RFC 1071). That of ICMPv6 is computed by the kernel. */
function checksum(bytes: Buffer): number {
  let sum = 0
  for (let i = 0; i + 1 < bytes.length; i += 2) sum += bytes.readUInt16BE(i)
  if (bytes.length % 2 === 1) sum += bytes.readUInt8(bytes.length - 1) << 8
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

/** @param length of the whole IP packet */
export function echo(family: Family, identifier: number, sequence: number, length: number): Buffer {
  const packet = Buffer.alloc(Math.max(length - shortestEcho[family], 0) + echoHeader)
  packet.writeUInt8(echoRequest[family], 0)
  packet.writeUInt16BE(identifier, 4)
  packet.writeUInt16BE(sequence, 6)
  if (family === 4) packet.writeUInt16BE(checksum(packet), 2)
  return packet
}

export type Answer =
  | { readonly kind: 'reply'; readonly identifier: number; readonly sequence: number }
  | { readonly kind: 'too-big'; readonly identifier: number; readonly sequence: number; readonly mtu: number }
  | { readonly kind: 'unreachable'; readonly identifier: number; readonly sequence: number; readonly why: string }

/** RFC 792 and 1812; RFC 4443, by code. */
const unreachable: Readonly<Record<Family, Readonly<Record<number, string>>>> = {
  4: {
    0: 'network unreachable',
    1: 'host unreachable',
    3: 'port unreachable',
    9: 'network prohibited',
    10: 'host prohibited',
    13: 'prohibited by filter',
  },
  6: { 0: 'no route', 1: 'prohibited', 3: 'address unreachable', 4: 'port unreachable', 5: 'policy' },
}

/** Reads what a raw socket received. That of ICMP has the IPv4 header in front, that of ICMPv6 has none. null: it is not about an echo. */
export function parseAnswer(family: Family, packet: Buffer): Answer | null {
  const icmp = family === 4 ? packet.subarray(((packet[0] ?? 0) % 16) * 4) : packet
  if (icmp.length < echoHeader) return null
  const [type, code] = [icmp.readUInt8(0), icmp.readUInt8(1)]
  if (type === (family === 4 ? 0 : 129))
    return { kind: 'reply', identifier: icmp.readUInt16BE(4), sequence: icmp.readUInt16BE(6) }
  const asked = askedIn(family, icmp.subarray(echoHeader))
  if (!asked) return null
  if (family === 4 && type === 3 && code === 4) return { kind: 'too-big', ...asked, mtu: icmp.readUInt16BE(6) }
  if (family === 6 && type === 2) return { kind: 'too-big', ...asked, mtu: icmp.readUInt32BE(4) }
  const exceeded = type === (family === 4 ? 11 : 3)
  return {
    kind: 'unreachable',
    ...asked,
    why: exceeded ? 'too many hops' : (unreachable[family][code] ?? `code ${code}`),
  }
}

/** Errors carry the beginning of the packet that they are about. */
function askedIn(family: Family, original: Buffer): { identifier: number; sequence: number } | null {
  const header = family === 4 ? ((original[0] ?? 0) % 16) * 4 : 40
  const icmp = original.subarray(header)
  if (icmp.length < echoHeader || icmp.readUInt8(0) !== echoRequest[family]) return null
  return { identifier: icmp.readUInt16BE(4), sequence: icmp.readUInt16BE(6) }
}
