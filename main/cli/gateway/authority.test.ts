import { createPrivateKey, verify, X509Certificate } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { canBeNamed, makePki, type Pki } from './authority.ts'

const now = new Date('2026-11-26T12:00:00Z')
const request = {
  name: 'Häuschen',
  gateway: { commonName: 'tunnel.my.domain', alternativeName: 'tunnel.my.domain' },
  laptop: { commonName: 'client@my.domain', alternativeName: 'client@my.domain' },
  days: 30,
  passphrase: 'geheim',
  now,
}
let pki: Pki
let authority: X509Certificate
beforeAll(() => {
  pki = makePki(request)
  authority = new X509Certificate(pki.authority.certificate)
})

test('the authority signs both ends, whose certificates are for what they prove to be', () => {
  expect(authority.ca && authority.verify(authority.publicKey)).toBe(true)
  expect(authority.subject).toBe('CN=Häuschen CA')
  const names = { gateway: 'DNS:tunnel.my.domain', laptop: 'email:client@my.domain' } as const
  for (const [end, name] of Object.entries(names)) {
    const { certificate, key } = pki[end as keyof typeof names]
    const one = new X509Certificate(certificate)
    expect(one.ca).toBe(false)
    expect(one.checkIssued(authority) && one.verify(authority.publicKey)).toBe(true)
    expect(one.subjectAltName).toBe(name)
    expect(one.checkPrivateKey(createPrivateKey(key))).toBe(true)
    expect(new Date(one.validTo)).toEqual(new Date('2026-12-26T12:00:00Z'))
  }
})

test('the authority’s key opens by the passphrase alone', () => {
  const key = pki.authority.key
  expect(() => createPrivateKey({ key, passphrase: 'x' })).toThrow()
  expect(authority.checkPrivateKey(createPrivateKey({ key, passphrase: 'geheim' }))).toBe(true)
})

test('the revocation list is signed by the authority', () => {
  const der = Buffer.from(pki.revocationList.replaceAll(/-----.*?-----|\s/g, ''), 'base64')
  // The list comes first, with its length in one byte; the signature is the last 384 bytes (3072 bits).
  const list = der.subarray(4, 6 + der.readUInt8(5))
  expect(verify('sha256', list, authority.publicKey, der.subarray(-384))).toBe(true)
})

test.each([
  ['tunnel.my.domain', true],
  ['client@my.domain', true],
  ['2a00::2', true],
  ['5.6.7.8', true],
  ['C=CH, CN=gateway', false],
  ['%any', false],
  ['', false],
])('whether a certificate can be for %j: %j', (id, can) => {
  expect(canBeNamed(id)).toBe(can)
})
