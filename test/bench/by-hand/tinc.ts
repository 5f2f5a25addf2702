/** Seed 004: a node of tinc's; its up-script runs when the device is there, as the article has it. */
import { tincSubnet } from '../../../helper/core/layer/tinc/config.ts'
import { mesh } from '../../lab/networks/places.ts'
import { layerOf } from '../../lab/profile.ts'
import { address, type ByHand, folder, guard, internet, ip, route } from './by-hand.ts'

const subnets = (prefixes: readonly string[] = []) => prefixes.map((prefix) => `Subnet = ${tincSubnet(prefix)}`)

const up = `#!/bin/sh
${ip(6, [
  'link set hand up mtu 1437',
  address('hand', `${mesh.laptop}/48`),
  route('hand', mesh.network),
  ...internet('hand'),
])}`

export const tinc: ByHand = {
  files(profile) {
    const layer = layerOf(profile, 'tinc')
    const lines = (name: string, ...content: readonly string[]) =>
      ({ path: `${folder}/${name}`, content: content.join('\n'), mode: '0600' }) as const
    return [
      lines('tinc.conf', `Name = ${layer.name}`, 'Interface = hand', 'AddressFamily = any', 'ConnectTo = gateway'),
      lines('rsa_key.priv', layer.key),
      lines(`hosts/${layer.name}`, 'Port = 0', ...subnets(layer.subnets)),
      ...layer.hosts.map((host) =>
        lines(`hosts/${host.name}`, `Address = ${profile.gateway}`, ...subnets(host.subnets), host['public-key'] ?? ''),
      ),
      lines('tinc-up', up),
    ]
  },
  up: (profile) =>
    `${guard(profile)}tincd -c ${folder} -D -d3 --pidfile=${folder}/tincd.pid >log 2>&1 &\necho $! >pid\n`,
}
