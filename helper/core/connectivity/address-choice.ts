/**
 * Chooses addresses that stand for a prefix in questions to the kernel, and judges whether the kernel's choice is the
 * tunnel.
 */
import type { Profile } from '../../contract/profile.ts'
import { contains, familyOf, isDefault } from '../ip.ts'
import type { RouteChoice } from './questions.ts'

/**
 * Addresses of the documentation prefixes (RFC 5737 and 3849), which are nobody's home. For a default route no other
 * would do better.
 */
const anyPublic = { 4: '192.0.2.1', 6: '2001:db8::1' } as const

/** Lists the hosts of the internet that are asked through home: those that a route of the profile leads to, and that are not at home. */
export const hostsBeyondHome = ({ home, internet, route }: Profile): readonly string[] =>
  (internet?.hosts ?? []).filter(
    (host) => route.some(({ to }) => contains(to, host)) && !home.prefixes.some((prefix) => contains(prefix, host)),
  )

/**
 * Lists the addresses to ask the kernel about: home's hosts, the internet's hosts that are reached through home, and for each prefix that has none of
 * these its own first address.
 */
export function destinations(profile: Profile): readonly string[] {
  const { home, route } = profile
  const beyond = hostsBeyondHome(profile)
  const named = [...home.hosts, ...beyond]
  // A host at home says nothing of the default route: a longer prefix may lead to it.
  const isNamed = (prefix: string) => (isDefault(prefix) ? beyond : named).some((host) => contains(prefix, host))
  const samples = [...home.prefixes, ...route.map(({ to }) => to)]
    .filter((prefix) => !isNamed(prefix))
    .map((prefix) => (isDefault(prefix) ? anyPublic[familyOf(prefix)] : prefix.slice(0, prefix.lastIndexOf('/'))))
  return [...new Set([...named, ...samples])]
}

/**
 * The kernel's choice is the tunnel's where it leaves by one of its interfaces with one of its addresses. The source
 * matters as much (RFC 6724): with another one the answers go elsewhere.
 */
export function strays(
  choice: RouteChoice,
  interfaces: readonly string[],
  addresses: readonly string[],
): string | null {
  if (choice.interface === null) return choice.words
  if (choice.interface === 'lo') return null // one of our own addresses
  if (!interfaces.includes(choice.interface)) return `by ${choice.interface}`
  if (choice.source !== null && addresses.length > 0 && !addresses.includes(choice.source))
    return `with the source address ${choice.source}`
  return null
}
