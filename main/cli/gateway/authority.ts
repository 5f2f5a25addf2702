/** Makes a small authority with certificates for both ends, as a home that has none needs it. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import forge from 'node-forge'

/** Makes RSA keys as strong as 128 bits (NIST SP 800-57, table 2). */
const modulusLength = 3072
const dayMs = 86_400_000
/** The authority outlives what it signs. Its empty list of revoked certificates is valid as long as the authority. */
const authorityDays = 3650

export interface Issued {
  /** Both are PEM; the key is PKCS#8. */
  readonly certificate: string
  readonly key: string
}

export interface Pki {
  readonly authority: Issued
  /** The empty revocation list as PEM. */
  readonly revocationList: string
  readonly gateway: Issued
  readonly laptop: Issued
}

/** Names whom a certificate is for: by a common name, and by a host name, an e-mail address or an IP address. */
export interface Subject {
  readonly commonName: string
  readonly alternativeName: string | null
}

export interface PkiRequest {
  readonly name: string
  readonly gateway: Subject
  readonly laptop: Subject
  readonly days: number
  /** Encrypts the authority's key; null leaves it in clear. */
  readonly passphrase: string | null
  readonly now: Date
}

/** Numbers the types of names in a certificate (RFC 5280, 4.2.1.6). */
const nameTypes = { email: 1, dns: 2, ip: 7 } as const

function alternativeName(text: string): object {
  if (isIP(text)) return { type: nameTypes.ip, ip: text }
  return { type: text.includes('@') ? nameTypes.email : nameTypes.dns, value: text }
}

/** Tells whether a certificate can be for this identity. Others of IKE's, such as distinguished names, are left to other tools. */
export const canBeNamed = (id: string): boolean =>
  isIP(id) !== 0 || /^[\w.+-]+@[\w.-]+$/.test(id) || /^[A-Za-z0-9]([\w.-]*\w)?$/.test(id)

interface Keys {
  readonly pem: string
  readonly object: KeyObject
  readonly publicKey: forge.pki.rsa.PublicKey
}

function makeKeys(): Keys {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return {
    pem: privateKey,
    object: createPrivateKey(privateKey),
    publicKey: forge.pki.publicKeyFromPem(publicKey) as forge.pki.rsa.PublicKey,
  }
}

interface Validity {
  readonly from: Date
  readonly until: Date
}

function certificateOf(commonName: string, keys: Keys, { from, until }: Validity): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = keys.publicKey
  // A number that is positive in DER, however it begins (RFC 5280, 4.1.2.2).
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`
  certificate.validity.notBefore = from
  certificate.validity.notAfter = until
  certificate.setSubject([{ name: 'commonName', value: commonName, valueTagClass: forge.asn1.Type.UTF8 as never }])
  return certificate
}

const signingKey = (keys: Keys) => forge.pki.privateKeyFromPem(keys.pem) as forge.pki.rsa.PrivateKey
const signed = (certificate: forge.pki.Certificate, keys: Keys): string => {
  certificate.sign(signingKey(keys), forge.md.sha256.create())
  return forge.pki.certificateToPem(certificate).replaceAll('\r', '')
}

export function makePki({ name, gateway, laptop, days, passphrase, now }: PkiRequest): Pki {
  const from = new Date(now.getTime() - dayMs)
  const until = (count: number) => new Date(now.getTime() + count * dayMs)
  const ownKeys = makeKeys()
  const own = certificateOf(`${name} CA`, ownKeys, { from, until: until(authorityDays) })
  own.setIssuer(own.subject.attributes)
  own.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ])
  const keyId = own.generateSubjectKeyIdentifier().getBytes()
  const issue = (subject: Subject): Issued => {
    const keys = makeKeys()
    const certificate = certificateOf(subject.commonName, keys, { from, until: until(days) })
    certificate.setIssuer(own.subject.attributes)
    certificate.setExtensions([
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      { name: 'subjectKeyIdentifier' },
      { name: 'authorityKeyIdentifier', keyIdentifier: keyId },
      ...(subject.alternativeName === null
        ? []
        : [{ name: 'subjectAltName', altNames: [alternativeName(subject.alternativeName)] }]),
    ])
    return { certificate: signed(certificate, ownKeys), key: keys.pem }
  }
  const certificate = signed(own, ownKeys)
  const encryption = passphrase === null ? {} : { cipher: 'aes-256-cbc', passphrase }
  return {
    authority: {
      certificate,
      key: ownKeys.object.export({ type: 'pkcs8', format: 'pem', ...encryption }).toString(),
    },
    revocationList: emptyList(own, keyId, signingKey(ownKeys), { from, until: until(authorityDays) }),
    gateway: issue(gateway),
    laptop: issue(laptop),
  }
}

/** Names algorithms and extensions by their object identifiers (RFC 4055, RFC 5280). */
const oid = {
  sha256WithRsa: '1.2.840.113549.1.1.11',
  authorityKeyIdentifier: '2.5.29.35',
  crlNumber: '2.5.29.20',
} as const

/**
 * Makes a list of revoked certificates with none on it (RFC 5280, 5.1). The authority's key identifier is in the list, as charon
 * finds an authority by that.
 */
function emptyList(
  own: forge.pki.Certificate,
  keyId: string,
  key: forge.pki.rsa.PrivateKey,
  { from, until }: Validity,
): string {
  const { asn1 } = forge
  const { Class, Type } = asn1
  const universal = (type: forge.asn1.Type, value: string | forge.asn1.Asn1[]) =>
    asn1.create(Class.UNIVERSAL, type, Array.isArray(value), value)
  const sequence = (...parts: forge.asn1.Asn1[]) => universal(Type.SEQUENCE, parts)
  const name = (text: string) => universal(Type.OID, asn1.oidToDer(text).getBytes())
  const integer = (number: number) => universal(Type.INTEGER, asn1.integerToDer(number).getBytes())
  const time = (at: Date) => universal(Type.UTCTIME, asn1.dateToUtcTime(at) as string)
  const extension = (id: string, value: forge.asn1.Asn1) =>
    sequence(name(id), universal(Type.OCTETSTRING, asn1.toDer(value).getBytes()))
  const algorithm = () => sequence(name(oid.sha256WithRsa), universal(Type.NULL, ''))
  const extensions = sequence(
    extension(oid.authorityKeyIdentifier, sequence(asn1.create(Class.CONTEXT_SPECIFIC, 0 as never, false, keyId))),
    extension(oid.crlNumber, integer(1)),
  )
  const list = sequence(
    integer(1),
    algorithm(),
    forge.pki.distinguishedNameToAsn1(own.subject),
    time(from),
    time(until),
    asn1.create(Class.CONTEXT_SPECIFIC, 0 as never, true, [extensions]),
  )
  const digest = forge.md.sha256.create()
  digest.update(asn1.toDer(list).getBytes())
  const whole = sequence(list, algorithm(), universal(Type.BITSTRING, `\0${key.sign(digest)}`))
  const body = forge.util.encode64(asn1.toDer(whole).getBytes(), 64).replaceAll('\r', '')
  return `-----BEGIN X509 CRL-----\n${body}\n-----END X509 CRL-----\n`
}
