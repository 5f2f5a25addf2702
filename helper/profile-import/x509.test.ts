import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { binaryOf, fromBase64, parseDer, pemOf } from './der.ts'
import { certificateFacts, chainFrom, fits, isRevocationList, keyFacts } from './x509.ts'

const folder = join(import.meta.dirname, '../../test/fakes/pki')
const text = (name: string) => readFileSync(join(folder, name), 'utf8')
const der = (name: string) => fromBase64(/-----BEGIN [^-]+-----([^-]+)-----END/.exec(text(name))?.[1] ?? '') ?? ''
const certificate = (name: string) => {
  const facts = certificateFacts(der(name))
  if (!facts) throw new Error(name)
  return { name, facts }
}

it('reads who a certificate is for and who signed it', () => {
  expect(certificate('laptop.pem').facts).toMatchObject({
    subject: 'CN=Client',
    issuer: 'CN=my.domain CA',
    names: ['client@my.domain'],
    authority: false,
    selfIssued: false,
  })
  expect(certificate('issuing.pem').facts).toMatchObject({ subject: 'CN=Issuing CA, O=Home', authority: true })
  expect(certificate('ca.pem').facts.selfIssued).toBe(true)
})

it('orders a chain without its root', () => {
  const others = ['ca.pem', 'gateway.pem', 'issuing.pem'].map(certificate)
  expect(chainFrom(certificate('chained.pem'), others).map(({ name }) => name)).toEqual(['chained.pem', 'issuing.pem'])
})

it('knows each form of key, and whose it is', () => {
  const key = keyFacts(der('chained.key'))
  expect(key?.label).toBe('PRIVATE KEY')
  expect(key && fits(key, certificate('chained.pem').facts)).toBe(true)
  expect(key && fits(key, certificate('laptop.pem').facts)).toBe(false)
  const old = keyFacts(binaryOf(readFileSync(join(folder, 'chained.der'))))
  expect(old?.label).toBe('EC PRIVATE KEY')
  expect(old && fits(old, certificate('chained.pem').facts)).toBe(true)
  const rsa = keyFacts(der('rsa.key'))
  expect(rsa?.label).toBe('RSA PRIVATE KEY')
  expect(rsa && fits(rsa, certificate('rsa.pem').facts)).toBe(true)
  expect(rsa && fits(rsa, certificate('laptop.pem').facts)).toBe(false)
  expect(keyFacts(der('laptop-encrypted.key'))).toEqual({ label: 'ENCRYPTED PRIVATE KEY', publicPart: null })
  expect(keyFacts(der('ca.pem'))).toBeNull()
  expect(isRevocationList(der('ca.pem'))).toBe(false)
})

it('writes the PEM that was read', () => {
  expect(pemOf('CERTIFICATE', der('ca.pem'))).toBe(text('ca.pem'))
})

it('never throws', () => {
  const whole = der('chained.pem')
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
      const damaged = whole.slice(0, at) + String.fromCharCode(value) + whole.slice(at + 1)
      certificateFacts(damaged)
      keyFacts(damaged)
      isRevocationList(damaged)
    }),
  )
  expect(parseDer('0\x80'.repeat(100_000), true)).toBeNull()
  expect(parseDer('\x24\x80'.repeat(200) + '\0\0'.repeat(200), true)).not.toBeUndefined()
})
