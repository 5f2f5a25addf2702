/**
 * Text for people without what must stay secret: the one place that takes keys out of what commands, daemons and files say. In their place
 * stands "…". Nothing here is a lock: what is secret by its meaning alone is kept out where it is known.
 */

const hidden = '…'

/** Private keys as PEM, also in JSON, where their lines end in "\n"; what is cut off at the end counts. */
const pem =
  /-----BEGIN [A-Za-z0-9 ]*(?:PRIVATE KEY|Static key V1|client key)-----[^-]*(?:-----END [A-Za-z0-9 ]*-----)?/g
/** A key for ip(8) or setkey(8): 64 bits or more. Marks, SPIs and if_ids have 32. */
const hexadecimal = /0x[0-9a-fA-F]{16,}/g
/** 240 bits in one word, of all three kinds of characters: no name is that long. A path begins with "/". */
const word = /(?<![A-Za-z0-9+/=._-])[A-Za-z0-9+][A-Za-z0-9+/]{39,}={0,2}/g
const isMixed = (text: string) => /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9]/.test(text)

/** Keys, by their form alone: for what commands and daemons say. */
export const withoutKeys = (text: string): string =>
  text
    .replace(pem, hidden)
    .replace(hexadecimal, hidden)
    .replace(word, (found) => (isMixed(found) ? hidden : found))

/** The end of the name of a directive whose value is secret: "leftpassword", "local.shared_secret", "http-proxy-user-pass". */
const secretName =
  /(?:pass(?:word|phrase|wd)?|secret|psk|pin|(?:private|pre-?shared|shared|secret)[-_]?key|pwd?|^proxy)$/i
/** Public, and of the form of a secret. */
const publicName = /public[-_]?key$/i
const isFile = (text: string) => /^[\w./@-]+\.[A-Za-z0-9]{1,5}$/.test(text)

/**
 * And values of secret directives, by their names: for a line of any configuration, "leftpassword=x", "auth-user-pass alice x". A file that
 * holds a secret may be named after a blank, as OpenVPN has it; "passphrase of laptop.p12" is a phrase.
 */
export function withoutSecrets(line: string): string {
  const parts = line.split(/([\s=:]+)/)
  const at = parts.findIndex((part, n) => n % 2 === 0 && secretName.test(part))
  const [separator = '', ...rest] = at < 0 ? [] : parts.slice(at + 1)
  const [first = ''] = rest
  if (at < 0 || rest.join('') === '' || first === 'of')
    return parts.some((part) => publicName.test(part)) ? line : withoutKeys(line)
  const name = parts.slice(0, at + 1).join('')
  // After a file its direction or the like may come.
  const shown = /[=:]/.test(separator) || !isFile(first) ? hidden : rest.join('')
  return `${withoutKeys(name)}${separator}${shown}`
}
