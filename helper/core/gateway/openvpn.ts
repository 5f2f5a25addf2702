/** Writes OpenVPN's files for the gateway: the server's configuration, its keys, and the script that sets its device up. */
import type { OpenVpnLayer } from '../../contract/layer/openvpn.ts'
import type { Profile } from '../../contract/profile.ts'
import { certificatesIn } from '../certificate/pem.ts'
import { blank } from './blanks.ts'
import { innermostDevice } from './other-end.ts'
import { type GatewayFile, plainFile, scriptFile } from './text.ts'
import { daemonDeviceLines } from './tunnel-up.ts'

const folder = '/etc/openvpn/server'

/** Names the protocols in OpenVPN's words for a server that takes IPv4 and IPv6 alike. */
const protocols = { udp: 'udp6', tcp: 'tcp6-server' } as const

/** Turns the laptop's key direction into the gateway's, which uses the other half of the key. */
const otherDirection = { 0: ' 1', 1: ' 0', none: '' } as const

/** Describes a key in a file of its own. */
interface Key {
  readonly option: string
  readonly blank: 'static-key-file' | 'handshake-key-file'
  /** The content that both ends share; null where the gateway's key is another one than the laptop's. */
  readonly content: string | null
  readonly direction: string
}

function keysOf({ 'static-key': shared, tls }: OpenVpnLayer): readonly Key[] {
  const direction = (key: { direction?: 0 | 1 | undefined }) => otherDirection[key.direction ?? 'none']
  const hides = { blank: 'handshake-key-file', direction: '' } as const
  return [
    ...(shared
      ? [{ option: 'secret', blank: 'static-key-file', content: shared.key, direction: direction(shared) } as const]
      : []),
    ...(tls?.auth ? [{ ...hides, option: 'tls-auth', content: tls.auth.key, direction: direction(tls.auth) }] : []),
    ...(tls?.crypt === undefined ? [] : [{ ...hides, option: 'tls-crypt', content: tls.crypt }]),
    ...(tls?.['crypt-v2'] === undefined ? [] : [{ ...hides, option: 'tls-crypt-v2', content: null }]),
  ]
}

const keyFile = ({ option, content }: Key): GatewayFile => ({
  ...plainFile({
    name: `${option}.key`,
    says: 'the key that both ends share',
    path: `${folder}/roam6-${option}.key`,
    lines: [content ?? ''],
  }),
  secret: true,
})

/** Puts text in single quotes of a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** Makes the script that checks the password. OpenVPN gives a name and a password to it in a file, a line each. */
function passwordFile(username: string, password: string, secret: boolean): GatewayFile {
  const lines = [
    '# Ends well for the name and the password of the laptop alone.',
    `printf '%s\\n' ${quoted(username)} ${secret ? quoted(password) : `'${password}'`} | cmp -s - "$1"`,
  ]
  const path = `${folder}/roam6-password`
  return { ...scriptFile({ name: 'password', says: 'asks the laptop for its password', path, lines }), secret }
}

const defaultDataCiphers = ['AES-256-GCM', 'AES-128-GCM', 'CHACHA20-POLY1305']

export function openVpnFiles(profile: Profile, layer: OpenVpnLayer, secrets: boolean): readonly GatewayFile[] {
  const { tls, cipher, digest, protocol, port } = layer
  const keys = keysOf(layer)
  const printed = secrets ? keys.filter(({ content }) => content !== null) : []
  const isPrinted = (key: Key) => printed.includes(key)
  const up = scriptFile({
    name: 'up',
    says: 'gives the device its address',
    path: `${folder}/roam6-up`,
    lines: ['set -e', ...daemonDeviceLines(profile, '"$dev"')],
  })
  const authorities = tls
    ? [
        plainFile({
          name: 'ca.pem',
          says: 'whoever signed the laptop’s certificate',
          path: `${folder}/roam6-ca.pem`,
          lines: tls.authorities
            .flatMap((name) => certificatesIn(profile.certificate[name]?.pem ?? ''))
            .map((pem) => pem.trimEnd()),
        }),
      ]
    : []
  const passwords =
    tls?.username === undefined
      ? []
      : [passwordFile(tls.username, secrets ? (tls.password ?? '') : blank('laptop-secret'), secrets)]
  const lines = [
    `# The other end of "${profile.name}". Start it with: systemctl enable --now openvpn-server@roam6`,
    `dev ${innermostDevice(profile)}`,
    'dev-type tap',
    `proto ${protocols[protocol]}`,
    `port ${port}`,
    'script-security 2',
    `up ${up.path}`,
    'verb 3',
    ...(tls
      ? [
          'mode server',
          'tls-server',
          'dh none',
          'keepalive 5 20',
          ...authorities.map(({ path }) => `ca ${path}`),
          `cert ${blank('certificate-file')}`,
          `key ${blank('key-file')}`,
          ...(tls.certificate === undefined ? ['verify-client-cert none'] : []),
          ...passwords.map(({ path }) => `auth-user-pass-verify ${path} via-file`),
          ...(tls['minimum-version'] === undefined ? [] : [`tls-version-min ${tls['minimum-version']}`]),
          `data-ciphers ${(layer['data-ciphers'] ?? defaultDataCiphers).join(':')}`,
          ...(cipher === undefined ? [] : [`data-ciphers-fallback ${cipher}`]),
        ]
      : ['# OpenVPN 2.7 wants one line more: allow-deprecated-insecure-static-crypto', `cipher ${cipher}`]),
    ...(digest === undefined ? [] : [`auth ${digest}`]),
    ...keys.map((key) => `${key.option} ${isPrinted(key) ? keyFile(key).path : blank(key.blank)}${key.direction}`),
  ]
  const conf = plainFile({ name: 'server.conf', says: 'lets the laptop in', path: `${folder}/roam6.conf`, lines })
  return [conf, up, ...authorities, ...passwords, ...printed.map(keyFile)]
}
