import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { processorMs } from '../../test/fakes/processor-time.ts'
import { Profile } from '../contract/profile.ts'
import type { Imported, Importer, SourceFile } from './importer.ts'
import { ipsecConf } from './ipsec-conf.ts'
import { mobileconfig } from './mobileconfig.ts'
import { nmconnectionIke } from './nmconnection.ts'
import { sswan } from './sswan.ts'
import { swanctlConf } from './swanctl-conf.ts'

const file = (name: string, text: string): SourceFile => ({ name, text, bytes: new TextEncoder().encode(text) })
const Part = v.partial(Profile)

/** Values that people write, and that attackers do. */
const value = fc.oneof(
  fc.constantFrom(
    '%any',
    '%config',
    '5.6.7.8',
    'gw.example.org',
    'fd00::/48, 0.0.0.0/0',
    'dynamic[gre]',
    'aes128-sha256-modp2048!',
    'client@my.domain',
    '"quoted # value"',
    'x\\n leftupdown=/tmp/x',
    '$(id)',
    '../../etc/shadow',
    '__proto__',
    'psk',
    'pubkey',
    'eap-mschapv2',
    'transport',
    'start',
    '\u2028',
    '\0',
    '',
  ),
  fc.string({ maxLength: 20 }).map((text) => text.replace(/[\n\r]/g, '')),
)
const line = (keys: readonly string[], write: (key: string, value: string) => string) =>
  fc.tuple(fc.constantFrom(...keys), value).map(([key, one]) => write(key, one))

const ends = ['', 'id', 'cert', 'auth', 'sourceip', 'subnet', 'updown', 'ca', 'firewall', 'nonsense']
const ipsecKeys = [
  ...ends.flatMap((end) => [`left${end}`, `right${end}`]),
  'also',
  'auto',
  'ike',
  'esp',
  'type',
  'keyexchange',
  'authby',
  'eap_identity',
  'constructor',
]
const ipsecText = fc
  .array(
    fc.oneof(
      line(ipsecKeys, (key, one) => `  ${key}=${one}`),
      fc.constantFrom(
        'conn a',
        'conn b',
        'conn %default',
        'config setup',
        'ca x',
        'include *.conf',
        '# note',
        ' stray',
      ),
    ),
  )
  .map((lines) => ['conn home', '  right=gw.example.org', ...lines].join('\n'))

const swanctlKeys = [
  'remote_addrs',
  'vips',
  'proposals',
  'version',
  'auth',
  'id',
  'certs',
  'cacerts',
  'local_ts',
  'remote_ts',
  'mode',
  'start_action',
  'updown',
  'secret',
  'file',
  '__proto__',
]
const swanctlText = fc
  .array(
    fc.oneof(
      line(swanctlKeys, (key, one) => `${key} = ${one}`),
      fc.constantFrom('home {', 'local {', 'remote {', 'children {', 'x : home {', 'ike {', '}', 'include a', '# note'),
    ),
  )
  .map((lines) => ['connections {', 'home {', ...lines].join('\n'))

const nmText = fc
  .array(
    fc.oneof(
      line(
        ['address', 'method', 'user', 'virtual', 'ike', 'proposal', 'remote-ts', 'usercert', 'id'],
        (key, one) => `${key}=${one}`,
      ),
      fc.constantFrom('[connection]', '[vpn-secrets]', '[vpn]', '[ipv6]', 'stray', '# note'),
    ),
  )
  .map((lines) => ['[vpn]', 'service-type=org.freedesktop.NetworkManager.strongswan', ...lines].join('\n'))

const json = fc
  .record({
    remote: fc.oneof(fc.record({ addr: value, id: value, cert: value, port: fc.integer() }), fc.jsonValue()),
    local: fc.oneof(fc.record({ id: value, eap_id: value, p12: value }), fc.jsonValue()),
    type: fc.oneof(fc.constantFrom('ikev2-eap', 'ikev2-cert', 'ikev2-byod-eap'), fc.jsonValue()),
    name: fc.jsonValue(),
    'split-tunneling': fc.jsonValue(),
    'ike-proposal': value,
  })
  .map((content) => JSON.stringify(content, null, 1).replace('"name"', '"__proto__": { "polluted": true }, "name"'))

