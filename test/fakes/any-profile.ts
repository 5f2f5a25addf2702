/** This module makes profiles of any shape that parse-profile takes, for properties. */
import fc from 'fast-check'
import { espEncryptionKeyBits, espIntegrityKeyBits } from '../../helper/contract/layer/esp.ts'
import type { Layer, Profile } from '../../helper/contract/profile.ts'
import { network } from '../../helper/core/ip.ts'
import { notHome } from '../../helper/core/profile/not-home.ts'
import { checkProfile } from '../../helper/core/profile/parse-profile.ts'

const hex = (bits: number) =>
  fc.uint8Array({ minLength: bits / 8, maxLength: bits / 8 }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`)
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })

const line = fc
  .string({ minLength: 1, maxLength: 40, unit: fc.constantFrom(...'aZ09 =#"\'\\[]{}.,;$`<>|&é漢😀-') })
  .filter((text) => text.trim() === text)
const name = line.filter((text) => !/[/\\]/.test(text) && !text.startsWith('.'))
/** With anything around it, and the line ends of any system. */
const pem = (...labels: readonly string[]) =>
  fc
    .record({
      label: fc.constantFrom(...labels),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 150 }),
      around: fc.constantFrom('', 'Bag Attributes\n', 'PublicKeyFile = /etc/hostname\nAddress = 10.9.0.1 999\n'),
      ending: fc.constantFrom('\n', '\r\n'),
    })
    .map(({ label, bytes, around, ending }) => {
      const buffer = Buffer.from(bytes)
      const digits = buffer.toString(label === staticKey ? 'hex' : 'base64').replace(/.{1,60}/g, `$&${ending}`)
      return `${around}-----BEGIN ${label}-----${ending}${digits}-----END ${label}-----${ending}${around}`
    })
const staticKey = 'OpenVPN Static key V1'
const ipv6 = fc.ipV6()
const ipv4 = fc.ipV4()
const prefix6 = fc
  .tuple(ipv6, fc.integer({ min: 1, max: 128 }))
  .map(([address, length]) => network(`${address}/${length}`))
const prefix4 = fc
  .tuple(ipv4, fc.integer({ min: 1, max: 32 }))
  .map(([address, length]) => network(`${address}/${length}`))
/** Of either family; what is nobody's home is left out, as most short prefixes take in something of that kind. */
const prefixes = fc.array(
  fc.oneof(prefix6, prefix4).filter((text) => notHome(text) === null),
  { minLength: 1, maxLength: 4 },
)
const port = fc.integer({ min: 1, max: 65535 })
const reference = fc.constantFrom('laptop', 'ca', 'a.b-c_d', '__proto__', 'constructor')
const device = fc.constantFrom('roam6', 'tap_myhost', 'tap0', 'a.b-c')
const direction = optional(fc.constantFrom(0 as const, 1 as const))

const association = fc
  .tuple(
    fc.integer({ min: 256, max: 0xffffffff }),
    fc.constantFrom('aes-cbc' as const, '3des-cbc' as const, 'aes-ctr' as const),
    fc.constantFrom(...(Object.keys(espIntegrityKeyBits) as (keyof typeof espIntegrityKeyBits)[])),
  )
  .chain(([spi, encryption, integrity]) =>
    fc.record({
      spi: fc.constant(spi),
      encryption: fc.constant(encryption),
      'encryption-key': fc.constantFrom(...espEncryptionKeyBits[encryption]).chain(hex),
      integrity: fc.constant(integrity),
      'integrity-key': fc.constantFrom(...espIntegrityKeyBits[integrity]).chain(hex),
    }),
  )

const esp = fc.record({
  kind: fc.constant('esp' as const),
  local: ipv6,
  remote: ipv6,
  'local-networks': prefixes,
  'remote-networks': prefixes,
  in: association,
  out: association,
})
const ip6ip6 = fc.record(
  {
    kind: fc.constant('ip6ip6' as const),
    local: ipv6,
    remote: ipv6,
    'encapsulation-limit': fc.oneof(fc.constant('none' as const), fc.integer({ min: 0, max: 255 })),
    'hop-limit': fc.integer({ min: 1, max: 255 }),
  },
  { requiredKeys: ['kind', 'local', 'remote'] },
)
const openvpn = fc
  .record(
    {
      kind: fc.constant('openvpn' as const),
      device,
      port,
      protocol: fc.constantFrom('udp' as const, 'tcp' as const),
      'other-remotes': fc.array(fc.record({ host: ipv4, port }), { maxLength: 2 }),
      float: fc.boolean(),
      autoconfiguration: fc.constantFrom('slaac' as const, 'dhcpv6' as const),
      digest: fc.constantFrom('SHA1', 'SHA256'),
    },
    { requiredKeys: ['kind'] },
  )
  .chain((base) =>
    fc.oneof(
      fc.record({
        ...asConstants(base),
        'static-key': fc.record({ key: pem(staticKey), direction }),
        cipher: fc.constant('AES-256-CBC'),
      }),
      fc.record({
        ...asConstants(base),
        tls: fc.record({
          authorities: fc.uniqueArray(reference, { minLength: 1, maxLength: 3 }),
          username: line,
          password: line,
          'server-name': optional(line),
          crypt: optional(pem(staticKey)),
        }),
        'data-ciphers': optional(fc.constant(['AES-256-GCM', 'AES-128-GCM'])),
      }),
    ),
  )

