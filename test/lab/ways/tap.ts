/** Seed 002: OpenVPN with a tap device, by the article's static key or by TLS. */
import { randomBytes } from 'node:crypto'
import { startOpenVpnGateway } from '../gateways/openvpn.ts'
import { home, tap as places, web } from '../networks/places.ts'
import type { WrittenProfile } from '../profile.ts'
import type { Way } from './way.ts'

type WrittenOpenVpn = Extract<WrittenProfile['layer'][number], { kind: 'openvpn' }>

/** 2048 bits as `openvpn --genkey secret` writes them. */
function staticKey(): string {
  const lines = randomBytes(256).toString('hex').match(/.{32}/g) ?? []
  return ['-----BEGIN OpenVPN Static key V1-----', ...lines, '-----END OpenVPN Static key V1-----', ''].join('\n')
}

/** The article names none, and that one is gone (BF-CBC). */
const cipher = 'AES-256-CBC'

const profile = (layer: WrittenOpenVpn, certificate: WrittenProfile['certificate'] = {}): WrittenProfile => ({
  name: 'Home lab',
  gateway: home.gateway.v4,
  home: { prefixes: [places.network], hosts: [places.gateway] },
  internet: { hosts: [web.v6] },
  layer: [layer],
  address: [{ address: `${places.laptop}/64` }],
  route: [{ to: '2000::/3', via: places.gateway }],
  certificate,
})

export const tapStatic: Way = {
  open() {
    const key = staticKey()
    return {
      start: (host) =>
        startOpenVpnGateway(host, {
          lines: [`cipher ${cipher}`, 'secret static.key'],
          files: [{ name: 'static.key', content: key }],
        }),
      profile: () =>
        profile({
          ...{ kind: 'openvpn', device: 'tap_myhost', float: true },
          ...{ 'static-key': { key }, cipher },
        }),
    }
  },
}

export const tap: Way = {
  open() {
    const hiding = staticKey()
    return {
      start: (host, { gateway, authority }) =>
        startOpenVpnGateway(host, {
          lines: [
            ...['mode server', 'tls-server', 'dh none', 'ca ca.pem', 'cert cert.pem', 'key key.pem'],
            ...['tls-crypt crypt.key', 'keepalive 5 20', 'data-ciphers AES-256-GCM:AES-128-GCM'],
          ],
          files: [
            { name: 'ca.pem', content: authority.certificate },
            { name: 'cert.pem', content: gateway.certificate },
            { name: 'key.pem', content: gateway.key },
            { name: 'crypt.key', content: hiding },
          ],
        }),
      profile: ({ laptop, authority }) =>
        profile(
          {
            ...{ kind: 'openvpn', device: 'tap_myhost' },
            tls: { authorities: ['ca'], certificate: 'laptop', 'server-name': home.gateway.name, crypt: hiding },
          },
          { laptop: { pem: laptop.certificate, key: laptop.key }, ca: { pem: authority.certificate } },
        ),
    }
  },
}
