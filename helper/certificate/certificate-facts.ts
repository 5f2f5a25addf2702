/** Certificates and keys as facts, read by OpenSSL as Node has it. Nothing here judges; `core/certificate` does. */
import type { KeyObject, X509Certificate } from 'node:crypto'
import type { Profile } from '../contract/profile.ts'
import type { CertificateFacts, OwnCertificate } from '../core/certificate/own-certificate.ts'
import { certificatesIn, isEncryptedKey } from '../core/certificate/pem.ts'
import { parseAddress } from '../core/ip.ts'
import { crypto } from '../crypto.ts'

/**
 * OpenSSL's short names of attributes (crypto/objects/objects.txt) that charon calls otherwise
 * (strongSwan, src/libstrongswan/utils/identification.c and asn1/oid.txt).
 */
const attributeNames: Readonly<Record<string, string>> = {
  SN: 'S',
  serialNumber: 'SN',
  GN: 'G',
  title: 'T',
  emailAddress: 'E',
  initials: 'I',
  name: 'N',
  description: 'D',
}

/**
 * Node writes one attribute a line, "C=CH\nO=Home\nCN=laptop", and escapes special characters as RFC 2253 does (OpenSSL,
 * ASN1_STRFLGS_ESC_2253). charon joins the attributes with commas, and escapes nothing.
 */
const distinguishedName = (lines: string): string =>
  lines
    .trim()
    // Several attributes of one RelativeDistinguishedName stand in a line, with an unescaped plus between.
    .split(/\n| \+ /)
    .map((line) => {
      const [name = '', ...value] = line.split('=')
      return `${attributeNames[name] ?? name}=${value.join('=').replace(/\\(.)/g, '$1')}`
    })
    .join(', ')

/** The kinds of alternative names that are an identity for charon. */
const identityKinds: ReadonlySet<string> = new Set(['DNS', 'email', 'IP Address'])

/**
 * Node writes 'DNS:gw.my.domain, IP Address:192.0.2.1', and a name in which a comma or a quote stands as a JSON string,
 * 'email:"x, y@z"': nothing inside such a string begins another name.
 */
const alternativeNames = (text: string | undefined): string[] =>
  [...(text ?? '').matchAll(/([A-Za-z0-9 ]+):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g)]
    .filter(([, kind = '']) => identityKinds.has(kind))
    .map(([, , value = '']) => (value.startsWith('"') ? String(JSON.parse(value)) : value))
    .map((name) => parseAddress(name)?.address ?? name)

/** OpenSSL's names of the curves that IKEv2 uses, as people write them. */
const curves: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' }

const describeKey = (key: KeyObject): string => {
  const details = key.asymmetricKeyDetails
  if (details?.modulusLength) return `RSA ${details.modulusLength}`
  if (details?.namedCurve) return `EC ${curves[details.namedCurve] ?? details.namedCurve}`
  return key.asymmetricKeyType ?? 'unknown'
}

/** OpenSSL reads certificates whose public key it has no algorithm for, or which is damaged. */
function publicKeyOf(certificate: X509Certificate): KeyObject | null {
  try {
    return certificate.publicKey
  } catch {
    return null
  }
}

/**
 * Reads a date as OpenSSL writes it: "Nov 21 12:05:59 2026 GMT". Throws a RangeError where the certificate's date is invalid, for which
 * OpenSSL writes "Bad time value": Node's `validFromDate` would be a random date there (Node 24, measured).
 */
const timeOf = (words: string): string => new Date(words).toISOString()

function factsOf(certificate: X509Certificate): CertificateFacts {
  const publicKey = publicKeyOf(certificate)
  return {
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    notBefore: timeOf(certificate.validFrom),
    notAfter: timeOf(certificate.validTo),
    authority: certificate.ca,
    selfSigned: certificate.subject === certificate.issuer && publicKey !== null && certificate.verify(publicKey),
    names: alternativeNames(certificate.subjectAltName),
    key: publicKey ? describeKey(publicKey) : 'unknown',
  }
}

/** A certificate with its facts; null where OpenSSL reads none in it, or one whose times are no times. */
function parseCertificate(encoded: string | Uint8Array) {
  try {
    const certificate = new (crypto().X509Certificate)(encoded)
    return { certificate, facts: factsOf(certificate) }
  } catch {
    return null
  }
}

/** All certificates of a PEM text; none where one of them is damaged. */
function parsed(pem: string) {
  const found = certificatesIn(pem).map(parseCertificate)
  return found.every((one) => one !== null) ? found : []
}

export interface ReadCertificate {
  readonly facts: CertificateFacts
  /** subjectPublicKeyInfo in DER; null where OpenSSL does not know the key's algorithm. */
  readonly publicKey: Uint8Array | null
}

/** One certificate in DER (RFC 5280), with nothing after it; null for anything else. */
export function readCertificate(der: Uint8Array): ReadCertificate | null {
  const found = parseCertificate(der)
  if (found?.certificate.raw.length !== der.length) return null
  const publicKey = publicKeyOf(found.certificate)?.export({ type: 'spki', format: 'der' }) ?? null
  return { facts: found.facts, publicKey }
}

const privateKeyState = (key: string | undefined, certificate: X509Certificate | undefined) => {
  if (key === undefined) return 'unreadable'
  if (isEncryptedKey(key)) return 'encrypted'
  try {
    const privateKey = crypto().createPrivateKey(key)
    return certificate?.checkPrivateKey(privateKey) ? 'fits' : 'other'
  } catch {
    return 'unreadable'
  }
}

export const certificateFacts = (pem: string): readonly CertificateFacts[] => parsed(pem).map(({ facts }) => facts)

export const ownCertificate = (name: string, { pem, key }: Profile['certificate'][string]): OwnCertificate => {
  const chain = parsed(pem)
  return {
    name,
    chain: chain.map(({ facts }) => facts),
    privateKey: privateKeyState(key, chain[0]?.certificate),
  }
}
