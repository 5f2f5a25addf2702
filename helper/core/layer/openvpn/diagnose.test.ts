import * as v from 'valibot'
import { expect, test } from 'vitest'
import { OpenVpnLayer } from '../../../contract/layer/openvpn.ts'
import { diagnoseOpenVpn, sharedKeyOf } from './diagnose.ts'
import { readLog } from './read-log.ts'

const context = { gateway: '5.6.7.8', port: 1194, protocol: 'udp', sharedKey: null, version: '2.6.14' } as const

test.each([
  ['AUTH: Received control message: AUTH_FAILED', 'openvpn-auth-failed', {}],
  [
    'VERIFY ERROR: depth=0, error=certificate has expired: CN=tunnel.my.domain, serial=1',
    'openvpn-tls-failed',
    { why: 'the gateway’s certificate has expired' },
  ],
  [
    'VERIFY ERROR: depth=1, error=self-signed certificate in certificate chain: CN=other CA',
    'openvpn-tls-failed',
    { why: 'the gateway’s certificate is of an authority that the profile does not know' },
  ],
  [
    'VERIFY X509NAME ERROR: CN=other, must be tunnel.my.domain',
    'openvpn-tls-failed',
    { why: 'the gateway is not tunnel.my.domain' },
  ],
  [
    'OpenSSL: error:0A000418:SSL routines::tlsv1 alert unknown ca:SSL alert number 48',
    'openvpn-tls-failed',
    { why: 'the gateway does not accept our certificate (unknown ca)' },
  ],
  [
    'OpenSSL: error:0A000415:SSL routines::sslv3 alert certificate expired:SSL alert number 45',
    'openvpn-tls-failed',
    { why: 'the gateway does not accept our certificate (certificate expired)' },
  ],
  [
    'OpenSSL: error:0A00042E:SSL routines::tlsv1 alert protocol version:SSL alert number 70',
    'openvpn-tls-failed',
    { why: 'tlsv1 alert protocol version' },
  ],
  [
    'OpenSSL: error:0A000102:SSL routines::unsupported protocol:',
    'openvpn-tls-failed',
    { why: 'unsupported protocol' },
  ],
  [
    'AUTH: Received control message: AUTH_FAILED,Data channel cipher negotiation failed (no shared cipher)',
    'openvpn-tls-failed',
    { why: 'no cipher in common' },
  ],
  ['read UDPv4 [ECONNREFUSED]: Connection refused (fd=4,code=111)', 'openvpn-port-closed', { protocol: 'UDP' }],
  ['tls-crypt unwrap error: packet authentication failed', 'openvpn-key-mismatch', { what: 'tls-crypt key' }],
  ['Options error: Unrecognized option or missing parameter(s)', 'openvpn-options-refused', {}],
  ['UDPv4 link remote: [AF_INET]5.6.7.8:1194', 'openvpn-silent', { gateway: '5.6.7.8', port: 1194 }],
])('%s', (line, code, args) => {
  const found = diagnoseOpenVpn(['OpenVPN 2.6.14', line, 'SIGUSR1[soft,tls-error] received'], context)
  expect(found.code).toBe(code)
  expect(found.args).toMatchObject(args)
  expect(found.evidence).toContain(line)
})

test.each([
  [{ 'static-key': { key: 'KEY' } }, 'static key'],
  [{ tls: { authorities: ['ca'], auth: { key: 'KEY', direction: 1 } } }, 'tls-auth key'],
  [{ tls: { authorities: ['ca'], crypt: 'KEY' } }, 'tls-crypt key'],
  [{ tls: { authorities: ['ca'], 'crypt-v2': 'KEY' } }, 'tls-crypt-v2 key'],
])('silence where packets must be made with a key: %o', (layer, what) => {
  const sharedKey = sharedKeyOf(v.parse(OpenVpnLayer, { kind: 'openvpn', ...layer }))
  const lines = ['TLS Error: TLS key negotiation failed to occur within 12 seconds (check your network connectivity)']
  expect(diagnoseOpenVpn(lines, { ...context, sharedKey })).toMatchObject({
    code: 'openvpn-key-unanswered',
    args: { what },
  })
})

test('a gateway that does not accept our certificate proves itself, and is silent then', () => {
  const lines = [
    'UDPv4 link remote: [AF_INET]5.6.7.8:1194',
    'TLS: Initial packet from [AF_INET]5.6.7.8:1194, sid=da5f5130 66b06f6c',
    'VERIFY OK: depth=0, CN=tunnel.my.domain',
    'TLS Error: TLS key negotiation failed to occur within 12 seconds (check your network connectivity)',
  ]
  for (const sharedKey of [null, 'tls-crypt key'])
    expect(diagnoseOpenVpn(lines, { ...context, sharedKey })).toMatchObject({
      code: 'openvpn-broken-off',
      args: { gateway: '5.6.7.8', port: 1194, protocol: 'UDP' },
    })
})

test.each([
  ['UDPv4 link remote: [AF_INET]5.6.7.8:1194', 'udp'],
  ['TCPv6_CLIENT link remote: [AF_INET6]2a00::2:1194', 'tcp'],
  ['TCP/UDP: Preserving recently used remote address: [AF_INET]5.6.7.8:1194', null],
] as const)('which transport it uses: %s', (line, transport) => {
  expect(readLog([line]).transport).toBe(transport)
})

test('the data channel’s algorithms, as each version logs them', () => {
  expect(readLog(["Data Channel: cipher 'AES-256-GCM', peer-id: 0"])).toEqual({
    cipher: 'AES-256-GCM',
    digest: null,
    transport: null,
  })
  expect(
    readLog([
      "Outgoing Static Key Encryption: Cipher 'AES-256-CBC' initialized with 256 bit key",
      "Outgoing Static Key Encryption: Using 256 bit message hash 'SHA256' for HMAC authentication",
    ]),
  ).toEqual({ cipher: 'AES-256-CBC', digest: 'SHA256', transport: null })
})
