import { describe, expect, it } from 'vitest'
import { type CertificateFacts, judgeOwnCertificate, type OwnCertificate, whatWasChecked } from './own-certificate.ts'
import { certificatesIn, isEncryptedKey, pemBlocks, revocationListsIn } from './pem.ts'

const facts: CertificateFacts = {
  subject: 'CN=Client',
  issuer: 'CN=Issuing CA',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
  authority: false,
  selfSigned: false,
  names: ['client@my.domain'],
  key: 'EC P-384',
}
const own: OwnCertificate = { name: 'laptop', chain: [facts], privateKey: 'fits' }
const now = '2026-11-21T12:00:00.000Z'
const code = (change: Partial<OwnCertificate>, at = now) => {
  const outcome = judgeOwnCertificate({ ...own, ...change }, at)
  return outcome.ok ? 'ok' : outcome.finding.code
}

describe('our own certificate, before the gateway sees it', () => {
  it('is judged by the clock, the key and the chain', () => {
    expect(code({})).toBe('ok')
    expect(code({}, '2025-12-31T23:59:59.000Z')).toBe('certificate-not-yet-valid')
    expect(code({}, '2027-01-01T00:00:01.000Z')).toBe('certificate-expired')
    expect(code({ chain: [facts, { ...facts, notAfter: '2026-02-01T00:00:00.000Z' }] })).toBe('certificate-expired')
    expect(code({ privateKey: 'other' })).toBe('certificate-key-mismatch')
    expect(code({ privateKey: 'encrypted' })).toBe('key-encrypted')
    expect(code({ chain: [] })).toBe('certificate-key-mismatch')
  })

  it('is described for a gateway that only says no', () => {
    expect(whatWasChecked(own, 'client@my.domain')).toEqual([
      'our certificate CN=Client (EC P-384) is valid until 2027-01-01T00:00:00.000Z and its key fits',
      'it is for our identity client@my.domain',
      'the gateway must know CN=Issuing CA, which signed CN=Client',
    ])
    for (const id of ['@@client@my.domain', 'email:client@my.domain', 'Client@My.Domain'])
      expect(whatWasChecked(own, id)[1]).toBe(`it is for our identity ${id}`)
    expect(whatWasChecked(own, 'other@my.domain')[1]).toContain('NOT for our identity other@my.domain')
  })
})

describe('PEM', () => {
  const block = (label: string) => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----`
  it('is cut into its blocks, with what stands between them left out', () => {
    const text = `subject=x\r\n${block('CERTIFICATE')}\nnoise\n${block('X509 CRL')}\n${block('CERTIFICATE')}`
    expect(pemBlocks(text).map(({ label }) => label)).toEqual(['CERTIFICATE', 'X509 CRL', 'CERTIFICATE'])
    expect(certificatesIn(text)).toHaveLength(2)
    expect(revocationListsIn(text)).toHaveLength(1)
  })
  it('tells encrypted keys of both forms', () => {
    expect(isEncryptedKey(block('ENCRYPTED PRIVATE KEY'))).toBe(true)
    expect(isEncryptedKey('-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n')).toBe(true)
    expect(isEncryptedKey(block('PRIVATE KEY'))).toBe(false)
  })
})
