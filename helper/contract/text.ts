/**
 * Forms of single values in a profile. What an address or a prefix means is checked by parse-profile with ipaddr.js. The title of a form is
 * its name in the reference (roam6-profile(5)) and in editors.
 */
import * as z from 'zod'

/** No control characters or line separators: a value must never become a second line of some daemon's config. */
export const Text = z
  .string()
  .min(1)
  .max(1024)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be in it
  .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/, 'must be one line of printable text')
  .meta({ title: 'one line of text' })

export const ProfileName = Text.max(64)
  .regex(/^[^/\\]+$/, 'must not contain / or \\')
  .refine(
    (name) => name.trim() === name && !name.startsWith('.'),
    'must not start with a dot or begin or end with white space',
  )
  .meta({ title: 'name' })

export const AddressText = z
  .string()
  .max(64)
  .regex(/^[0-9a-fA-F.:]+$/, 'must be an IPv4 or IPv6 address')
  .meta({ title: 'IPv4 or IPv6 address' })
export const PrefixText = z
  .string()
  .max(64)
  .regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/, 'must be a prefix such as "fd12:3456:789a::/48"')
  .meta({ title: 'prefix (address/length)' })
export const Reference = z
  .string()
  .max(64)
  .regex(/^[\w.-]+$/, 'must be the name of a [certificate.NAME]')
  .meta({ title: 'name of a [certificate.NAME]' })

export const HostText = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9.:_][A-Za-z0-9.:_-]*$/, 'must be a host name or an address')
  .meta({ title: 'host name or address' })

export const PortNumber = z.int().min(1).max(65535).meta({ title: 'port' })

/** As the kernel takes one (dev_valid_name: at most 15 bytes, no slash, no white space), and no option of any program. */
export const InterfaceName = z
  .string()
  .regex(/^[A-Za-z0-9_][\w.-]{0,14}$/, 'must be a device name of at most 15 letters, digits, "_", "." or "-"')
  .refine((name) => name !== 'lo', 'must not be the loopback device')
  .meta({ title: 'device name of at most 15 characters' })

/** A passphrase, a password, a shared key: one line, never shown unless asked for by an administrator. */
export const Secret = z
  .string()
  .min(1)
  .max(1024)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be in it
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must be one line')
  .meta({ title: 'one line of text, secret' })

/** The longest PEM text (characters): charon is told certificates and keys by VICI, which counts a value's bytes with 16 bits. */
export const longestPem = 65_535

/** Text of a PEM file: printable ASCII and line ends. */
export const PemText = z
  .string()
  .min(1)
  .max(longestPem)
  .regex(/^[\t\r\n -~]*$/, 'must be PEM text')
  .meta({ title: 'PEM text' })
