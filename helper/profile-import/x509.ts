/** What an import must know of certificates and private keys: who, signed by whom, and what belongs together. */
import { readCertificate } from '../certificate/certificate-facts.ts'
import type { CertificateFacts as AnyCertificateFacts } from '../core/certificate/own-certificate.ts'
import { type Asn1, binaryOf, bytesOf, contentOf, isContext, isTag, oidOf, parseDer, partsOf, tag } from './der.ts'

export interface CertificateFacts extends Pick<AnyCertificateFacts, 'subject' | 'issuer' | 'names' | 'authority'> {
  readonly selfIssued: boolean
  /** subjectPublicKeyInfo in DER; empty where the key's algorithm is unknown. */
  readonly publicKey: string
}

/** Null where it is no X.509 certificate. */
export function certificateFacts(der: string): CertificateFacts | null {
  const read = readCertificate(bytesOf(der))
  if (!read) return null
  const { subject, issuer, names, authority } = read.facts
  const publicKey = read.publicKey ? binaryOf(read.publicKey) : ''
  return { subject, issuer, names, authority, selfIssued: subject === issuer, publicKey }
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
