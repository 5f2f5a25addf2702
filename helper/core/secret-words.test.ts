import { performance } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { pem } from '../../test/fakes/pem.ts'
import { withoutKeys, withoutSecrets } from './secret-words.ts'

const key = '0x00112233445566778899aabbccddeeff'

test.each([
  [
    `ip xfrm state add src ::1 dst ::2 proto esp spi 0xc0000001 enc cbc(aes) ${key} auth-trunc hmac(sha1) ${key}00 96 mark 0x6006`,
    'ip xfrm state add src ::1 dst ::2 proto esp spi 0xc0000001 enc cbc(aes) … auth-trunc hmac(sha1) … 96 mark 0x6006',
  ],
  [`RTNETLINK answers: argument "${key}" is wrong`, 'RTNETLINK answers: argument "…" is wrong'],
  [JSON.stringify({ algorithms: ['enc', 'cbc(aes)', key] }), '{"algorithms":["enc","cbc(aes)","…"]}'],
  [`a ${pem('PRIVATE KEY', 'secret')} b`, 'a …\n b'],
  [JSON.stringify(pem('RSA PRIVATE KEY', 'secret')), '"…\\n"'],
  ['-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE', '…'],
  // One random key in 1,500 has no digit.
  ['key aBcdEfghIjklmnOpqrstuvWxyzaBcdEfghIjklmnOpq= bad', 'key … bad'],
  // Public, and no keys at all.
  [pem('CERTIFICATE', 'public'), pem('CERTIFICATE', 'public')],
  [
    'no shared key found for “client@my.domain” - “tunnel.my.domain”',
    'no shared key found for “client@my.domain” - “tunnel.my.domain”',
  ],
  ['AES_GCM_16_256/PRF_HMAC_SHA2_256/CURVE_25519', 'AES_GCM_16_256/PRF_HMAC_SHA2_256/CURVE_25519'],
  ['2001:db8:1234:5678:9abc:def0:1234:5678', '2001:db8:1234:5678:9abc:def0:1234:5678'],
  [
    '/var/lib/roam6/profiles/0123456789abcdef0123456789abcdef.toml',
    '/var/lib/roam6/profiles/0123456789abcdef0123456789abcdef.toml',
  ],
])('%s', (text, expected) => {
  expect(withoutKeys(text)).toBe(expected)
})

test('takes as long as its text', () => {
  const begun = performance.now()
  for (const piece of [
    'a',
    'aA1',
    '0x',
    '0xf',
    '-----BEGIN A PRIVATE KEY-----',
    '-----',
    'secret ',
    'password=',
    ' ',
    '=',
    '/a',
    'a/',
  ])
    withoutSecrets(piece.repeat(100_000 / piece.length))
  expect(performance.now() - begun).toBeLessThan(2_000)
})
