/** These checks say what can be said of one value while it is typed. What needs a certificate's inside is asked of the helper. */
import type { Check, Draft, Judgement } from './field.ts'
import { type Address, formatPrefix, isInside, networkOf, type Prefix, parseAddress, parsePrefix } from './prefix.ts'

const wrong = (says: string, instead?: string): Judgement => ({ says, blocks: true, ...(instead ? { instead } : {}) })
const doubtful = (says: string): Judgement => ({ says, blocks: false })

/** The first that has something to say. */
const all =
  (...checks: readonly Check[]): Check =>
  (text, profile) => {
    for (const check of checks) {
      const judgement = check(text, profile)
      if (judgement) return judgement
    }
    return undefined
  }

const isAddress: Check = (text) => (parseAddress(text) ? undefined : wrong(`“${text}” is no IPv4 or IPv6 address.`))
const isPrefix: Check = (text) =>
  parsePrefix(text) ? undefined : wrong(`“${text}” is no prefix such as fd12:3456:789a::/48.`)

const onBoundary: Check = (text) => {
  const prefix = parsePrefix(text)
  if (!prefix || networkOf(prefix).value === prefix.value) return undefined
  const right = formatPrefix(networkOf(prefix))
  return wrong(`${text} is not on the boundary of its prefix. That prefix is ${right}.`, right)
}

/** RFC 4193, 3.1: of fc00::/7 only the half with the L bit, fd00::/8, is defined. */
const reserved = parsePrefix('fc00::/8') as Prefix
const ulaDefined: Check = (text) => {
  const value: Address | undefined = parsePrefix(text) ?? parseAddress(text)
  return value && isInside(reserved, { family: value.family, value: value.value })
    ? doubtful('A ULA begins with fd; fc00::/8 is reserved (RFC 4193).')
    : undefined
}

const prefixesOf = ({ home }: Draft): readonly string[] => {
  const { prefixes } = (home ?? {}) as { readonly prefixes?: unknown }
  return Array.isArray(prefixes) ? prefixes.filter((prefix) => typeof prefix === 'string') : []
}

const insideHome: Check = (text, profile) => {
  const value = parsePrefix(text) ?? parseAddress(text)
  const prefixes = prefixesOf(profile)
  const home = prefixes.map(parsePrefix).filter((prefix) => prefix !== undefined)
  if (!value || home.length === 0 || home.some((prefix) => isInside(prefix, value))) return undefined
  return doubtful(`${text} lies outside home’s prefixes: ${prefixes.join(', ')}.`)
}

const isIPv6: Check = (text) =>
  parsePrefix(text)?.family === 4 ? wrong('A network behind this laptop is IPv6.') : undefined

const hasRoom: Check = (text) =>
  parsePrefix(text)?.length === 128 ? wrong('That is a single address: nobody else has room in it.') : undefined

/** The network's own address is every router's there (RFC 4291, 2.6.1). */
const isNoNetwork: Check = (text) => {
  const prefix = parsePrefix(text)
  if (!prefix || networkOf(prefix).value !== prefix.value) return undefined
  const first = formatPrefix({ ...prefix, value: prefix.value + 1n })
  return wrong(`${text} is the network itself. The laptop’s own address in it may be ${first}.`, first)
}

const leavesHome: Check = (text, profile) => {
  const own = parsePrefix(text)
  const taken = prefixesOf(profile).find((prefix) => {
    const home = parsePrefix(prefix)
    return own && home && isInside(own, home)
  })
  return taken === undefined ? undefined : wrong(`Its network takes in home’s ${taken}.`)
}

const notEverything: Check = (text) =>
  parsePrefix(text)?.length === 0 ? wrong('Home cannot be everything. That is what a route to ::/0 is for.') : undefined

export const address = all(isAddress, ulaDefined)
export const virtualOrAddress: Check = (text, profile) => (text === 'virtual' ? undefined : address(text, profile))
export const prefix = all(isPrefix, onBoundary, ulaDefined)
export const homePrefix = all(isPrefix, notEverything, onBoundary, ulaDefined)
export const homeHost = all(isAddress, ulaDefined, insideHome)
/** An address with its length: host bits are what it is about. */
export const ownAddress = all(isPrefix, ulaDefined, insideHome)

/** The laptop's own address in the network behind it. */
export const behindAddress = all(isPrefix, isIPv6, hasRoom, isNoNetwork, leavesHome, ulaDefined)

/** A name is taken as it is; what looks like an address must be one. */
export const host: Check = (text) =>
  /^[\d.]+$|:/.test(text) && !parseAddress(text) ? wrong(`“${text}” is no IPv4 or IPv6 address.`) : undefined

/** "::/0" or "::/0 via fe80::1"; what stands behind "via" is read by its own. */
export const route: Check = (text, profile) => {
  const [to = '', via] = text.split(/ +via +/)
  return prefix(to, profile) ?? (via === undefined ? undefined : address(via, profile))
}
