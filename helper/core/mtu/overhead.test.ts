import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Encapsulation } from './encapsulation.ts'
import { computePathMtu, wireLength } from './overhead.ts'

type Esp = Extract<Encapsulation, { kind: 'esp' }>
const gcm: Esp = { kind: 'esp', outer: 4, udp: false, encryption: 'AES_GCM_16', integrity: null }
const chacha: Esp = { ...gcm, encryption: 'CHACHA20_POLY1305' }
const cbc: Esp = { ...gcm, encryption: 'AES_CBC', integrity: 'HMAC_SHA2_256_128' }
const sha384: Esp = { ...cbc, integrity: 'HMAC_SHA2_384_192' }
const md5: Esp = { ...cbc, integrity: 'HMAC_MD5_96' }
const natT = (esp: Esp): Esp => ({ ...esp, udp: true })
const gre: Encapsulation = { kind: 'gre', outer: 4, key: false, checksum: false, sequence: false }
const greHeadless: Encapsulation = { ...gre, headless: true }
const ip6ip6: Encapsulation = { kind: 'ip6ip6', limit: true }
const tap: Encapsulation = {
  kind: 'openvpn',
  outer: 4,
  transport: 'udp',
  tls: true,
  cipher: 'AES-256-GCM',
  digest: 'SHA1',
}
const tinc: Encapsulation = { kind: 'tinc', outer: 4, protocol: 'legacy' }

