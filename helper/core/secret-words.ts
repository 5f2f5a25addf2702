/**
 * These functions replace secrets in text for people by "…". They are the one place that takes keys out of the words of commands, daemons
 * and files. They know secrets by their form or by the name of their directive. A secret of any other form is not recognised: code that
 * handles one must keep it out of logs and problems itself.
 */

const hidden = '…'

/** A private key as PEM, also in JSON, where line ends are "\n". A key whose end is cut off is recognised as well. */
const pem =
  /-----BEGIN [A-Za-z0-9 ]*(?:PRIVATE KEY|Static key V1|client key)-----[^-]*(?:-----END [A-Za-z0-9 ]*-----)?/g
/** A key as ip(8) and setkey(8) take it: 64 bits or more. Marks, SPIs and if_ids have 32 bits. */
const hexadecimal = /0x[0-9a-fA-F]{16,}/g
/**
 * A word of 40 or more base64 digits (240 bits, less than any symmetric key of 256) is taken for a key where it has small letters and capitals.
 * Digests in hexadecimal have one kind of letters, and a path begins with "/".
 */
const word = /(?<![A-Za-z0-9+/=._-])[A-Za-z0-9+][A-Za-z0-9+/]{39,}={0,2}/g
const isMixed = (text: string) => /[a-z]/.test(text) && /[A-Z]/.test(text)

/**
 * Replaces keys that are recognised by their form alone. Every line of the log and every text of a problem passes through here, as commands
 * and daemons may quote their input.
 */
export const withoutKeys = (text: string): string =>
  text
    .replace(pem, hidden)
    .replace(hexadecimal, hidden)
    .replace(word, (found) => (isMixed(found) ? hidden : found))

/**
 * The ends of the names of directives whose value is always secret: "leftpassword", "local.shared_secret", "http-proxy-user-pass",
 * NetworkManager's "wep-key0", "password-raw" and "mka-cak" (nm-settings-keyfile(5)), OpenVPN's "auth-token". tinc's "Proxy" may hold a
 * password (tinc.conf(5)). EAP identities are public.
 */
const secretNames = [
  'pass(?:words?|phrases?|wd|code)?',
  'pwd?',
  'secrets?',
  'psk',
  'pin(?:[-_]?code)?',
  'otp',
  'tokens?',
  'cookie',
  'cak',
  '(?:private|pre-?shared|shared|secret|wep|wpa|api|encryption|integrity)[-_]?key',
  '^proxy',
]
const secretName = new RegExp(`(?:${secretNames.join('|')})(?:[-_]raw)?\\d?["']?$`, 'i')
/**
 * The ends of names that are given to secrets and to other things: "key" is a key, the name of a file, or a number of GRE's. Only a value
 * after "=" that is neither a file nor a number is a secret.
 */
const ambiguousName = /(?:^|[-_."'])(?:[kK]ey|KEY|[pP]rivate)\d?["']?$|[a-z]Key["']?$|^[A-Z]+Key["']?$/
/** A directive whose value is public and has the form of a key. */
const publicName = /public[-_]?key$/i
const isFile = (text: string) => /^[\w./@-]+\.[A-Za-z0-9]{1,5}$/.test(text)
const isPath = (text: string) => /^(?:\/[\w.@-]+){2,}$/.test(text)
const isNumber = (text: string) => /^(?:\d{1,10}|0x[0-9a-f]{1,8})$/i.test(text)

/**
 * Replaces keys, and the values of directives with secret names, in one line of any configuration: "leftpassword=x", "auth-user-pass alice x".
 * The name of a file stays where it follows a blank, as in OpenVPN's "auth-user-pass login.txt"; "passphrase of laptop.p12" is a phrase and stays.
 */
export function withoutSecrets(line: string): string {
  const parts = line.split(/([\s=:]+)/)
  const isAmbiguous = (part: string, n: number) =>
    ambiguousName.test(part) &&
    !publicName.test(part) &&
    (parts[n + 1] ?? '').includes('=') &&
    ![isFile, isPath, isNumber].some((isPublic) => isPublic(parts[n + 2] ?? ''))
  const at = parts.findIndex((part, n) => n % 2 === 0 && (secretName.test(part) || isAmbiguous(part, n)))
  const [separator = '', ...rest] = at < 0 ? [] : parts.slice(at + 1)
  const [first = ''] = rest
  if (at < 0 || rest.join('') === '' || first === 'of')
    return parts.some((part) => publicName.test(part)) ? line : withoutKeys(line)
  const name = parts.slice(0, at + 1).join('')
  // A direction or the like may follow the name of a file.
  const shown = /[=:]/.test(separator) || !isFile(first) ? hidden : rest.join('')
  return `${withoutKeys(name)}${separator}${shown}`
}
