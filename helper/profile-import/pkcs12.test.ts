import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPkcs12, readPkcs12 } from './pkcs12.ts'

/** Made by OpenSSL 3.0 from the PEM files beside them, valid from 2020 to 2120. */
const folder = join(import.meta.dirname, '../../test/fakes/pki')
const bytes = (name: string) => new Uint8Array(readFileSync(join(folder, name)))
const text = (name: string) => readFileSync(join(folder, name), 'utf8')
const passphrase = 'pässword'

describe('a container of each kind opens to the same chain and key', () => {
  it.each(['modern.p12', 'legacy.p12', 'tripledes.p12', 'nomac.p12', 'unencrypted.p12'])('%s', (name) => {
    const opened = readPkcs12(bytes(name), passphrase)
    if (!opened.ok) throw new Error(opened.what)
    expect(opened.chain).toEqual([text('chained.pem'), text('issuing.pem')])
    expect(opened.others).toEqual([text('ca.pem')])
    const key = createPrivateKey(opened.key ?? '')
    expect(new X509Certificate(opened.chain[0] ?? '').checkPrivateKey(key)).toBe(true)
  })
})

it('says that a passphrase is wrong', () => {
  for (const name of ['modern.p12', 'legacy.p12', 'tripledes.p12', 'nomac.p12'])
    expect(readPkcs12(bytes(name), 'wrong')).toMatchObject({ ok: false, code: 'wrong-passphrase' })
  // Nothing in it is encrypted, but its MAC is under the passphrase.
  expect(readPkcs12(bytes('unencrypted.p12'), '')).toMatchObject({ ok: false, code: 'wrong-passphrase' })
})

it.each(['open.p12', 'empty.p12'])('%s opens with no passphrase', (name) => {
  expect(readPkcs12(bytes(name), '')).toMatchObject({ ok: true, chain: [text('laptop.pem')] })
})

it('does not hash for as long as a file likes', () => {
  expect(readPkcs12(bytes('rounds.p12'), 'x')).toMatchObject({ ok: false, code: 'unsupported' })
})

it('is told from other DER', () => {
  expect(isPkcs12(bytes('modern.p12'))).toBe(true)
  expect(isPkcs12(bytes('chained.der'))).toBe(false)
  expect(isPkcs12(new Uint8Array())).toBe(false)
})

it('never throws, whatever byte is another', () => {
  const whole = bytes('tripledes.p12')
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), (at, value, cut) => {
      const damaged = cut ? whole.slice(0, at) : Uint8Array.from(whole, (byte, i) => (i === at ? value : byte))
      expect(readPkcs12(damaged, passphrase)).toHaveProperty('ok')
    }),
    { numRuns: 60 },
  )
})
