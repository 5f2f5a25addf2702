/** The five articles' own configurations, as they are printed, with the repairs that the import asks for by name, and no others. */
import { createPrivateKey } from 'node:crypto'
import { laptopId } from '../../lab/certificates/credentials.ts'
import { cafe, home, ula } from '../../lab/networks/places.ts'
import { layerOf } from '../../lab/profile.ts'
import type { PrintedConfiguration } from './imports.ts'
import type { Target } from './steps.ts'
import type { Story } from './story.ts'

export interface Article extends PrintedConfiguration {
  readonly hosts?: Story['hosts']
  readonly reaches: readonly Target[]
}

export const articles: Readonly<Record<string, Article>> = {
  '000': {
    case: 'setkey/seed-000-site-1-printed',
    hosts: { gateway: { way: 'ip6ip6' } },
    putIn: [['2111:1111:1111:1111::1', cafe.laptop.v6]],
    // Its policies lost the end of their lines, its remote is no address, and no file has an address of the laptop's site.
    answers: {
      'esp-tunnel': `${ula.tunnel.laptop}-${ula.tunnel.gateway}`,
      'tunnel-remote': home.gateway.v6,
      address: `${ula.near.laptop}/64`,
    },
    reaches: ['far ULA host'],
  },
  '001': {
    case: 'ipsec.conf/seed-001-printed',
    putIn: [],
    keys: ({ world: { credentials } }) => ({
      'client.pem': credentials.laptop.certificate,
      'client.key': credentials.laptop.key,
      'ca.pem': credentials.authority.certificate,
    }),
    // The line of its gateway is torn, its leftid is not what the certificate says; of GRE no ipsec.conf can speak.
    answers: {
      gateway: home.gateway.v4,
      identity: laptopId,
      'gre-remote': home.tunnel.gateway.v4,
      address: `${home.tunnel.laptop.v6}/120`,
      'home-prefix': home.prefixes.join(' '),
      internet: 'yes',
    },
    reaches: ['web', 'home host'],
  },
  '002': {
    case: 'openvpn/seed-002-printed',
    hosts: { gateway: { way: 'tap-static' } },
    putIn: [['gateway.example.com', home.gateway.name]],
    // It relies on a cipher that is gone; its key is printed nowhere.
    answers: { cipher: 'AES-256-CBC' },
    keyAnswers: ({ profile }) => ({ 'static-key': layerOf(profile, 'openvpn')['static-key']?.key ?? '' }),
    reaches: ['tap gateway', 'web'],
  },
  '003': {
    case: 'ipsec.conf/seed-003-home',
    hosts: { gateway: { way: 'esp', keys: 'ecdsa' } },
    putIn: [
      ['185.133.75.14', home.gateway.v4],
      ['@vps4.johncook.co.uk', `@${home.gateway.name}`],
      ['@home.johncook.co.uk', laptopId],
      ['fdd7:5938:e2e6:1::/64', ula.near.network],
      ['fdd7:5938:e2e6:3::1/128', `${ula.tunnel.laptop}/128`],
      ['fdd7:5938:e2e6:8e71::/64', ula.far.network],
      ['fdd7:5938:e2e6:3::8e71/128', `${home.firewall.ula}/128`],
    ],
    keys: ({ world: { credentials } }) => ({
      'home_johncook_co_uk.chained.pem': credentials.laptop.certificate,
      // The article converts its key to DER.
      'home_johncook_co_uk.key1': createPrivateKey(credentials.laptop.key).export({ type: 'sec1', format: 'der' }),
      'lets-encrypt-x3-cross-signed.pem': credentials.authority.certificate,
      'isrgrootx1.pem': credentials.authority.certificate,
    }),
    answers: {},
    reaches: ['far ULA host'],
  },
  '004': {
    case: 'tinc/seed-004-printed',
    hosts: { gateway: { way: 'tinc' } },
    putIn: [
      ['gateway.example.net', home.gateway.name],
      ['my_pc', 'my_laptop'],
      ['2002:0102:0304:0004:', '2002:0102:0304:0005:'],
    ],
    answers: {},
    keyAnswers: ({ profile }) => {
      const { key, hosts } = layerOf(profile, 'tinc')
      return { key, 'public-key:gateway': hosts[0]?.['public-key'] ?? '' }
    },
    reaches: ['mesh gateway', 'web'],
  },
}
