/**
 * Forms of single values in a profile. What an address or a prefix means is checked by parse-profile with ipaddr.js. The title of a form is
 * its name in the reference (roam6-profile(5)) and in editors.
 */
import * as v from 'valibot'
import { about } from './table.ts'

/** No control characters or line separators: a value must never become a second line of some daemon's config. */
export const Text = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.maxLength(1024),
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be in it
  v.regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/, 'must be one line of printable text'),
  about({ title: 'one line of text' }),
)

export const ProfileName = v.pipe(
  Text,
  v.maxLength(64),
  v.regex(/^[^/\\]+$/, 'must not contain / or \\'),
  v.check(
    (name) => name.trim() === name && !name.startsWith('.'),
    'must not start with a dot or begin or end with white space',
  ),
  about({ title: 'name' }),
)

export const AddressText = v.pipe(
  v.string(),
  v.maxLength(64),
  v.regex(/^[0-9a-fA-F.:]+$/, 'must be an IPv4 or IPv6 address'),
  about({ title: 'IPv4 or IPv6 address' }),
)

/** Says what a prefix lacks that people write without: ip(8) takes "default", and an address for its own /128. */
function noPrefix(text: string): string {
  if (text === 'default') return 'is written as "::/0"'
  const isAddress = v.is(AddressText, text) && /[.:]/.test(text)
  if (isAddress) return `lacks its length, as in "${text}/${text.includes(':') ? 64 : 24}"`
  return 'must be a prefix such as "fd12:3456:789a::/48"'
}

export const PrefixText = v.pipe(
  v.string(),
  v.maxLength(64),
  v.regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/, ({ input }) => noPrefix(input)),
  about({ title: 'prefix (address/length)' }),
)
export const Reference = v.pipe(
  v.string(),
  v.maxLength(64),
  v.regex(/^[\w.-]+$/, 'must be the name of a [certificate.NAME]'),
  about({ title: 'name of a [certificate.NAME]' }),
)

export const HostText = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.maxLength(253),
  v.regex(/^[A-Za-z0-9.:_][A-Za-z0-9.:_-]*$/, 'must be a host name or an address'),
  about({ title: 'host name or address' }),
)

export const PortNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535), about({ title: 'port' }))

/** As the kernel takes one (dev_valid_name: at most 15 bytes, no slash, no white space), and no option of any program. */
export const InterfaceName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_][\w.-]{0,14}$/, 'must be a device name of at most 15 letters, digits, "_", "." or "-"'),
  v.check((name) => name !== 'lo', 'must not be the loopback device'),
  about({ title: 'device name of at most 15 characters' }),
)

/** A passphrase, a password, a shared key: one line, never shown unless asked for by an administrator. */
export const Secret = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.maxLength(1024),
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be in it
  v.regex(/^[^\u0000-\u001f\u007f]*$/, 'must be one line'),
  about({ title: 'one line of text, secret' }),
)

/** The longest PEM text (characters): charon is told certificates and keys by VICI, which counts a value's bytes with 16 bits. */
export const longestPem = 65_535

/** Text of a PEM file: printable ASCII and line ends. */
export const PemText = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.maxLength(longestPem),
  v.regex(/^[\t\r\n -~]*$/, 'must be PEM text'),
  about({ title: 'PEM text' }),
)
