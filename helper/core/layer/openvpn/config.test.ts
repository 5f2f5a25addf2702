import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { OpenVpnLayer } from '../../../contract/layer/openvpn.ts'
import { usualStrategy } from '../strategy.ts'
import { openVpnConfig } from './config.ts'

const folder = '/run/roam6/openvpn'
const key = '-----BEGIN OpenVPN Static key V1-----\n00\n-----END OpenVPN Static key V1-----'
const configOf = (layer: object, consentToStaticKey = false, strategy = usualStrategy) =>
  openVpnConfig({
    layer: v.parse(OpenVpnLayer, { kind: 'openvpn', ...layer }),
    certificates: { ca: { pem: 'CA' }, laptop: { pem: 'CERT', key: 'KEY' } },
    gateway: '5.6.7.8',
    folder,
    strategy,
    consentToStaticKey,
  })
const linesOf = (files: ReturnType<typeof configOf>) =>
  files
    .find(({ name }) => name === 'openvpn.conf')
    ?.content.trimEnd()
    .split('\n') ?? []

/** All that it may ever say. */
const allowed =
  /^(cd|dev|dev-type|persist-tun|remote|nobind|float|resolv-retry|connect-timeout|connect-retry|ifconfig-noexec|route-noexec|script-security|mtu-disc|mssfix|management|management-hold|verb|cipher|data-ciphers|auth|secret|allow-deprecated-insecure-static-crypto|tls-client|pull|pull-filter|hand-window|remote-cert-tls|auth-nocache|tls-version-min|verify-x509-name|ca|cert|key|auth-user-pass|tls-auth|tls-crypt|tls-crypt-v2|explicit-exit-notify|ping|ping-restart)( |$)/

const byStaticKey = { 'static-key': { key, direction: 1 } }

describe('the configuration', () => {
  test('of a static key has nothing of TLS, and consent where it is asked for', () => {
    const layer = { ...byStaticKey, cipher: 'AES-256-CBC', device: 'tap_myhost', float: true }
    expect(linesOf(configOf(layer))).toEqual(
      expect.arrayContaining(['dev tap_myhost', 'dev-type tap', 'float', 'secret secret.key 1', 'cipher AES-256-CBC']),
    )
    expect(linesOf(configOf(layer)).join('\n')).not.toMatch(/tls|pull|allow-deprecated/)
    expect(linesOf(configOf(layer, true))).toContain('allow-deprecated-insecure-static-crypto')
  })

  test('of TLS takes of what is pushed only what is not ours to decide', () => {
    const lines = linesOf(configOf({ tls: { authorities: ['ca'], certificate: 'laptop', 'server-name': 'gw "x"' } }))
    expect(lines.filter((line) => line.startsWith('pull-filter')).at(-1)).toBe('pull-filter ignore ""')
    expect(lines.join('\n')).not.toMatch(/accept "(route|ifconfig|dhcp|redirect|setenv|register)/)
    expect(lines).toContain('verify-x509-name "gw \\"x\\"" name')
  })

  test('sets DF on its packets, but where less than IPv6’s minimum would pass whole', () => {
    expect(linesOf(configOf(byStaticKey))).toContain('mtu-disc yes')
    expect(linesOf(configOf(byStaticKey, false, { ...usualStrategy, whole: 1_268 }))).toContain('mtu-disc no')
  })

  test('never runs anything', () => {
    expect(linesOf(configOf({ tls: { authorities: ['ca'], certificate: 'laptop' } }))).toContain('script-security 0')
  })

  test('no value of any profile becomes an option of its own', () => {
    const text = fc.string({ minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(text, text, text, (username, name, host) => {
        const parsed = v.safeParse(OpenVpnLayer, {
          kind: 'openvpn',
          device: name,
          'other-remotes': [{ host }],
          tls: { authorities: ['ca'], username, password: name, 'server-name': username },
        })
        if (!parsed.success) return
        const files = openVpnConfig({
          layer: parsed.output,
          certificates: {},
          gateway: '5.6.7.8',
          folder,
          strategy: usualStrategy,
          consentToStaticKey: false,
        })
        for (const line of linesOf(files)) expect(line).toMatch(allowed)
      }),
    )
  })
})
