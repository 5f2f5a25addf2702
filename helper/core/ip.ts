/** Addresses and prefixes, in the kernel's own spelling (RFC 5952 for IPv6). */
import ipaddr from 'ipaddr.js'
import type { Family } from './change/change.ts'

export interface Prefix {
  readonly family: Family
  readonly address: string
  readonly length: number
}

/** What the IPv6 internet is made of (RFC 4291, 2.4). */
export const globalUnicast = '2000::/3'

/** All nodes on a link (RFC 4291, 2.7.1): its far end answers even where no host is named. */
export const allNodes = 'ff02::1'

const bits = { 4: 32, 6: 128 } as const

/** Canonical text of an address, or null where it is none (also: zone index, leading zeros, IPv4 with fewer parts). */
export function parseAddress(text: string): { family: Family; address: string } | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return { family: 4, address: ipaddr.IPv4.parse(text).toString() }
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return null
  return { family: 6, address: ipaddr.IPv6.parse(text).toString() }
}

function parseAnew(text: string): Prefix | null {
  const slash = text.lastIndexOf('/')
  if (slash < 0) return null
  const found = parseAddress(text.slice(0, slash))
  const digits = text.slice(slash + 1)
  if (!found || !/^(0|[1-9]\d{0,2})$/.test(digits)) return null
  const length = Number(digits)
  return length > bits[found.family] ? null : { ...found, length }
}

interface Parsed {
  readonly prefix: Prefix
  /** The address as a number. */
  readonly value: bigint
}

/** A laptop may have thousands of routes, and each is compared several times in each turn of the loop: a text is parsed once. */
const parsed = new Map<string, Parsed>()
const mostParsed = 20_000

function parse(text: string): Parsed | null {
  const known = parsed.get(text)
  if (known !== undefined) return known
  const prefix = parseAnew(text)
  const bytes = prefix && ipaddr.parse(prefix.address).toByteArray()
  const made = prefix && bytes && { prefix, value: bytes.reduce((all, byte) => (all << 8n) | BigInt(byte), 0n) }
  // A text of a stranger's may be long; none that is a prefix is.
  if (!made) return null
  if (parsed.size >= mostParsed) parsed.clear()
  parsed.set(text, made)
  return made
}

export const parsePrefix = (text: string): Prefix | null => parse(text)?.prefix ?? null

/** "255.255.240.0" is 20; null where it is no netmask. */
export function maskLength(mask: string): number | null {
  return ipaddr.IPv4.isValidFourPartDecimal(mask) ? ipaddr.IPv4.parse(mask).prefixLengthFromSubnetMask() : null
}

export const formatPrefix = ({ address, length }: Pick<Prefix, 'address' | 'length'>) => `${address}/${length}`

export const familyOf = (address: string): Family => (address.includes(':') ? 6 : 4)

export const hostPrefix = (address: string) => `${address}/${bits[familyOf(address)]}`

/** Whether a prefix is of a single address. */
export const isHost = (prefix: string) => hostPrefix(prefix.split('/')[0] ?? '') === prefix

const numberOf = (prefix: string): Parsed => {
  const found = parse(prefix)
  if (!found) throw new Error(`not a prefix: ${prefix}`)
  return found
}
/** Throws where the text is no prefix. */
export const prefixOf = (prefix: string): Prefix => numberOf(prefix).prefix

/** Whether `inner` (an address or a prefix) lies wholly inside the prefix `outer`. */
export function contains(outer: string, inner: string): boolean {
  const { prefix: big, value: start } = numberOf(outer)
  const { prefix: small, value } = numberOf(inner.includes('/') ? inner : hostPrefix(inner))
  if (big.family !== small.family || small.length < big.length) return false
  const hostBits = BigInt(bits[big.family] - big.length)
  return value >> hostBits === start >> hostBits
}

export const overlaps = (a: string, b: string) => contains(a, b) || contains(b, a)

/** The same addresses, by prefixes of which none lies within another one; each is named once. */
export const disjoint = (prefixes: readonly string[]): readonly string[] =>
  [...new Set(prefixes)].filter((one, _, all) => !all.some((other) => other !== one && contains(other, one)))

/** The prefix with all host bits zero: what a route or rule takes. */
export function network(prefix: string): string {
  const { family, length } = prefixOf(prefix)
  const base = family === 4 ? ipaddr.IPv4.networkAddressFromCIDR(prefix) : ipaddr.IPv6.networkAddressFromCIDR(prefix)
  return `${base.toString()}/${length}`
}

export const isDefault = (prefix: string) => prefixOf(prefix).length === 0

export const scopeOf = (address: string): 'ula' | 'global' | 'ipv4' =>
  familyOf(address) === 4 ? 'ipv4' : contains('fc00::/7', address) ? 'ula' : 'global'
