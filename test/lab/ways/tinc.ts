/** Seed 004: a node with a /64 of its own in the /48 of the gateway node, which leads to the IPv6 internet. */
import { generateKeyPairSync } from 'node:crypto'
import { startTincNode } from '../gateways/tinc.ts'
import type { Host } from '../hosts/host.ts'
import { hostNamed } from '../networks/lay-out.ts'
import { home, mesh, web } from '../networks/places.ts'
import { layerOf, type WrittenProfile } from '../profile.ts'
import type { Way } from './way.ts'

/** PKCS #1, as tinc has them. */
const rsaKeys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })

/** tinc 1.0 wants every group written out. */
const subnets = {
  laptop: '2002:0102:0304:0005:0:0:0:0/64',
  other: '2002:0102:0304:0006:0:0:0:0/64',
  gateway: '2002:0102:0304:0000:0:0:0:0/64',
  everything: '0:0:0:0:0:0:0:0/0',
} as const

type Keys = ReturnType<typeof rsaKeys>

const startGateway = (
  host: Host,
  gateway: Keys,
  laptops: readonly { readonly name: string; readonly content: string }[],
) =>
  startTincNode(
    host,
    [
      { name: 'tinc.conf', content: 'Name = gateway\nInterface = tun0\n' },
      { name: 'rsa_key.priv', content: gateway.privateKey },
      {
        name: 'hosts/gateway',
        content: `Subnet = ${subnets.gateway}\nSubnet = ${subnets.everything}\n${gateway.publicKey}`,
      },
      ...laptops,
    ],
    ['link set tun0 up mtu 1400', `address add ${mesh.gateway}/48 dev tun0`],
  )

const profile = (laptop: Keys, gateway: Keys): WrittenProfile => ({
  name: 'Home lab',
  gateway: home.gateway.v4,
  home: { prefixes: [mesh.network], hosts: [mesh.gateway] },
  internet: { hosts: [web.v6] },
  layer: [
    {
      kind: 'tinc',
      name: 'my_laptop',
      subnets: ['2002:102:304:5::/64'],
      key: laptop.privateKey,
      hosts: [{ name: 'gateway', subnets: ['2002:102:304::/64', '::/0'], 'public-key': gateway.publicKey, port: 655 }],
      'connect-to': ['gateway'],
    },
  ],
  address: [{ address: `${mesh.laptop}/48` }],
  route: [{ to: '::/0' }],
})

const inside = { device: 'tun0', laptop: mesh.laptop, beyond: web.v6 } as const
const ownSubnet = (of: keyof typeof subnets, { publicKey }: Keys) => `Subnet = ${subnets[of]}\n${publicKey}`

export const tinc: Way = {
  inside,
  open() {
    const [laptop, gateway] = [rsaKeys(), rsaKeys()]
    return {
      start: (host) => startGateway(host, gateway, [{ name: 'hosts/my_laptop', content: ownSubnet('laptop', laptop) }]),
      profile: () => profile(laptop, gateway),
    }
  },
}

/** A second laptop of home's on the same LAN, at the stranger's table; both find each other by broadcast. */
export const tincLan: Way = {
  inside,
  open() {
    const [laptop, other, gateway] = [rsaKeys(), rsaKeys(), rsaKeys()]
    return {
      async start(host, _credentials, hosts) {
        const started = await startGateway(host, gateway, [
          { name: 'hosts/my_laptop', content: ownSubnet('laptop', laptop) },
          { name: 'hosts/my_pc', content: ownSubnet('other', other) },
        ])
        await startTincNode(
          hostNamed(hosts, 'stranger'),
          [
            {
              name: 'tinc.conf',
              content: 'Name = my_pc\nInterface = tun0\nConnectTo = gateway\nLocalDiscovery = yes\n',
            },
            { name: 'rsa_key.priv', content: other.privateKey },
            { name: 'hosts/my_pc', content: `Subnet = ${subnets.other}\n` },
            { name: 'hosts/my_laptop', content: ownSubnet('laptop', laptop) },
            {
              name: 'hosts/gateway',
              content: `Address = ${home.gateway.v4}\n${ownSubnet('everything', gateway)}`,
            },
          ],
          ['link set tun0 up mtu 1400', `address add ${mesh.otherLaptop}/48 dev tun0`],
        )
        return started
      },
      profile() {
        const written = profile(laptop, gateway)
        const layer = layerOf(written, 'tinc')
        layer['local-discovery'] = true
        layer.hosts.push({ name: 'my_pc', subnets: ['2002:102:304:6::/64'], 'public-key': other.publicKey })
        return written
      },
    }
  },
}
