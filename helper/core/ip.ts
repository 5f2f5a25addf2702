/** Addresses and prefixes, in the kernel's own spelling (RFC 5952 for IPv6). */
import ipaddr from 'ipaddr.js'
import type { Family } from './change/change.ts'

export interface Prefix {
  readonly family: Family
  readonly address: string
  readonly length: number
}

/** All nodes on a link (RFC 4291, 2.7.1): its far end answers even where no host is named. */
export const allNodes = 'ff02::1'

const bits = { 4: 32, 6: 128 } as const

/** Canonical text of an address, or null where it is none (also: zone index, leading zeros, IPv4 with fewer parts). */
export function parseAddress(text: string): { family: Family; address: string } | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return { family: 4, address: ipaddr.IPv4.parse(text).toString() }
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return null
  return { family: 6, address: ipaddr.IPv6.parse(text).toString() }
}

export function parsePrefix(text: string): Prefix | null {
  const slash = text.lastIndexOf('/')
  if (slash < 0) return null
  const parsed = parseAddress(text.slice(0, slash))
  const digits = text.slice(slash + 1)
  if (!parsed || !/^(0|[1-9]\d{0,2})$/.test(digits)) return null
  const length = Number(digits)
  return length > bits[parsed.family] ? null : { ...parsed, length }
}

/** "255.255.240.0" is 20; null where it is no netmask. */
export function maskLength(mask: string): number | null {
  return ipaddr.IPv4.isValidFourPartDecimal(mask) ? ipaddr.IPv4.parse(mask).prefixLengthFromSubnetMask() : null
}

export const formatPrefix = ({ address, length }: Pick<Prefix, 'address' | 'length'>) => `${address}/${length}`

export const familyOf = (address: string): Family => (address.includes(':') ? 6 : 4)

export const hostPrefix = (address: string) => `${address}/${bits[familyOf(address)]}`

/** Whether a prefix is of a single address. */
export const isHost = (prefix: string) => hostPrefix(prefix.split('/')[0] ?? '') === prefix

const networkOf = (prefix: string) => {
  const parsed = parsePrefix(prefix)
  if (!parsed) throw new Error(`not a prefix: ${prefix}`)
  return parsed
}

/** Whether `inner` (an address or a prefix) lies wholly inside the prefix `outer`. */
export function contains(outer: string, inner: string): boolean {
  const big = networkOf(outer)
  const small = networkOf(inner.includes('/') ? inner : hostPrefix(inner))
  if (big.family !== small.family || small.length < big.length) return false
  return big.family === 4
    ? ipaddr.IPv4.parse(small.address).match(ipaddr.IPv4.parse(big.address), big.length)
    : ipaddr.IPv6.parse(small.address).match(ipaddr.IPv6.parse(big.address), big.length)
}

export const overlaps = (a: string, b: string) => contains(a, b) || contains(b, a)

/** The same addresses, by prefixes of which none lies within another one; each is named once. */
export const disjoint = (prefixes: readonly string[]): readonly string[] =>
  [...new Set(prefixes)].filter((one, _, all) => !all.some((other) => other !== one && contains(other, one)))

/** The prefix with all host bits zero: what a route or rule takes. */
export function network(prefix: string): string {
  const { family, length } = networkOf(prefix)
  const base = family === 4 ? ipaddr.IPv4.networkAddressFromCIDR(prefix) : ipaddr.IPv6.networkAddressFromCIDR(prefix)
  return `${base.toString()}/${length}`
}

export const isDefault = (prefix: string) => networkOf(prefix).length === 0

export const scopeOf = (address: string): 'ula' | 'global' | 'ipv4' =>
  familyOf(address) === 4 ? 'ipv4' : contains('fc00::/7', address) ? 'ula' : 'global'
