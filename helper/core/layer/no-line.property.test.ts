/** What daemons are told, of profiles that are made to tell them more: no value is ever a line, a directive or a key of its own. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyIkeProfile, anyOpenVpnProfile, anyProfile, anyTincProfile } from '../../../test/fakes/any-profile.ts'
import { parsed } from '../../../test/fakes/parsed.ts'
import { pem } from '../../../test/fakes/pem.ts'
import { exportProfile } from '../profile/export-profile.ts'
import { checkProfile } from '../profile/parse-profile.ts'
import { loadSteps } from './ike/connection-config.ts'
import type { Section } from './ike/section.ts'
import { openVpnConfig } from './openvpn/config.ts'
import { usualStrategy } from './strategy.ts'
import { tincFolder } from './tinc/config.ts'

const pemLine =
  /^(-----(BEGIN|END) [A-Za-z0-9 -]+-----|[A-Za-z0-9+/]{1,64}={0,2}|Proc-Type: 4,ENCRYPTED|DEK-Info: [A-Z0-9-]+,[0-9A-F]+|)$/
const linesOf = (content: string) => content.replace(/\n$/, '').split('\n')

const runs = { numRuns: 150 }

test('tinc: every line is one of its variables, or PEM', () => {
  const conf =
    /^(Name|Mode|DeviceType|Device|Interface|AddressFamily|ConnectTo|LocalDiscovery|StrictSubnets) = [\w./-]+$/
  const host = /^(Address = [\w.:-]+ \d+|Subnet = [0-9a-f.:]+\/\d+|Port = \d+|Ed25519PublicKey = [\w+/=]+)$/
  fc.assert(
    fc.property(anyTincProfile, ({ layer }) => {
      const tinc = layer.find((one) => one.kind === 'tinc')
      for (const { name, content } of tinc ? tincFolder(tinc, '5.6.7.8') : [])
        for (const line of linesOf(content))
          if (name === 'tinc.conf') expect(line).toMatch(conf)
          else if (!host.test(line)) expect(line, name).toMatch(pemLine)
    }),
    runs,
  )
})

test('tinc: a public key that is directives is refused; one with directives around it is the key alone', () => {
  const directives = 'PublicKeyFile = /etc/hostname\nAddress = 10.9.0.1 999\n'
  const key = pem('RSA PUBLIC KEY', 'public')
  const profile = (publicKey: string) => ({
    name: 'Mesh',
    gateway: '5.6.7.8',
    home: { prefixes: ['fd00::/48'] },
    layer: [
      {
        kind: 'tinc',
        name: 'laptop',
        subnets: ['fd00::1/128'],
        key: pem('RSA PRIVATE KEY', 'x'),
        'connect-to': ['gw'],
        hosts: [{ name: 'gw', 'public-key': publicKey }],
      },
    ],
  })
  expect(checkProfile(profile(directives))).toEqual({
    ok: false,
    faults: [{ place: 'layer[0].hosts[0].public-key', what: 'holds no PEM of an RSA public key' }],
  })
  const checked = checkProfile(profile(directives + key + directives))
  const [tinc] = checked.ok ? checked.profile.layer : []
  if (tinc?.kind !== 'tinc') throw new Error(JSON.stringify(checked))
  expect(tincFolder(tinc, '5.6.7.8').at(-1)?.content).toBe(`Address = 5.6.7.8 655\n${key}`)
})

describe('OpenVPN', () => {
  test('every line of its configuration is one of ours; every other file is PEM, or two lines for two words', () => {
    const option =
      /^(cd|dev|dev-type|persist-tun|remote|nobind|float|resolv-retry|connect-timeout|connect-retry|ifconfig-noexec|route-noexec|script-security 0|mtu-disc|mssfix|management|management-hold|verb|cipher|data-ciphers|auth|secret|allow-deprecated-insecure-static-crypto|tls-client|pull|pull-filter|hand-window|remote-cert-tls|auth-nocache|tls-version-min|verify-x509-name|ca|cert|key|auth-user-pass credentials|tls-auth|tls-crypt|tls-crypt-v2|explicit-exit-notify|ping|ping-restart)( |$)/
    fc.assert(
      fc.property(anyOpenVpnProfile, ({ layer, certificate }) => {
        const openvpn = layer.find((one) => one.kind === 'openvpn')
        if (!openvpn) return
        const files = openVpnConfig({
          layer: openvpn,
          certificates: certificate,
          gateway: '5.6.7.8',
          folder: '/run/roam6/openvpn',
          strategy: usualStrategy,
          consentToStaticKey: false,
        })
        for (const { name, content } of files) {
          const lines = linesOf(content)
          if (name === 'openvpn.conf') for (const line of lines) expect(line).toMatch(option)
          else if (name === 'credentials') expect(lines).toEqual([openvpn.tls?.username, openvpn.tls?.password])
          else for (const line of lines) expect(line, name).toMatch(pemLine)
        }
      }),
      runs,
    )
  })
})

test('charon: the keys of every message are ours, whatever their values are', () => {
  const keys = new Set<string>()
  const collect = (section: Section) => {
    for (const [key, value] of section) {
      keys.add(key)
      if (value instanceof Map) collect(value)
    }
  }
  fc.assert(
    fc.property(anyIkeProfile, ({ layer, certificate }) => {
      const ike = layer.find((one) => one.kind === 'ike')
      if (!ike) return
      const request = {
        profileName: 'Home',
        gateway: '5.6.7.8',
        layer: ike,
        certificates: certificate,
        nameServerFile: '/run/roam6/x',
      }
      for (const { message } of loadSteps({ ...request, strategy: usualStrategy })) collect(message)
    }),
    runs,
  )
  expect([...keys].sort().join(' ')).toBe(
    'auth children close_action copy_df data dpd_action dpd_delay eap_id encap esp_proposals flag fragmentation home id if_id_in if_id_out keyingtries local local_ts mobike mode proposals remote remote_addrs remote_ts send_cert set_mark_out start_action type updown version vips',
  )
})

test('a profile that was written out says the same again, with PEM as it is written', () => {
  fc.assert(
    fc.property(anyProfile, (profile) => {
      expect(JSON.parse(JSON.stringify(parsed(exportProfile(profile))))).toEqual(JSON.parse(JSON.stringify(profile)))
    }),
    runs,
  )
})
