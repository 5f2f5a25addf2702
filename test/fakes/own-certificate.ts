/** This module makes certificates that end when a test wants: of a laptop, signed by an authority of their own. */
import { generateKeyPairSync } from 'node:crypto'
import forge from 'node-forge'

const dayMs = 24 * 60 * 60 * 1000

const keys = () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const parsed = forge.pki.privateKeyFromPem(privateKey)
  return { pem: privateKey, parsed, publicKey: forge.pki.rsa.setPublicKey(parsed.n, parsed.e) }
}

/** @param days until it ends; below zero where it has ended */
export function ownCertificateFor(id: string, days: number) {
  const { pem, parsed, publicKey } = keys()
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = publicKey
  certificate.serialNumber = '01'
  const end = Date.now() + days * dayMs + dayMs / 2
  certificate.validity.notBefore = new Date(end - 730 * dayMs)
  certificate.validity.notAfter = new Date(end)
  certificate.setSubject([{ name: 'commonName', value: 'Client' }])
  certificate.setIssuer([{ name: 'commonName', value: 'my.domain CA' }])
  certificate.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 1, value: id }] }])
  certificate.sign(parsed, forge.md.sha256.create())
  return { pem: forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n'), key: pem }
}
