/** Addresses as bytes, written as the rest of the program writes them (`ip.ts`). */
import ipaddr from 'ipaddr.js'
import type { Family } from '../change/change.ts'
import { NetlinkMalformed, part } from './bytes.ts'

/** linux/socket.h: AF_INET, AF_INET6. */
export const AF_INET = 2
export const AF_INET6 = 10

const families: Readonly<Record<number, Family>> = { [AF_INET]: 4, [AF_INET6]: 6 }

/** Undefined for what is neither IPv4 nor IPv6: a dump of all families has MPLS and multicast routing in it, too. */
export const familyOfNumber = (number: number): Family | undefined => families[number]

export const addressBytes = { 4: 4, 6: 16 } as const satisfies Record<Family, number>

export function addressText(bytes: Uint8Array): string {
  if (bytes.length === addressBytes[4]) return bytes.join('.')
  if (bytes.length !== addressBytes[6]) throw new NetlinkMalformed(`an address of ${bytes.length} bytes`)
  return new ipaddr.IPv6([...bytes]).toString()
}

export const familyNumber = { 4: AF_INET, 6: AF_INET6 } as const satisfies Record<Family, number>

/** The address in network byte order, four or sixteen bytes. */
export const bytesOfAddress = (address: string): Uint8Array => Uint8Array.from(ipaddr.parse(address).toByteArray())

/** A member of a structure has room for the longer kind. */
export const addressIn = (bytes: Uint8Array, at: number, family: Family): string =>
  addressText(part(bytes, at, addressBytes[family]))

/** Where an attribute is absent because the address is all zeros. */
export const unspecified = { 4: '0.0.0.0', 6: '::' } as const satisfies Record<Family, string>
