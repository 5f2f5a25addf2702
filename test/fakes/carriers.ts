/** These snapshots are home by the other carriers, connected: what the helper says of OpenVPN, tinc and static ESP. */
import type { LayerState, PathMtu, Snapshot } from '../../helper/contract/snapshot.ts'
import { connected } from './world.ts'

const common = {
  state: 'up',
  interface: 'roam6',
  local: '192.168.0.2',
  remote: '5.6.7.8',
  bytesIn: 12_000_000,
  bytesOut: 3_400_000,
} as const

const [ula, global] = connected(new Date()).addresses

type Header = PathMtu['layers'][number]

function way(since: Date, layers: LayerState[], headers: Header[]): Snapshot {
  const computed = 1500 - headers.reduce((sum, { bytes }) => sum + bytes, 0)
  return {
    ...connected(since),
    layers,
    addresses: [ula, global].filter((address) => address !== undefined),
    pathMtu: {
      underlay: 1500,
      layers: headers,
      computed,
      measured: computed,
      applied: computed,
      reason: 'Measured: as calculated.',
    },
  }
}

export const tap = (since: Date): Snapshot =>
  way(
    since,
    [{ kind: 'openvpn', ...common, cipher: 'AES-256-GCM', protocol: 'udp', tls: true }],
    [
      { name: 'IPv4', layer: 'openvpn', bytes: 20 },
      { name: 'UDP', layer: 'openvpn', bytes: 8 },
      { name: 'OpenVPN', layer: 'openvpn', bytes: 24 },
      { name: 'Ethernet', layer: 'openvpn', bytes: 14 },
    ],
  )

export const staticTap = (since: Date): Snapshot => ({
  ...tap(since),
  layers: [{ kind: 'openvpn', ...common, cipher: 'AES-256-CBC', protocol: 'tcp', tls: false }],
})

export const mesh = (since: Date): Snapshot =>
  way(
    since,
    [
      {
        kind: 'tinc',
        ...common,
        peers: [
          { name: 'gateway', direct: true },
          { name: 'desk', direct: false },
        ],
      },
    ],
    [
      { name: 'IPv4', layer: 'tinc', bytes: 20 },
      { name: 'UDP', layer: 'tinc', bytes: 8 },
      { name: 'tinc', layer: 'tinc', bytes: 41 },
    ],
  )

export const rack = (since: Date): Snapshot =>
  way(
    since,
    [
      { kind: 'ip6ip6', ...common, local: '2001:db8:1::2', remote: '2001:db8::1', encapsulationLimit: 4, hopLimit: 64 },
      {
        kind: 'esp',
        ...common,
        local: 'fd12:3456:789a:ff::2',
        remote: 'fd12:3456:789a:ff::1',
        spiIn: 257,
        spiOut: 256,
        algorithms: 'AES_CBC/HMAC_MD5_96',
        weaknesses: ['MD5'],
      },
    ],
    [
      { name: 'IPv6', layer: 'ip6ip6', bytes: 40 },
      { name: 'encapsulation limit', layer: 'ip6ip6', bytes: 8 },
      { name: 'IPv6', layer: 'esp', bytes: 40 },
      { name: 'ESP', layer: 'esp', bytes: 38 },
    ],
  )
