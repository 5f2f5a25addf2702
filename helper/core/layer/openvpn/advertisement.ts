/** Stateless autoconfiguration on a tap (RFC 4862): from a router's advertisement to the address that is ours. */
import ipaddr from 'ipaddr.js'
import { contains } from '../../ip.ts'
import type { Assigned } from '../assigned.ts'

/** The bytes of a router advertisement before its options (RFC 4861, 4.2). */
const header = 16
const prefixInformation = 3
/** RFC 4861, 4.6.2: the prefix may be used for autonomous configuration. */
const autonomous = 0x40
/** The length of prefix and of interface identifier on Ethernet, in bytes (RFC 2464, 4). */
const half = 8

/** Prefixes of 64 bits that hosts are to make addresses of, in the router's order: their first half. */
function autonomousPrefixes(advertisement: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = []
  const view = new DataView(advertisement.buffer, advertisement.byteOffset, advertisement.length)
  for (let at = header; at + 2 <= advertisement.length; ) {
    const [type, length] = [view.getUint8(at), view.getUint8(at + 1) * 8]
    if (length === 0 || at + length > advertisement.length) return found
    if (type === prefixInformation && length === 32) {
      const valid = view.getUint32(at + 4)
      const usable = view.getUint8(at + 2) === half * 8 && (view.getUint8(at + 3) & autonomous) !== 0 && valid > 0
      if (usable) found.push(advertisement.slice(at + 16, at + 16 + half))
    }
    at += length
  }
  return found
}

/**
 * The interface identifier in the modified EUI-64 format (RFC 4291, appendix A). The kernel makes the link-local
 * address of the same identifier, so its uniqueness is tested.
 */
function interfaceIdentifier(mac: string): number[] {
  const [first = 0, ...rest] = mac.split(':').map((byte) => Number.parseInt(byte, 16))
  return [first ^ 0x02, ...rest.slice(0, 2), 0xff, 0xfe, ...rest.slice(2)]
}

/**
 * @param home what else is advertised is not taken: the far end's Ethernet does not decide what goes there.
 * @param mac of our end, "02:00:5e:10:00:01"
 */
export function autoconfigured(advertisement: Uint8Array, mac: string, home: readonly string[]): Assigned | null {
  const addresses = autonomousPrefixes(advertisement).map((prefix) =>
    ipaddr.fromByteArray([...prefix, ...interfaceIdentifier(mac)]).toString(),
  )
  const ours = addresses.find((address) => home.some((prefix) => contains(prefix, address)))
  return ours === undefined ? null : { address: ours, length: half * 8 }
}
