/** Seed 000: ip6ip6 between two public IPv6 addresses, inside it static ESP between the two ULA tunnel addresses. */
import { cafe, home, ula } from '../networks/places.ts'
import type { Way } from './way.ts'

/** The article's, printed for everyone: nobody else should use them. */
const keys = {
  toLaptop: {
    encryption: '0x7aeaca3f87d060a12f4a4487d5a5c3355920fae69a96c831',
    integrity: '0xc0291ff014dccdd03874d9e8e4cdf3e6',
  },
  toGateway: {
    encryption: '0xf6ddb555acfd9d77b03ea3843f2653255afe8eb5573965df',
    integrity: '0x96358c90783bbfa3d7b196ceabe0536b',
  },
} as const
const spis = { toLaptop: 0x201, toGateway: 0x301 } as const

const algorithms = ({ encryption, integrity }: (typeof keys)['toLaptop' | 'toGateway']) =>
  `enc cbc(aes) ${encryption} auth-trunc hmac(md5) ${integrity} 96`

function farEnd(): string {
  const { tunnel, near, far } = ula
  const template = (from: string, to: string) => `tmpl src ${from} dst ${to} proto esp mode tunnel`
  const state = (from: string, to: string, spi: number, words: string) =>
    `xfrm state add src ${from} dst ${to} proto esp spi ${spi} mode tunnel ${words}`
  return [
    `link add mytun type ip6tnl mode ip6ip6 local ${home.gateway.v6} remote ${cafe.laptop.v6}`,
    'link set mytun up',
    `address add ${tunnel.gateway}/64 dev mytun nodad`,
    `address add ${far.host}/64 dev lo nodad`,
    `route add ${near.network} dev mytun src ${far.host}`,
    state(tunnel.gateway, tunnel.laptop, spis.toLaptop, algorithms(keys.toLaptop)),
    state(tunnel.laptop, tunnel.gateway, spis.toGateway, algorithms(keys.toGateway)),
    `xfrm policy add src ${far.network} dst ${near.network} dir out ${template(tunnel.gateway, tunnel.laptop)}`,
    `xfrm policy add src ${near.network} dst ${far.network} dir in ${template(tunnel.laptop, tunnel.gateway)}`,
    `xfrm policy add src ${near.network} dst ${far.network} dir fwd ${template(tunnel.laptop, tunnel.gateway)}`,
  ].join('\n')
}

const association = (direction: 'toLaptop' | 'toGateway') => ({
  spi: spis[direction],
  encryption: 'aes-cbc' as const,
  'encryption-key': keys[direction].encryption,
  integrity: 'hmac-md5' as const,
  'integrity-key': keys[direction].integrity,
})

export const ip6ip6: Way = {
  inside: { device: 'mytun', laptop: ula.near.laptop, beyond: ula.far.host },
  cafe: { families: 'both', fixedAddress: true },
  open: () => ({
    async start(host) {
      await host.run(['ip', '-6', '-batch', '-'], { input: `${farEnd()}\n` })
      return {
        kind: 'kernel',
        log: async () => (await host.run(['ip', '-s', 'xfrm', 'state'])).stdout,
        async stop() {
          await host.run(['ip', 'xfrm', 'policy', 'flush'])
          await host.run(['ip', 'xfrm', 'state', 'flush'])
          await host.run(['ip', 'link', 'delete', 'dev', 'mytun'])
          await host.run(['ip', 'address', 'delete', `${ula.far.host}/64`, 'dev', 'lo'])
        },
      }
    },
    profile: () => ({
      name: 'Home lab',
      gateway: home.gateway.v6,
      home: { prefixes: [ula.far.network], hosts: [ula.far.host] },
      layer: [
        { kind: 'ip6ip6', local: cafe.laptop.v6, remote: home.gateway.v6 },
        {
          kind: 'esp',
          local: ula.tunnel.laptop,
          remote: ula.tunnel.gateway,
          'local-networks': [ula.near.network],
          'remote-networks': [ula.far.network],
          in: association('toLaptop'),
          out: association('toGateway'),
        },
      ],
      address: [{ address: `${ula.tunnel.laptop}/64` }, { address: `${ula.near.laptop}/64` }],
    }),
  }),
}