function asConstants<Value extends object>(value: Value): { [Key in keyof Value]: fc.Arbitrary<Value[Key]> } {
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fc.constant(one)])) as never
}

const tinc = fc.record({
  kind: fc.constant('tinc' as const),
  device: optional(device),
  name: fc.constant('my_pc'),
  subnets: prefixes,
  key: pem('RSA PRIVATE KEY', 'PRIVATE KEY'),
  port: optional(port),
  hosts: fc.array(
    fc.record({ name: fc.constant('gateway'), port, subnets: prefixes, 'public-key': pem('RSA PUBLIC KEY') }),
    {
      minLength: 1,
      maxLength: 2,
    },
  ),
  'connect-to': fc.constant(['gateway']),
  'local-discovery': fc.boolean(),
})
const ike = fc.record({
  kind: fc.constant('ike' as const),
  identity: fc.record({ id: line, secret: line, 'eap-id': optional(line) }),
  peer: fc.record({ id: line }),
  'request-addresses': fc.constantFrom([], ['0.0.0.0'], ['::', '0.0.0.0']),
  'local-networks': fc.array(prefix6, { maxLength: 2 }),
  'remote-networks': prefixes,
  'ike-proposals': optional(fc.constant(['aes256gcm16-prfsha256-x25519'])),
  ports: optional(fc.record({ ike: port, nat: port })),
})
const gre = fc
  .record({ key: optional(fc.integer({ min: 0, max: 0xffffffff })), checksum: fc.boolean(), sequence: fc.boolean() })
  .map((options) => ({ kind: 'gre' as const, local: '192.0.2.1', remote: '192.0.2.2', ...options }))

const certificate = fc.record({
  pem: pem('CERTIFICATE'),
  key: optional(pem('PRIVATE KEY', 'EC PRIVATE KEY')),
  crl: optional(pem('X509 CRL')),
})

/** Makes a profile whole by the checks that one of a person goes through. */
const profileWith = (stack: fc.Arbitrary<unknown[]>): fc.Arbitrary<Profile> =>
  fc
    .record({
      name,
      gateway: fc.oneof(ipv4, ipv6, fc.constant('gateway.example.com')),
      home: fc.record({ prefixes, hosts: fc.array(ipv6, { maxLength: 2 }) }),
      internet: optional(fc.record({ hosts: fc.array(ipv6, { maxLength: 2 }) })),
      layer: stack,
      address: fc.array(fc.record({ address: ipv6.map((address) => `${address}/64`) }), { maxLength: 3 }),
      route: fc.array(fc.record({ to: prefix6, via: ipv6 }), { maxLength: 3 }),
      behind: optional(
        fc.record({ link: fc.constantFrom('eth1', 'br-lan'), address: ipv6.map((address) => `${address}/64`) }),
      ),
      start: fc.record({ when: fc.constantFrom('manual', 'login', 'demand') }),
      certificate: fc
        .tuple(certificate, fc.dictionary(reference, certificate))
        .map(([first, more]) => ({ laptop: first, ca: first, 'a.b-c_d': first, constructor: first, ...more })),
    })
    .map(checkProfile)
    .filter((checked) => checked.ok)
    .map((checked) => {
      if (!checked.ok) throw new Error('filtered')
      return checked.profile
    })

export const anyIkeProfile = profileWith(fc.tuple(ike))
export const anyOpenVpnProfile = profileWith(fc.tuple(openvpn))
export const anyTincProfile = profileWith(fc.tuple(tinc))
export const anyProfile = profileWith(
  fc.oneof(fc.tuple(ip6ip6, esp), fc.tuple(esp), fc.tuple(esp, gre), fc.tuple(openvpn), fc.tuple(tinc), fc.tuple(ike)),
)

export const layersOf = ({ layer }: Profile): readonly Layer['kind'][] => layer.map(({ kind }) => kind)
