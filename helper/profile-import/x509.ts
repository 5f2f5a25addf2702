/** What an import must know of certificates (RFC 5280) and private keys: who, signed by whom, and what belongs together. */
import { type Asn1, contentOf, derOf, isContext, isTag, oidOf, parseDer, partsOf, tag, textOfBytes } from './der.ts'

export interface CertificateFacts {
  /** "C=CH, O=Home, CN=laptop": in the certificate's order, as charon writes it. */
  readonly subject: string
  readonly issuer: string
  /** Subject alternative names without their kind: "client@my.domain", "192.0.2.1". */
  readonly names: readonly string[]
  /** May sign others (basicConstraints). */
  readonly authority: boolean
  readonly selfIssued: boolean
  /** subjectPublicKeyInfo in DER. */
  readonly publicKey: string
}

/** As charon names them (strongSwan, src/libstrongswan/utils/identification.c). */
const attributeNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'S',
  '2.5.4.5': 'SN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'T',
  '2.5.4.42': 'G',
  '1.2.840.113549.1.9.1': 'E',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
}

const distinguishedName = (name: Asn1 | undefined): string =>
  partsOf(name)
    .flatMap(partsOf)
    .map((attribute) => {
      const [type, value] = partsOf(attribute)
      const oid = oidOf(type) ?? ''
      return `${attributeNames[oid] ?? oid}=${textOfBytes(contentOf(value))}`
    })
    .join(', ')

/** Eight groups: canonical spelling is parse-profile's. */
function ipOf(bytes: string): string {
  const numbers = [...bytes].map((byte) => byte.charCodeAt(0))
  if (numbers.length !== 16) return numbers.join('.')
  return Array.from({ length: 8 }, (_, i) =>
    ((numbers[2 * i] ?? 0) * 256 + (numbers[2 * i + 1] ?? 0)).toString(16),
  ).join(':')
}

/** GeneralName (RFC 5280, 4.2.1.6): 1 is rfc822Name, 2 dNSName, 7 iPAddress. */
const generalName = (name: Asn1): readonly string[] =>
  isContext(name, 1) || isContext(name, 2) ? [contentOf(name)] : isContext(name, 7) ? [ipOf(contentOf(name))] : []

const subjectAltName = '2.5.29.17'
const basicConstraints = '2.5.29.19'

/** Null where it is no X.509 certificate. */
export function certificateFacts(der: string): CertificateFacts | null {
  const root = parseDer(der)
  const [body, signedWith, signature] = partsOf(root ?? undefined)
  if (!isTag(body, tag.sequence) || !isTag(signedWith, tag.sequence) || !isTag(signature, tag.bitString)) return null
  const fields = isContext(partsOf(body)[0], 0) ? partsOf(body).slice(1) : partsOf(body)
  const [serial, , issuer, validity, subject, publicKey] = fields
  if (!isTag(serial, tag.integer) || !issuer || !isTag(validity, tag.sequence) || !subject || !publicKey) return null
  const extensions = partsOf(partsOf(fields.find((field) => isContext(field, 3)))[0])
  const extension = (oid: string) => {
    const found = extensions.find((one) => oidOf(partsOf(one)[0]) === oid)
    return found === undefined ? undefined : (parseDer(contentOf(partsOf(found).at(-1))) ?? undefined)
  }
  const [maySign] = partsOf(extension(basicConstraints))
  return {
    subject: distinguishedName(subject),
    issuer: distinguishedName(issuer),
    names: partsOf(extension(subjectAltName)).flatMap(generalName),
    authority: isTag(maySign, tag.boolean) && contentOf(maySign) !== '\0',
    selfIssued: derOf(subject) === derOf(issuer),
    publicKey: derOf(publicKey),
  }
}

export interface KeyFacts {
  /** As PEM names this form. */
  readonly label: 'PRIVATE KEY' | 'ENCRYPTED PRIVATE KEY' | 'RSA PRIVATE KEY' | 'EC PRIVATE KEY'
  /** Bytes that its certificate's public key must have in it; null where the key does not tell. */
  readonly publicPart: string | null
}

/** Shorter is no key's, and would be found in anything. */
const shortestPart = 16

/** RSA's modulus (RFC 8017, A.1.2), EC's point where it is given (RFC 5915, 3). */
function publicPartOf(node: Asn1 | null): string | null {
  const [, second, ...others] = partsOf(node ?? undefined)
  const point = partsOf(others.find((part) => isContext(part, 1)))[0]
  const part = isTag(second, tag.integer) ? contentOf(second) : point ? contentOf(point).slice(1) : ''
  return part.length < shortestPart ? null : part
}

/** A private key in DER: PKCS#8 (RFC 5208), plain or encrypted, PKCS#1 or RFC 5915. */
export function keyFacts(der: string): KeyFacts | null {
  const root = parseDer(der)
  const [first, second, third] = partsOf(root ?? undefined)
  if (isTag(first, tag.sequence) && isTag(second, tag.octetString) && oidOf(partsOf(first)[0]) !== null && !third)
    return { label: 'ENCRYPTED PRIVATE KEY', publicPart: null }
  if (!isTag(first, tag.integer)) return null
  if (isTag(second, tag.sequence) && isTag(third, tag.octetString))
    return { label: 'PRIVATE KEY', publicPart: publicPartOf(parseDer(contentOf(third))) }
  if (isTag(second, tag.integer) && partsOf(root ?? undefined).length === 9)
    return { label: 'RSA PRIVATE KEY', publicPart: publicPartOf(root) }
  if (isTag(second, tag.octetString) && contentOf(first) === '\x01')
    return { label: 'EC PRIVATE KEY', publicPart: publicPartOf(root) }
  return null
}

/** CertificateList: like a certificate outside, but with no serial number first and a time third. */
export function isRevocationList(der: string): boolean {
  const [body, signedWith, signature] = partsOf(parseDer(der) ?? undefined)
  if (!isTag(signedWith, tag.sequence) || !isTag(signature, tag.bitString)) return false
  const fields = partsOf(body)
  const [algorithm, issuer, time] = isTag(fields[0], tag.integer) ? fields.slice(1) : fields
  // UTCTime 23, GeneralizedTime 24
  return isTag(algorithm, tag.sequence) && isTag(issuer, tag.sequence) && (isTag(time, 23) || isTag(time, 24))
}

/** Whether this key is that certificate's; null where the key does not tell. */
export const fits = (key: KeyFacts, certificate: CertificateFacts): boolean | null =>
  key.publicPart === null ? null : certificate.publicKey.includes(key.publicPart)

/**
 * The end entity first, then who signed it, as far as they are here, without the self-signed end: whoever is to trust
 * that one has it.
 */
export function chainFrom<One extends { readonly facts: CertificateFacts }>(
  entity: One,
  others: readonly One[],
): One[] {
  const chain = [entity]
  for (let last = entity; !last.facts.selfIssued; ) {
    const next = others.find(
      (one) => one.facts.subject === last.facts.issuer && !one.facts.selfIssued && !chain.includes(one),
    )
    if (!next) break
    chain.push(next)
    last = next
  }
  return chain
}
