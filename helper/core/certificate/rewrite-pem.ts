/**
 * PEM of a profile, parsed and written anew (RFC 7468; RFC 1421, 4.6.1 for what OpenSSL encrypted in its older way): blocks of the kinds
 * that a field is for, and nothing of what stood between them. A field goes into a daemon's own files: a line that is no PEM would be a
 * directive there.
 */

/** What a block of this kind holds. */
type Content = 'base64' | 'hexadecimal'

export interface PemKind {
  /** Of the text between "BEGIN" and "END". */
  readonly labels: Readonly<Record<string, Content>>
  /** For people: "a certificate". */
  readonly what: string
  /** More than one block may be there: a chain. */
  readonly several?: true
}

const privateKeys = {
  'PRIVATE KEY': 'base64',
  'ENCRYPTED PRIVATE KEY': 'base64',
  'RSA PRIVATE KEY': 'base64',
  'EC PRIVATE KEY': 'base64',
} as const

export const pemKinds = {
  certificate: {
    labels: { CERTIFICATE: 'base64', 'X509 CERTIFICATE': 'base64', 'TRUSTED CERTIFICATE': 'base64' },
    what: 'a certificate',
    several: true,
  },
  privateKey: { labels: privateKeys, what: 'a private key' },
  revocationList: { labels: { 'X509 CRL': 'base64' }, what: 'a revocation list', several: true },
  openVpnStaticKey: { labels: { 'OpenVPN Static key V1': 'hexadecimal' }, what: 'a static key of OpenVPN' },
  openVpnClientKey: { labels: { 'OpenVPN tls-crypt-v2 client key': 'base64' }, what: 'a tls-crypt-v2 client key' },
  tincPrivateKey: { labels: { 'RSA PRIVATE KEY': 'base64', 'PRIVATE KEY': 'base64' }, what: 'an RSA private key' },
  tincPublicKey: { labels: { 'RSA PUBLIC KEY': 'base64', 'PUBLIC KEY': 'base64' }, what: 'an RSA public key' },
  tincEd25519Key: { labels: { 'ED25519 PRIVATE KEY': 'base64' }, what: 'an Ed25519 private key of tinc 1.1' },
} as const satisfies Record<string, PemKind>

/** Nothing between the lines looks like one of them: then a thousand beginnings without an end cost no more than one. */
const block = /-----BEGIN ([A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*)-----([^-]*(?:-(?!----)[^-]*)*)-----END \1-----/g

/** The two that OpenSSL writes and reads (PEM_read_bio_PrivateKey(3), "PEM ENCRYPTION FORMAT"). */
const headers = /^\s*Proc-Type: *4,ENCRYPTED\s+DEK-Info: *([A-Z0-9-]+),([0-9A-F]+)\s*\n\s*\n/

const forms: Readonly<Record<Content, { readonly digits: RegExp; readonly columns: number }>> = {
  // RFC 4648, and what tinc 1.1 makes of it.
  base64: { digits: /^[A-Za-z0-9+/]+={0,2}$/, columns: 64 },
  // openvpn(8), "--genkey secret": sixteen lines.
  hexadecimal: { digits: /^[0-9a-fA-F]+$/, columns: 32 },
}

function lines(digits: string, columns: number): string {
  const all: string[] = []
  for (let at = 0; at < digits.length; at += columns) all.push(digits.slice(at, at + columns))
  return all.join('\n')
}

function blockAnew(label: string, content: Content, text: string): string | null {
  const normal = text.replaceAll('\r\n', '\n')
  const [whole = '', cipher, vector] = headers.exec(normal) ?? []
  const digits = normal.slice(whole.length).replace(/\s+/g, '')
  const form = forms[content]
  if (!form.digits.test(digits)) return null
  const encrypted = cipher === undefined ? '' : `Proc-Type: 4,ENCRYPTED\nDEK-Info: ${cipher},${vector}\n\n`
  return `-----BEGIN ${label}-----\n${encrypted}${lines(digits, form.columns)}\n-----END ${label}-----\n`
}

/** The blocks of that kind, written anew; '' where there is none. */
export function rewritePem(text: string, { labels, several }: PemKind): string {
  const found: string[] = []
  for (const [, label = '', body = ''] of text.matchAll(block)) {
    const content = Object.hasOwn(labels, label) ? labels[label] : undefined
    const anew = content === undefined ? null : blockAnew(label, content, body)
    if (anew !== null) found.push(anew)
  }
  return several ? found.join('') : (found[0] ?? '')
}
