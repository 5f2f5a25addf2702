/** Networks that are nobody's home, though they are prefixes: this laptop has them itself, or every link has. */
import { contains, familyOf, isDefault, overlaps, parsePrefix } from '../ip.ts'

const nobodys: readonly { readonly prefix: string; readonly why: string }[] = [
  { prefix: '0.0.0.0/8', why: 'it is this network itself (RFC 1122, 3.2.1.3)' },
  { prefix: '127.0.0.0/8', why: 'it is this laptop itself (RFC 1122, 3.2.1.3)' },
  { prefix: '169.254.0.0/16', why: 'every link has it for itself (RFC 3927)' },
  { prefix: '224.0.0.0/4', why: 'it is multicast (RFC 5771)' },
  { prefix: '255.255.255.255/32', why: 'it is broadcast (RFC 919)' },
  { prefix: '::/128', why: 'it is no address (RFC 4291, 2.5.2)' },
  { prefix: '::1/128', why: 'it is this laptop itself (RFC 4291, 2.5.3)' },
  { prefix: '::ffff:0:0/96', why: 'it is IPv4 written as IPv6 (RFC 4291, 2.5.5.2): name the IPv4 prefix' },
  { prefix: 'fe80::/10', why: 'every link has it for itself (RFC 4291, 2.5.6)' },
  { prefix: 'ff00::/8', why: 'it is multicast (RFC 4291, 2.7)' },
]

/** Why a prefix can be no network of home's, nor one that a layer reaches; null where it can. A default is another matter. */
export function notHome(text: string): string | null {
  if (!parsePrefix(text) || isDefault(text)) return null
  const found = nobodys.find(({ prefix }) => familyOf(prefix) === familyOf(text) && overlaps(prefix, text))
  if (!found) return null
  const { prefix, why } = found
  return contains(prefix, text) ? `“${text}” is nobody’s home: ${why}` : `“${text}” takes in ${prefix}, and ${why}`
}
