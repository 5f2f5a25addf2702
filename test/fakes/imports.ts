/** What the helper says of files that people have: strongSwan's and OpenVPN's, as in the articles about them. */
import type { ImportedFile, ImportRequest, ImportResult, Question } from '../../helper/contract/import.ts'
import type { Refusal } from './refusal.ts'
import { homeLab, parents } from './world.ts'

type Answer = (request: ImportRequest) => ImportResult | Refusal | undefined

const has = ({ files }: ImportRequest, part: string) => files.some(({ name }) => name.endsWith(part))

/** Of an ipsec.conf with its up script; the authority lies beside it, or is asked for. */
export const ipsecConf = `conn home
  left=%defaultroute
  leftcert=client.pem
  leftid=client@my.domain
  leftupdown=/etc/ipsec.d/home.up
  right=tunnel.my.domain
  rightid=tunnel.my.domain
  rightsubnet=192.168.101.0/24
  auto=start
`
export const homeUp = `#!/bin/sh
ip link add gre-home type gre remote 192.168.101.2
ip -6 addr add fd12:3456:789a:3::2/64 dev gre-home
ip -6 addr add 2a00::101/120 dev gre-home
ip -6 route add ::/0 dev gre-home
logger "home is up"
`
export const authorityPem = `-----BEGIN CERTIFICATE-----
MIIBejCCASGgAwIBAgIUSm9obiBEb2UgaXMgbm90IGEgcmVhbCBjYTAKBggqhkjO
PQQDAjATMREwDwYDVQQDDAhNeSBEb21haW4wHhcNMjYwMTAxMDAwMDAwWhcNMzYw
-----END CERTIFICATE-----
`

export const ipsec: Answer = (request) => {
  if (!has(request, 'ipsec.conf') || (request.format !== undefined && request.format !== 'ipsec.conf')) return undefined
  const folder = request.files.find(({ name }) => name.endsWith('ipsec.conf'))?.name.replace(/ipsec\.conf$/, '') ?? ''
  const from = (file: string, line: number | null) => ({ file: `${folder}${file}`, line })
  const answer = request.answers.authority ?? ''
  const authority = has(request, 'ca.pem') || answer.includes('BEGIN CERTIFICATE')
  const up = has(request, 'home.up')
  return {
    format: 'ipsec.conf',
    name: 'home',
    installed: false,
    understood: [
      { what: 'IKEv2 to tunnel.my.domain', from: from('ipsec.conf', 6), as: 'directive' },
      { what: 'Identity client@my.domain, by client.pem', from: from('ipsec.conf', 3), as: 'directive' },
      { what: 'Behind the gateway: 192.168.101.0/24', from: from('ipsec.conf', 8), as: 'directive' },
      ...(up
        ? ([
            { what: 'GRE to 192.168.101.2', from: from('home.up', 2), as: 'fact' },
            { what: 'Address fd12:3456:789a:3::2/64', from: from('home.up', 3), as: 'fact' },
            { what: 'Address 2a00::101/120', from: from('home.up', 4), as: 'fact' },
            { what: 'Route ::/0', from: from('home.up', 5), as: 'fact' },
          ] as const)
        : []),
      ...(has(request, 'ca.pem')
        ? [{ what: 'Authority My Domain', from: from('ca.pem', null), as: 'directive' as const }]
        : []),
    ],
    warnings: [],
    leftOut: [
      {
        what: 'leftupdown=/etc/ipsec.d/home.up',
        from: from('ipsec.conf', 5),
        why: 'No script is run; its link, addresses and route were read.',
      },
      { what: 'logger "home is up"', from: from('home.up', 6), why: 'Changes nothing of the network.' },
    ],
    questions: [
      ...(authority
        ? []
        : [
            {
              id: 'authority',
              kind: 'certificate' as const,
              what: 'The certificate of the authority that signed the gateway’s',
              why: 'strongSwan reads it from a folder of its own, which is not among these files.',
              from: null,
            },
          ]),
    ],
    summary: authority ? { ...homeLab, name: 'home' } : null,
  }
}

/** A profile of ours, whole. */
export const plainProfile: Answer = ({ files: [file] }) =>
  file?.name.endsWith('.toml')
    ? {
        format: 'toml',
        name: homeLab.name,
        installed: false,
        understood: [{ what: 'Gateway tunnel.my.domain', from: { file: file.name, line: 2 }, as: 'directive' }],
        leftOut: [],
        warnings: [],
        questions: [],
        summary: homeLab,
      }
    : undefined

