/** tinc's folder (tinc.conf(5)), written from typed fields and from nothing else. No scripts are in it, so none runs. */
import type { TincHost, TincLayer } from '../../../contract/layer/tinc.ts'
import { network, parsePrefix } from '../../ip.ts'
import { tunName } from './plan.ts'

export interface ConfigFile {
  readonly name: string
  readonly content: string
}

/** tinc 1.0 knows no "::" (str2net in subnet.c). */
export function tincSubnet(prefix: string): string {
  const parsed = parsePrefix(network(prefix))
  if (!parsed || parsed.family === 4) return prefix
  const [head = '', tail] = parsed.address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0')
  return `${[...left, ...zeros, ...right].join(':')}/${parsed.length}`
}

const endOfLine = (text: string) => (text.endsWith('\n') ? text : `${text}\n`)

function hostFile(host: TincHost, address: string | undefined): ConfigFile {
  const lines = [
    ...(address === undefined ? [] : [`Address = ${address} ${host.port}`]),
    ...host.subnets.map((subnet) => `Subnet = ${tincSubnet(subnet)}`),
    ...(host['ed25519-public-key'] === undefined ? [] : [`Ed25519PublicKey = ${host['ed25519-public-key']}`]),
    host['public-key'] ?? '',
  ]
  return { name: `hosts/${host.name}`, content: endOfLine(lines.join('\n')) }
}

/** Writes the host file by which other nodes know this laptop. Nothing in it is secret, and no address: a laptop has none at which it could be met. */
export const ownHostFile = (layer: TincLayer, publicKey: string): ConfigFile => ({
  name: `hosts/${layer.name}`,
  content: endOfLine([...ownLines(layer), publicKey].join('\n')),
})

const ownLines = ({ port, subnets }: TincLayer) => [
  ...(port === undefined ? [] : [`Port = ${port}`]),
  ...subnets.map((subnet) => `Subnet = ${tincSubnet(subnet)}`),
]

/** @param gateway address of the first node to meet; names are resolved before. */
export function tincFolder(layer: TincLayer, gateway: string): readonly ConfigFile[] {
  const [first] = layer['connect-to']
  const lines = [
    `Name = ${layer.name}`,
    'Mode = router',
    'DeviceType = tun',
    'Device = /dev/net/tun',
    `Interface = ${tunName(layer)}`,
    `AddressFamily = ${layer['address-family']}`,
    ...layer['connect-to'].map((name) => `ConnectTo = ${name}`),
    `LocalDiscovery = ${layer['local-discovery'] ? 'yes' : 'no'}`,
    // What others say about routes to third nodes is believed only as far as their own host files go.
    'StrictSubnets = no',
  ]
  const own = [...(layer.port === undefined ? ['Port = 0'] : []), ...ownLines(layer)]
  return [
    { name: 'tinc.conf', content: endOfLine(lines.join('\n')) },
    { name: 'rsa_key.priv', content: endOfLine(layer.key) },
    ...(layer['ed25519-key'] === undefined
      ? []
      : [{ name: 'ed25519_key.priv', content: endOfLine(layer['ed25519-key']) }]),
    { name: `hosts/${layer.name}`, content: endOfLine(own.join('\n')) },
    ...layer.hosts.map((host) => hostFile(host, host.name === first ? gateway : host.address)),
  ]
}
