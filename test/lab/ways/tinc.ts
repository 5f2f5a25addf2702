/** Seed 004: a node with a /64 of its own in the /48 of the gateway node, which leads to the IPv6 internet. */
import { generateKeyPairSync } from 'node:crypto'
import { startTincNode } from '../gateways/tinc.ts'
import { home, mesh, web } from '../networks/places.ts'
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
  gateway: '2002:0102:0304:0000:0:0:0:0/64',
  everything: '0:0:0:0:0:0:0:0/0',
} as const

export const tinc: Way = {
  inside: { device: 'tun0', laptop: mesh.laptop, beyond: web.v6 },
  open() {
    const [laptop, gateway] = [rsaKeys(), rsaKeys()]
    return {
      start: (host) =>
        startTincNode(
          host,
          [
            { name: 'tinc.conf', content: 'Name = gateway\nAddressFamily = ipv4\nInterface = tun0\n' },
            { name: 'rsa_key.priv', content: gateway.privateKey },
            {
              name: 'hosts/gateway',
              content: `Subnet = ${subnets.gateway}\nSubnet = ${subnets.everything}\n${gateway.publicKey}`,
            },
            { name: 'hosts/my_laptop', content: `Subnet = ${subnets.laptop}\n${laptop.publicKey}` },
          ],
          ['link set tun0 up mtu 1400', `address add ${mesh.gateway}/48 dev tun0`],
        ),
      profile: () => ({
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
            hosts: [
              { name: 'gateway', subnets: ['2002:102:304::/64', '::/0'], 'public-key': gateway.publicKey, port: 655 },
            ],
            'connect-to': ['gateway'],
            'address-family': 'ipv4',
          },
        ],
        address: [{ address: `${mesh.laptop}/48` }],
        route: [{ to: '::/0' }],
      }),
    }
  },
}
