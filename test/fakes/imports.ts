/** What a fake helper says of a profile's own text, for forms whose certificates are none; files of others go to `real-import.ts`. */
import type { ImportedFile, ImportRequest, ImportResult } from '../../helper/contract/import.ts'
import type { Refusal } from './refusal.ts'
import { homeLab, parents } from './world.ts'

type Answer = (request: ImportRequest) => ImportResult | Refusal | undefined

export const authorityPem = `-----BEGIN CERTIFICATE-----
MIIBejCCASGgAwIBAgIUSm9obiBEb2UgaXMgbm90IGEgcmVhbCBjYTAKBggqhkjO
PQQDAjATMREwDwYDVQQDDAhNeSBEb21haW4wHhcNMjYwMTAxMDAwMDAwWhcNMzYw
-----END CERTIFICATE-----
`

/** Answers for a profile of ours, whole. */
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

/** These texts are the article's laptop, whole and masked. */
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

/** These texts lead home over the other carriers, for the forms of their layers. */
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

/** Mesh's gateway needs this host file of the laptop. */
export const meshHostFile = {
  name: 'hosts/laptop',
  content: `Subnet = fd12:3456:789a:7:0:0:0:0/64\n${pem('RSA PUBLIC KEY', 'UFVC')}`,
}

export const otherProfiles = [
  { ...parents, name: 'Tap', gateway: '5.6.7.8', layers: ['openvpn'] },
  { ...parents, name: 'Mesh', gateway: 'gw.my.domain', layers: ['tinc'] },
  { ...parents, name: 'Rack', gateway: '2001:db8::1', layers: ['ip6ip6', 'esp'] },
] satisfies (typeof homeLab)[]

/** This map has the profiles that reached the helper, by name. */
export const contentOf = (files: readonly ImportedFile[]) =>
  Object.fromEntries(files.map(({ name, content }) => [name, content]))