const escaped = (text: string) => text.replace(/[<&\0]/g, '')
const plist = fc
  .array(
    line(
      [
        'RemoteAddress',
        'LocalIdentifier',
        'RemoteIdentifier',
        'AuthName',
        'SharedSecret',
        'AuthenticationMethod',
        'constructor',
      ],
      (key, one) => `<key>${key}</key>\n<string>${escaped(one)}</string>`,
    ),
  )
  .map(
    (lines) =>
      `<plist version="1.0"><dict><key>PayloadContent</key><array><dict><key>PayloadType</key>
<string>com.apple.vpn.managed</string><key>VPNType</key><string>IKEv2</string><key>IKEv2</key>
<dict>${lines.join('\n')}</dict></dict></array></dict></plist>`,
  )

const kinds: readonly { importer: Importer; name: string; text: fc.Arbitrary<string>; structural: RegExp }[] = [
  { importer: ipsecConf, name: 'ipsec.conf', text: ipsecText, structural: /^\s*(#.*)?$/ },
  { importer: swanctlConf, name: 'swanctl.conf', text: swanctlText, structural: /^\s*(#.*|[^={]*\{|[\s}]*)$/ },
  { importer: nmconnectionIke, name: 'a.nmconnection', text: nmText, structural: /^\s*(#.*|\[.*)?$/ },
  { importer: sswan, name: 'a.sswan', text: json, structural: /^\s*[[\]{},"]|/ },
  { importer: mobileconfig, name: 'a.mobileconfig', text: plist, structural: /^/ },
]

function sound(imported: Imported) {
  if (!imported.ok) return
  const { profile, leftOut, understood } = imported.draft
  expect(v.safeParse(Part, profile).issues ?? []).toEqual([])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be in it
  for (const { what } of [...leftOut, ...understood]) expect(what).not.toMatch(/[\u0000-\u001f\u2028\u2029]/)
}

describe.each(kinds)('$name, whatever is in it', ({ importer, name, text, structural }) => {
  it('gives nothing that the contract does not take, and loses no line', () => {
    fc.assert(
      fc.property(text, (content) => {
        const imported = importer.read({ files: [file(name, content)], answers: new Map() })
        sound(imported)
        if (!imported.ok) return
        const { understood, leftOut } = imported.draft
        const known = new Set([...understood, ...leftOut].map(({ from }) => from.line))
        content.split('\n').forEach((one, index) => {
          // An open quote and a backslash take in the line behind them.
          if (!/["\\]/.test(content)) expect(structural.test(one) || known.has(index + 1), one).toBe(true)
        })
        expect({}).not.toHaveProperty('polluted')
      }),
      { numRuns: 300 },
    )
  })

  it('takes any text and any bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uint8Array(), text, fc.nat(), (noise, bytes, content, at) => {
        const broken = content.slice(0, at % content.length) + noise + content.slice(at % content.length)
        const begun = processorMs()
        const files = [file(name, broken), { name: 'x.p12', bytes, text: null }, file('ipsec.secrets', noise)]
        importer.recognise(files)
        sound(importer.read({ files, answers: new Map([['identity', noise]]) }))
        expect(processorMs() - begun).toBeLessThan(1_000)
      }),
      { numRuns: 200 },
    )
  })

  it('takes no longer for what is made to be slow', () => {
    const size = 100_000
    const monsters = [
      'a'.repeat(size),
      '"'.repeat(size),
      '\\'.repeat(size),
      '{'.repeat(size),
      'a {\n'.repeat(size / 4),
      'a : a {\n'.repeat(size / 8),
      '<dict>'.repeat(size / 6),
      '[[{"a":'.repeat(size / 7),
      '=\n'.repeat(size / 2),
      'conn a\n also=a\n'.repeat(size / 16),
      '-----BEGIN A-----\n'.repeat(size / 18),
      ' : PSK '.repeat(size / 7),
      '%a[b'.repeat(size / 4),
    ]
    for (const monster of monsters) {
      const [sample] = fc.sample(text, { numRuns: 1, seed: 1 })
      const before = processorMs()
      for (const content of [monster, `${sample}\n${monster}`, `${monster}\n${sample}`]) {
        const files = [file(name, content), file('ipsec.secrets', content), file('a.pem', content)]
        importer.recognise(files)
        sound(importer.read({ files, answers: new Map() }))
      }
      expect(processorMs() - before, monster.slice(0, 20)).toBeLessThan(5000)
    }
  })
})