/** Everything that can be asked at once, of a folder of OpenVPN's. */
const tapQuestions: ImportResult['questions'] = [
  {
    id: 'gateway',
    kind: 'address',
    what: 'The address of the gateway',
    why: '“remote” names no host.',
    from: { file: 'home-tap.conf', line: 2 },
  },
  {
    id: 'home',
    kind: 'prefix',
    what: 'The prefix of your home',
    why: 'Packets for it never leave in clear; no file says which it is.',
    from: null,
  },
  {
    id: 'passphrase:client.p12',
    kind: 'passphrase',
    what: 'The passphrase of client.p12',
    why: 'It holds the certificate and its key.',
    from: { file: 'client.p12', line: null },
  },
  {
    id: 'key',
    kind: 'key',
    what: 'The key for tls-crypt',
    why: 'ta.key is not among these files.',
    from: { file: 'home-tap.conf', line: 7 },
  },
  {
    id: 'internet',
    kind: 'choice',
    what: 'Public IPv6',
    why: 'There is no route for it, so this tunnel would reach home only.',
    choices: ['Through home too', 'Home only'],
    from: null,
  },
]

/** Asked again, with what was wrong. */
const askedAgain = (question: Question): Question =>
  question.kind === 'passphrase' ? { ...question, why: 'That is not the passphrase: it does not open it.' } : question

export const openVpn: Answer = (request) => {
  if (!has(request, 'home-tap.conf') && request.format !== 'openvpn') return undefined
  const passphrase = request.answers['passphrase:client.p12']
  const isWrong = passphrase !== undefined && passphrase !== 'correct horse'
  const questions = [
    ...tapQuestions.filter(({ id }) => !(id in request.answers)),
    ...tapQuestions.filter(({ kind }) => kind === 'passphrase' && isWrong).map(askedAgain),
  ]
  return {
    format: 'openvpn',
    name: 'home-tap',
    installed: false,
    understood: [{ what: 'OpenVPN tap, UDP 1194', from: { file: 'home-tap.conf', line: 1 }, as: 'directive' }],
    warnings: [],
    leftOut: [
      {
        what: 'log-append /var/log/home-tap',
        from: { file: 'home-tap.conf', line: 5 },
        why: 'A profile may not name a file to write.',
      },
      {
        what: 'user nobody',
        from: { file: 'home-tap.conf', line: 6 },
        why: 'The helper decides whom OpenVPN runs as.',
      },
    ],
    questions,
    summary: questions.length > 0 ? null : { ...parents, name: 'home-tap', gateway: '5.6.7.8', layers: ['openvpn'] },
  }
}

/** A form's own: refused or doubted for what only a look into certificates can tell. */
export const edited: Answer = ({ files: [file], format }) => {
  if (format !== 'toml' || !file) return undefined
  if (file.content.includes(foreignKey))
    return {
      code: 'bad-profile',
      place: `${file.name}, certificate.laptop.key`,
      message: 'The key of “laptop” does not belong to its certificate.',
      remedy: 'Give the key that was made for this certificate.',
    }
  return {
    format: 'toml',
    name: /^name = "(.*)"$/m.exec(file.content)?.[1] ?? '',
    installed: false,
    understood: [],
    leftOut: [],
    questions: [],
    warnings: warnings.flatMap(([mark, message, remedy]) =>
      file.content.includes(mark) ? [{ place: 'certificate.laptop.pem', message, remedies: [remedy] }] : [],
    ),
    summary: homeLab,
  }
}

const foreignKey = 'V1JPTkcgS0VZ'

const warnings: readonly (readonly [mark: string, message: string, remedy: string])[] = [
  ['RVhQSVJFRA', 'CN=client@my.domain: your certificate expired on 9 Aug 2025', 'Have a new one issued and import it.'],
  [
    'Tk9UWUVU',
    'CN=client@my.domain: your certificate is valid only from 1 Jan 2036',
    'Check this laptop’s clock: it says 2026-01-01T00:00:00.000Z.',
  ],
  [
    'T1RIRVI',
    'Your certificate is not for client@my.domain',
    'It is for other@my.domain. Correct the identity in the profile, or the certificate.',
  ],
]