describe('bytes on the wire', () => {
  // Captured for L = 1048 over IPv4 with Linux 6.1.
  it.each<[string, number, Encapsulation[]]>([
    ['GCM tunnel', 1104, [gcm]],
    ['ChaCha tunnel', 1104, [chacha]],
    ['GCM tunnel, NAT-T', 1112, [natT(gcm)]],
    ['CBC-SHA256 tunnel', 1116, [cbc]],
    ['GRE transport, GCM', 1108, [gcm, greHeadless]],
    ['GRE transport, CBC', 1116, [cbc, greHeadless]],
    ['GRE transport, NAT-T, GCM', 1116, [natT(gcm), greHeadless]],
    ['GRE transport, NAT-T, CBC', 1124, [natT(cbc), greHeadless]],
    ['GRE in ESP tunnel, GCM', 1128, [gcm, gre]],
    ['ip6ip6 in ESP tunnel, GCM', 1152, [gcm, ip6ip6]],
    ['GCM tunnel over IPv6', 1124, [{ ...gcm, outer: 6 }]],
    ['OpenVPN tap, GCM', 1114, [tap]],
    ['tinc 1.0', 1104, [tinc]],
    ['ESP over IPv6 in ip6ip6: 1092 of ESP payload', 40 + 8 + 40 + 1092, [ip6ip6, { ...md5, outer: 6 }]],
  ])('%s: %i', (_, wire, stack) => {
    expect(wireLength(1048, stack)).toBe(wire)
  })

  // Measured on Linux 6.1 and 6.12, or the formulas' own where the reference table says so.
  it.each<[string, number, number, Encapsulation[]]>([
    ['OpenVPN tap, GCM', 1500, 1434, [tap]],
    ['OpenVPN tap, GCM', 1400, 1334, [tap]],
    ['tinc 1.0', 1500, 1437, [tinc]],
    ['tinc 1.0', 1400, 1341, [tinc]],
    ['GCM tunnel', 1500, 1446, [gcm]],
    ['GCM tunnel, NAT-T', 1500, 1438, [natT(gcm)]],
    ['GCM tunnel, NAT-T', 1400, 1338, [natT(gcm)]],
    ['GCM tunnel, NAT-T', 1344, 1282, [natT(gcm)]],
    ['CBC-SHA256 tunnel', 1500, 1438, [cbc]],
    ['CBC-SHA256 tunnel, NAT-T', 1500, 1422, [natT(cbc)]],
    ['CBC-SHA256 tunnel, NAT-T', 1400, 1326, [natT(cbc)]],
    ['GRE transport, GCM', 1500, 1442, [gcm, greHeadless]],
    ['GRE transport, GCM, NAT-T', 1400, 1334, [natT(gcm), greHeadless]],
    ['GRE in tunnel, GCM', 1500, 1422, [gcm, gre]],
    ['GRE in tunnel, GCM, NAT-T', 1500, 1414, [natT(gcm), gre]],
    ['GRE in tunnel, GCM, NAT-T', 1400, 1314, [natT(gcm), gre]],
    ['GRE in tunnel, OpenIKED’s CBC and SHA2-384, NAT-T', 1500, 1398, [natT(sha384), gre]],
    ['ip6ip6 in tunnel, GCM', 1500, 1398, [gcm, ip6ip6]],
    ['ip6ip6 in tunnel, GCM, NAT-T', 1400, 1290, [natT(gcm), ip6ip6]],
    ['GCM tunnel over IPv6', 1500, 1426, [{ ...gcm, outer: 6 }]],
    ['static ESP in ip6ip6', 1500, 1374, [ip6ip6, { ...md5, outer: 6 }]],
    [
      'static ESP in ip6ip6 without the limit',
      1500,
      1374,
      [
        { ...ip6ip6, limit: false },
        { ...md5, outer: 6 },
      ],
    ],
  ])('%s over %i: %i', (_, underlay, expected, stack) => {
    expect(computePathMtu(underlay, stack).computed).toBe(expected)
  })

  it('reads as the sum 1500 - 20 - 8 - 34 - 20 - 4 = 1414', () => {
    const { layers, computed } = computePathMtu(1500, [natT(gcm), gre])
    expect(layers.map(({ name, bytes }) => `${name} ${bytes}`)).toEqual([
      'IPv4 20',
      'UDP 8',
      'ESP 34',
      'IPv4 20',
      'GRE 4',
    ])
    expect(computed).toBe(1414)
  })

  it('needs 1368 outside for IPv6’s 1280 through GRE in ESP behind NAT', () => {
    expect(computePathMtu(1368, [natT(gcm), gre]).computed).toBeGreaterThanOrEqual(1280)
    expect(computePathMtu(1367, [natT(gcm), gre]).computed).toBeLessThan(1280)
  })

  const families = fc.constantFrom<4 | 6>(4, 6)
  const anyEsp = fc.record({
    kind: fc.constant<'esp'>('esp'),
    outer: families,
    udp: fc.boolean(),
    encryption: fc.constantFrom(
      'AES_GCM_16',
      'AES_GCM_8',
      'AES_CBC',
      '3DES_CBC',
      'AES_CTR',
      'CHACHA20_POLY1305',
      'NULL',
    ),
    integrity: fc.constantFrom('HMAC_SHA1_96', 'HMAC_SHA2_512_256', 'AES_XCBC_96', null),
  })
  const anyLayer: fc.Arbitrary<Encapsulation> = fc.oneof(
    anyEsp,
    fc.record({
      kind: fc.constant<'gre'>('gre'),
      outer: families,
      key: fc.boolean(),
      checksum: fc.boolean(),
      sequence: fc.boolean(),
      headless: fc.boolean(),
    }),
    fc.record({ kind: fc.constant<'ip6ip6'>('ip6ip6'), limit: fc.boolean() }),
  )

  it('is exact for any stack: the largest fits, one byte more does not', () => {
    fc.assert(
      fc.property(fc.array(anyLayer, { maxLength: 4 }), fc.integer({ min: 600, max: 9000 }), (stack, underlay) => {
        const { computed, layers } = computePathMtu(underlay, stack)
        expect(wireLength(computed, stack)).toBeLessThanOrEqual(underlay)
        expect(wireLength(computed + 1, stack)).toBeGreaterThan(underlay)
        expect(underlay - layers.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(computed)
      }),
    )
  })
})
