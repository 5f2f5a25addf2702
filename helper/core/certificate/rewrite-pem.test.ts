import { performance } from 'node:perf_hooks'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pem } from '../../../test/fakes/pem.ts'
import { pemKinds, rewritePem } from './rewrite-pem.ts'

const { certificate, privateKey, openVpnStaticKey, openVpnClientKey, tincPublicKey } = pemKinds

describe('PEM written anew', () => {
  const chain = pem('CERTIFICATE', 'laptop') + pem('CERTIFICATE', 'authority')

  test('is what it was, where it is nothing but PEM', () => {
    expect(rewritePem(chain, certificate)).toBe(chain)
    const key = `-----BEGIN OpenVPN Static key V1-----\n${`${'0a'.repeat(16)}\n`.repeat(16)}-----END OpenVPN Static key V1-----\n`
    expect(rewritePem(key, openVpnStaticKey)).toBe(key)
    const client = pem('OpenVPN tls-crypt-v2 client key', 'x'.repeat(200))
    expect(rewritePem(client, openVpnClientKey)).toBe(client)
  })

  test('keeps the two headers of a key that OpenSSL encrypted in its older way, and no others', () => {
    const encrypted = (headers: string) =>
      `-----BEGIN EC PRIVATE KEY-----\n${headers}\n\nQUJD\n-----END EC PRIVATE KEY-----\n`
    const known = encrypted('Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,E9071D6A34E72350CAC9447B17747B95')
    expect(rewritePem(known, privateKey)).toBe(known)
    expect(rewritePem(known.replaceAll('\n', '\r\n'), privateKey)).toBe(known)
    expect(rewritePem(encrypted('Proc-Type: 4,ENCRYPTED\nX: y'), privateKey)).toBe('')
    expect(rewritePem(encrypted('DEK-Info: AES-128-CBC,00\nProc-Type: 4,ENCRYPTED'), privateKey)).toBe('')
  })

  test.each([
    ['directives alone', 'PublicKeyFile = /etc/hostname\nAddress = 10.9.0.1 999'],
    [
      'a directive in the block',
      '-----BEGIN RSA PUBLIC KEY-----\nAddress = 10.9.0.1 999\n-----END RSA PUBLIC KEY-----',
    ],
    ['another kind of block', pem('CERTIFICATE', 'x')],
    ['another end', '-----BEGIN RSA PUBLIC KEY-----\nQUJD\n-----END PUBLIC KEY-----'],
    ['an empty block', '-----BEGIN RSA PUBLIC KEY-----\n\n-----END RSA PUBLIC KEY-----'],
    ['a padding in the middle', '-----BEGIN RSA PUBLIC KEY-----\nQU=JD\n-----END RSA PUBLIC KEY-----'],
    ['a label of every object', '-----BEGIN constructor-----\nQUJD\n-----END constructor-----'],
  ])('is nothing for %s', (_, text) => {
    expect(rewritePem(text, tincPublicKey)).toBe('')
  })

  test('is nothing but itself, whatever stands around and in it', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '-----BEGIN RSA PUBLIC KEY-----',
        '-----END RSA PUBLIC KEY-----',
        '-----BEGIN X-----',
        '-----',
        '',
        '\u2028',
        'Address = 10.9.0.1 999',
        'QUJD',
        'QUI=',
        '=',
        'a: b',
        '\r',
        'AAAA\r',
        'Proc-Type: 4,ENCRYPTED',
        'DEK-Info: A,0',
      ),
      fc.string({ maxLength: 10 }),
    )
    const allowed =
      /^(-----(BEGIN|END) (RSA )?PUBLIC KEY-----|[A-Za-z0-9+/]{1,64}={0,2}|Proc-Type: 4,ENCRYPTED|DEK-Info: [A-Z0-9-]+,[0-9A-F]+|)$/
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const anew = rewritePem(lines.join('\n'), tincPublicKey)
        for (const one of anew.split('\n')) expect(one).toMatch(allowed)
        expect(rewritePem(anew, tincPublicKey)).toBe(anew)
      }),
      { numRuns: 2_000 },
    )
  })

  test('takes as long as its text', () => {
    const begun = performance.now()
    for (const piece of [
      '-----BEGIN X-----\n',
      '-----',
      '-',
      '-----BEGIN A',
      'A ',
      'a-',
      '-----BEGIN A-----\n-----END B-----\n',
      '=',
    ])
      rewritePem(piece.repeat(64_000 / piece.length), certificate)
    expect(performance.now() - begun).toBeLessThan(2_000)
  })
})
