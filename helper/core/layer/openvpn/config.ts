/**
 * openvpn(8)'s configuration, written from typed fields and from nothing else: no value can become a second line, and no
 * option is here that runs, writes or reads anything beyond its own folder.
 */
import type { OpenVpnLayer } from '../../../contract/layer/openvpn.ts'
import type { Profile } from '../../../contract/profile.ts'
import type { TransportStrategy } from '../strategy.ts'
import { tapName } from './plan.ts'

export interface OpenVpnConfigRequest {
  readonly layer: OpenVpnLayer
  readonly certificates: Profile['certificate']
  /** Address of the profile's gateway; names are resolved before. */
  readonly gateway: string
  /** The daemon's own folder, for its files and its management socket. */
  readonly folder: string
  readonly strategy: TransportStrategy
  /** Whether this openvpn wants to be told that a static key is meant (2.7). */
  readonly consentToStaticKey: boolean
}

export interface ConfigFile {
  readonly name: string
  readonly content: string
}

/** The options that a gateway may push. Addresses, routes, names and programs that it pushes are ignored: the profile decides about them. */
const acceptedPushes = ['peer-id', 'cipher', 'protocol-flags', 'key-derivation', 'ping', 'ping-restart', 'auth-token']

/** In double quotes with openvpn's two escapes; control characters were refused by the profile's schema. */
const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`

/** The seconds without packets after which the gateway is asked, and after which it is given up for the next remote. */
const pingSeconds = 5
const pingRestartSeconds = 20
/** The seconds for one remote until its TLS handshake is done. */
const handshakeSeconds = 12

export const managementSocket = (folder: string) => `${folder}/management`

export function openVpnConfig(request: OpenVpnConfigRequest): readonly ConfigFile[] {
  const { layer, certificates, folder } = request
  const staticKey = layer['static-key']
  const { tls } = layer
  const files: ConfigFile[] = []
  const file = (name: string, content: string | undefined) => {
    if (content === undefined) return []
    files.push({ name, content: content.endsWith('\n') ? content : `${content}\n` })
    return [name]
  }
  const option = (name: string, ...values: readonly (string | number)[]) => [name, ...values].join(' ')
  const optional = (name: string, value: string | undefined) => (value === undefined ? [] : [option(name, value)])
  const keyed = (name: string, key: { key: string; direction?: 0 | 1 | undefined } | undefined) =>
    key === undefined ? [] : file(`${name}.key`, key.key).map((path) => option(name, path, key.direction ?? ''))
  const transport = (protocol: 'udp' | 'tcp') => (protocol === 'udp' ? 'udp' : 'tcp-client')

  const lines = [
    option('cd', quoted(folder)),
    option('dev', tapName(layer)),
    'dev-type tap',
    'persist-tun',
    option('remote', request.gateway, layer.port, transport(layer.protocol)),
    ...layer['other-remotes'].map(({ host, port, protocol }) => option('remote', host, port, transport(protocol))),
    'nobind',
    ...(layer.float ? ['float'] : []),
    option('resolv-retry', handshakeSeconds),
    option('connect-timeout', handshakeSeconds),
    'connect-retry 1 5',
    // The helper sets addresses, routes and DNS servers itself.
    'ifconfig-noexec',
    'route-noexec',
    'script-security 0',
    // Sizes are measured by the helper: openvpn must fragment or clamp nothing unseen.
    option('mtu-disc', request.strategy.whole === null ? 'yes' : 'no'),
    'mssfix 0',
    option('management', quoted(managementSocket(folder)), 'unix'),
    'management-hold',
    'verb 3',
    ...optional('cipher', layer.cipher),
    ...optional('data-ciphers', layer['data-ciphers']?.join(':')),
    ...optional('auth', layer.digest),
    ...(staticKey
      ? [
          ...keyed('secret', staticKey),
          ...(request.consentToStaticKey ? ['allow-deprecated-insecure-static-crypto'] : []),
        ]
      : []),
    ...(tls
      ? [
          'tls-client',
          'pull',
          ...acceptedPushes.map((name) => option('pull-filter', 'accept', quoted(name))),
          'pull-filter ignore ""',
          option('hand-window', handshakeSeconds),
          'remote-cert-tls server',
          'auth-nocache',
          ...optional('tls-version-min', tls['minimum-version']),
          ...(tls['server-name'] === undefined ? [] : [option('verify-x509-name', quoted(tls['server-name']), 'name')]),
          ...file('ca.pem', tls.authorities.map((name) => certificates[name]?.pem ?? '').join('\n')).map((path) =>
            option('ca', path),
          ),
          ...(tls.certificate === undefined
            ? []
            : [
                ...file('cert.pem', certificates[tls.certificate]?.pem).map((path) => option('cert', path)),
                ...file('key.pem', certificates[tls.certificate]?.key).map((path) => option('key', path)),
              ]),
          ...(tls.username === undefined
            ? []
            : file('credentials', `${tls.username}\n${tls.password ?? ''}`).map((path) =>
                option('auth-user-pass', path),
              )),
          ...keyed('tls-auth', tls.auth),
          ...file('tls-crypt.key', tls.crypt).map((path) => option('tls-crypt', path)),
          ...file('tls-crypt-v2.key', tls['crypt-v2']).map((path) => option('tls-crypt-v2', path)),
          ...(layer.protocol === 'udp' ? ['explicit-exit-notify 1'] : []),
        ]
      : []),
    option('ping', pingSeconds),
    option('ping-restart', pingRestartSeconds),
  ]
  return [...files, { name: 'openvpn.conf', content: `${lines.map((line) => line.trimEnd()).join('\n')}\n` }]
}
