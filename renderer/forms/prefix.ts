/** Reads addresses and prefixes as forms check them while one types: text in, a number of bits out. */

export interface Address {
  readonly family: 4 | 6
  readonly value: bigint
}

export interface Prefix extends Address {
  readonly length: number
}

const bits = { 4: 32, 6: 128 } as const

export function parseAddress(text: string): Address | undefined {
  const value = text.includes(':') ? parseIPv6(text) : parseIPv4(text)
  return value === undefined ? undefined : { family: text.includes(':') ? 6 : 4, value }
}

export function parsePrefix(text: string): Prefix | undefined {
  const [, address = '', length = ''] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? []
  const parsed = parseAddress(address)
  return parsed && Number(length) <= bits[parsed.family] ? { ...parsed, length: Number(length) } : undefined
}

/** With all host bits zero: what a route takes. */
export function networkOf({ family, value, length }: Prefix): Prefix {
  const host = BigInt(bits[family] - length)
  return { family, value: (value >> host) << host, length }
}

/** Whether the address, or the whole prefix, lies inside `outer`. */
export function isInside(outer: Prefix, inner: Address & { readonly length?: number }): boolean {
  if (inner.family !== outer.family || (inner.length ?? bits[inner.family]) < outer.length) return false
  return networkOf({ ...inner, length: outer.length }).value === networkOf(outer).value
}

export const formatPrefix = ({ length, ...address }: Prefix) => `${formatAddress(address)}/${length}`

export function formatAddress({ family, value }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.')
  const groups = Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - 16 * at)) & 0xffffn).toString(16))
  // RFC 5952: the longest run of zeros, if longer than one group, is left out.
  const runs = [...groups.join(':').matchAll(/\b0(?::0)+\b/g)].sort((a, b) => b[0].length - a[0].length)
  const [run] = runs
  if (!run) return groups.join(':')
  const text = groups.join(':')
  return `${text.slice(0, run.index).replace(/:$/, '')}::${text.slice(run.index + run[0].length).replace(/^:/, '')}`
}

function parseIPv4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n)
}

function parseIPv6(text: string): bigint | undefined {
  const [head = '', tail, more] = text.split('::')
  if (more !== undefined) return undefined
  if (tail !== undefined && head.includes('.')) return undefined
  const first = groupsOf(head)
  const last = groupsOf(tail ?? '')
  if (!first || !last) return undefined
  const missing = 8 - first.length - last.length
  // "::" stands for at least one group (RFC 4291, 2.2).
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  return [...first, ...Array<bigint>(missing).fill(0n), ...last].reduce((value, group) => (value << 16n) | group, 0n)
}

/** The last two groups may be an IPv4 address. */
function groupsOf(text: string): bigint[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const dotted = parts.at(-1)?.includes('.') ? parts.pop() : undefined
  const embedded = dotted === undefined ? undefined : parseIPv4(dotted)
  if (dotted !== undefined && embedded === undefined) return undefined
  if (!parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined
  const groups = parts.map((part) => BigInt(`0x${part}`))
  return embedded === undefined ? groups : [...groups, embedded >> 16n, embedded & 0xffffn]
}
