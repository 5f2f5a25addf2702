/** This table has a profile for each daemon that carries, with keys and certificates that are real. */
import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { Profile } from '../../helper/contract/profile.ts'

export const pki = (name: string) => readFileSync(join(import.meta.dirname, 'pki', name), 'utf8')

const common = { name: 'Home lab', gateway: '5.6.7.8', home: { prefixes: ['fd12:3456:789a::/48'] } }
const withLayer = (...layer: readonly object[]) =>
  v.parse(Profile, {
    ...common,
    layer,
    certificate: {
      ca: { pem: pki('ca.pem') },
      laptop: { pem: pki('laptop.pem'), key: pki('laptop.key') },
    },
  })

type LayerOf<Kind> = Extract<Profile['layer'][number], { kind: Kind }>
/** Such a profile has an outermost layer of that kind. */
export interface CarrierProfile<Kind> {
  readonly profile: Profile
  readonly layer: LayerOf<Kind>
}
function outermost<Kind extends Profile['layer'][number]['kind']>(profile: Profile, kind: Kind): CarrierProfile<Kind> {
  const [layer] = profile.layer
  if (layer?.kind !== kind) throw new Error(`it is no ${kind}`)
  return { profile, layer: layer as LayerOf<Kind> }
}

export const tls = { authorities: ['ca'], certificate: 'laptop' }
const hex = 'c0ffee00'.repeat(4)
export const staticKey = {
  key: [
    '-----BEGIN OpenVPN Static key V1-----',
    ...Array.from({ length: 16 }, () => hex),
    '-----END OpenVPN Static key V1-----',
    '',
  ].join('\n'),
}

export const byOpenVpn = (more: object = { tls }) =>
  outermost(withLayer({ kind: 'openvpn', device: 'tap_home', ...more }), 'openvpn')

const publicKey = createPublicKey(pki('rsa.key')).export({ type: 'pkcs1', format: 'pem' }).toString()
export const byTinc = (more: object = {}) =>
  outermost(
    withLayer({
      kind: 'tinc',
      name: 'my_laptop',
      subnets: ['fd12:3456:789a:7::/64'],
      key: pki('rsa.key'),
      'connect-to': ['gateway'],
      hosts: [{ name: 'gateway', 'public-key': publicKey, ...more }],
    }),
    'tinc',
  )

export const byIke = (more: object = {}, ...inner: readonly object[]) =>
  outermost(
    withLayer(
      {
        kind: 'ike',
        identity: { id: 'client@my.domain', certificate: 'laptop' },
        peer: { id: 'tunnel.my.domain', authorities: ['ca'] },
        ...more,
      },
      ...inner,
    ),
    'ike',
  )
/** What the article's laptop asks of its gateway in tunnel mode. */
export const inTunnelMode = { 'request-addresses': ['0.0.0.0'], 'remote-networks': ['192.168.101.0/24'] }
