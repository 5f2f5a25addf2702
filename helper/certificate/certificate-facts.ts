/** Certificates and keys as facts, read by OpenSSL as Node has it. Nothing here judges; `core/certificate` does. */
import type { KeyObject, X509Certificate } from 'node:crypto'
import type { Profile } from '../contract/profile.ts'
import type { CertificateFacts, OwnCertificate } from '../core/certificate/own-certificate.ts'
import { certificatesIn, isEncryptedKey } from '../core/certificate/pem.ts'
import { parseAddress } from '../core/ip.ts'
import { crypto } from '../crypto.ts'

/** Node writes one attribute a line, "C=CH\nO=Home\nCN=laptop"; charon joins them with commas. */
const distinguishedName = (lines: string) => lines.trim().split('\n').join(', ')

/** 'DNS:gw.my.domain, email:"x, y"@z, IP Address:192.0.2.1' (Node's own rendering, quoted where ambiguous). */
const alternativeNames = (text: string | undefined) =>
  (text ?? '')
    .split(/, (?=[A-Za-z ]+:)/)
    .map((entry) => entry.slice(entry.indexOf(':') + 1))
    .filter((entry) => entry !== '')
    .map((entry) => parseAddress(entry)?.address ?? entry)

/** OpenSSL's names of the curves that IKEv2 uses, as people write them. */
const curves: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' }

const describeKey = (key: KeyObject): string => {
  const details = key.asymmetricKeyDetails
  if (details?.modulusLength) return `RSA ${details.modulusLength}`
  if (details?.namedCurve) return `EC ${curves[details.namedCurve] ?? details.namedCurve}`
  return key.asymmetricKeyType ?? 'unknown'
}

const factsOf = (certificate: X509Certificate): CertificateFacts => ({
  subject: distinguishedName(certificate.subject),
  issuer: distinguishedName(certificate.issuer),
  notBefore: certificate.validFromDate.toISOString(),
  notAfter: certificate.validToDate.toISOString(),
  authority: certificate.ca,
  selfSigned: certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey),
  names: alternativeNames(certificate.subjectAltName),
  key: describeKey(certificate.publicKey),
})

const parsed = (pem: string): X509Certificate[] => {
  const found: X509Certificate[] = []
  for (const text of certificatesIn(pem)) {
    try {
      found.push(new (crypto().X509Certificate)(text))
    } catch {
      return [] // damaged: as good as none, and judged so
    }
  }
  return found
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

export const certificateFacts = (pem: string): readonly CertificateFacts[] => parsed(pem).map(factsOf)

export const ownCertificate = (name: string, { pem, key }: Profile['certificate'][string]): OwnCertificate => {
  const chain = parsed(pem)
  return { name, chain: chain.map(factsOf), privateKey: privateKeyState(key, chain[0]) }
}
