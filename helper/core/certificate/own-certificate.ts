/** What can be known of our own certificate before the gateway sees it. Pure: facts in, finding out. */
import type { Whose } from '../../contract/problem-args.ts'
import { done, failed, finding, type Outcome } from '../outcome.ts'

/** Filled by `certificate/certificate-facts.ts`. */
export interface CertificateFacts {
  /** "CN=laptop, O=Home", outermost attribute last as charon writes it. */
  readonly subject: string
  readonly issuer: string
  /** RFC 3339. */
  readonly notBefore: string
  readonly notAfter: string
  /** May sign others (basicConstraints). */
  readonly authority: boolean
  readonly selfSigned: boolean
  /** Subject alternative names without their kind: "client@my.domain", "192.0.2.1". */
  readonly names: readonly string[]
  /** "RSA 2048", "EC P-384", "Ed25519" */
  readonly key: string
}

export interface OwnCertificate {
  /** Of `[certificate.NAME]`. */
  readonly name: string
  /** End entity first; empty where the text holds no certificate. */
  readonly chain: readonly CertificateFacts[]
  readonly privateKey: 'fits' | 'other' | 'encrypted' | 'unreadable'
}

/** One certificate against the clock. */
export function judgeValidity(facts: CertificateFacts, whose: Whose, now: string): Outcome<void> {
  const evidence = [`${facts.subject}: valid from ${facts.notBefore} to ${facts.notAfter}; the clock says ${now}`]
  if (now > facts.notAfter)
    return failed(finding('certificate-expired', { whose, subject: facts.subject, at: facts.notAfter, now }, evidence))
  if (now < facts.notBefore)
    return failed(
      finding('certificate-not-yet-valid', { whose, subject: facts.subject, at: facts.notBefore, now }, evidence),
    )
  return done(undefined)
}

/** `now` in RFC 3339, UTC, as all times here: then comparing text is comparing times. */
export function judgeOwnCertificate({ name, chain, privateKey }: OwnCertificate, now: string): Outcome<void> {
  const subjects = chain.map(({ subject }) => subject)
  if (privateKey === 'encrypted') return failed(finding('key-encrypted', { certificate: name }, subjects))
  if (privateKey === 'other') return failed(finding('certificate-key-mismatch', { certificate: name }, subjects))
  if (privateKey === 'unreadable' || chain.length === 0) {
    const what = chain.length === 0 ? 'no certificate' : 'no private key'
    return failed(finding('certificate-key-mismatch', { certificate: name }, [`[certificate.${name}] holds ${what}`]))
  }
  for (const facts of chain) {
    const valid = judgeValidity(facts, 'your', now)
    if (!valid.ok) return valid
  }
  return done(undefined)
}

/** charon takes these for the type of an identity, and not for a part of it (strongSwan, identification_create_from_string). */
const typeOfIdentity = /^(?:(?:email|fqdn|dns):|@@?(?!#))/

/** Identities are compared as charon does for names and addresses; distinguished names it compares by their parts. */
export const confirms = (facts: CertificateFacts, id: string) =>
  id.includes('=') || facts.names.some((name) => name.toLowerCase() === id.toLowerCase().replace(typeOfIdentity, ''))

/**
 * A gateway that refuses us only says so. These lines say what was checked on this side, so that the rest can be
 * looked for at the gateway.
 */
export function whatWasChecked({ chain }: OwnCertificate, id: string): readonly string[] {
  const [own, ...intermediates] = chain
  const last = chain.at(-1)
  if (!own || !last) return []
  return [
    `our certificate ${own.subject} (${own.key}) is valid until ${own.notAfter} and its key fits`,
    confirms(own, id)
      ? `it is for our identity ${id}`
      : `it is NOT for our identity ${id}, but for ${own.names.join(', ') || own.subject}`,
    ...intermediates.map(({ subject }) => `sent along: ${subject}`),
    ...(last.selfSigned ? [] : [`the gateway must know ${last.issuer}, which signed ${last.subject}`]),
  ]
}