export const pem = (label: string, content: string) => `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`

/** The article's laptop, whole and masked. */
const homeLabToml = (key: string) => `name = "Home lab"
gateway = "tunnel.my.domain"
[home]
prefixes = ["fd12:3456:789a::/48", "2a00::100/120"]
hosts = ["2a00::102"]
[[layer]]
kind = "ike"
identity = { id = "client@my.domain", certificate = "laptop" }
peer = { id = "tunnel.my.domain", authorities = ["ca"] }
request-addresses = ["0.0.0.0"]
remote-networks = ["192.168.101.0/24"]
[[layer]]
kind = "gre"
local = "virtual"
remote = "192.168.101.2"
[[address]]
address = "fd12:3456:789a:3::2/64"
[[address]]
address = "2a00::101/120"
[[route]]
to = "::/0"
[start]
when = "manual"
[certificate.laptop]
pem = """${pem('CERTIFICATE', 'TEFQVE9Q')}"""
key = """${key}"""
[certificate.ca]
pem = """${authorityPem}"""
`
export const homeLabTexts = { whole: homeLabToml(pem('PRIVATE KEY', 'S0VZ')), masked: homeLabToml('(hidden)') }

/** Home over the other carriers, for the forms of their layers. */
const ula = `[home]
prefixes = ["fd12:3456:789a::/48"]
`
export const otherTexts = {
  Tap: `name = "Tap"
gateway = "5.6.7.8"
${ula}[[layer]]
kind = "openvpn"
port = 1194
tls = { authorities = ["ca"], certificate = "laptop", auth = { key = """${pem('OpenVPN Static key V1', '00ff')}""", direction = 1 } }
other-remotes = [{ host = "tunnel.my.domain", port = 443, protocol = "tcp" }]
[certificate.laptop]
pem = """${pem('CERTIFICATE', 'TEFQVE9Q')}"""
key = """${pem('PRIVATE KEY', 'S0VZ')}"""
[certificate.ca]
pem = """${authorityPem}"""
`,
  Mesh: `name = "Mesh"
gateway = "gw.my.domain"
${ula}[[layer]]
kind = "tinc"
name = "laptop"
subnets = ["fd12:3456:789a:7::/64"]
key = """${pem('RSA PRIVATE KEY', 'S0VZ')}"""
connect-to = ["gateway"]
hosts = [{ name = "gateway", address = "gw.my.domain", subnets = ["::/0"], public-key = """${pem('RSA PUBLIC KEY', 'UFVC')}""" }]
`,
  Rack: `name = "Rack"
gateway = "2001:db8::1"
${ula}[[layer]]
kind = "ip6ip6"
local = "2001:db8:1::2"
remote = "2001:db8::1"
encapsulation-limit = "none"
[[layer]]
kind = "esp"
local = "fd12:3456:789a:ff::2"
remote = "fd12:3456:789a:ff::1"
local-networks = ["fd12:3456:789a:7::/64"]
remote-networks = ["fd12:3456:789a::/48"]
in = { spi = 257, encryption = "aes-cbc", encryption-key = "0x00112233445566778899aabbccddeeff", integrity = "hmac-sha1", integrity-key = "0x00112233445566778899aabbccddeeff00112233" }
out = { spi = 256, encryption = "aes-cbc", encryption-key = "0x00112233445566778899aabbccddeeff", integrity = "hmac-sha1", integrity-key = "0x00112233445566778899aabbccddeeff00112233" }
`,
} as const

/** What Mesh's gateway needs of the laptop. */
export const meshHostFile = {
  name: 'hosts/laptop',
  content: `Subnet = fd12:3456:789a:7:0:0:0:0/64\n${pem('RSA PUBLIC KEY', 'UFVC')}`,
}

export const otherProfiles = [
  { ...parents, name: 'Tap', gateway: '5.6.7.8', layers: ['openvpn'] },
  { ...parents, name: 'Mesh', gateway: 'gw.my.domain', layers: ['tinc'] },
  { ...parents, name: 'Rack', gateway: '2001:db8::1', layers: ['ip6ip6', 'esp'] },
] satisfies (typeof homeLab)[]

/** What reached the helper, by name. */
export const contentOf = (files: readonly ImportedFile[]) =>
  Object.fromEntries(files.map(({ name, content }) => [name, content]))
