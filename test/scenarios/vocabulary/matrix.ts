/** Every way home by every kind of gateway over every kind of network: what the scenarios are made of, and the table printed. */
import type { GatewayKind } from '../../lab/gateways/gateway.ts'
import type { CafeOptions } from '../../lab/networks/cafe.ts'
import { home, ula } from '../../lab/networks/places.ts'
import { layerOf } from '../../lab/profile.ts'
import { nameServers } from '../../lab/ways/ike-ip6ip6.ts'
import type { GatewayPlan } from '../../lab/world.ts'
import { hasAddress, isOfferedNames, reachesNodes, type Target } from './steps.ts'
import type { Step, Story } from './story.ts'

/** An underlay is what lies between laptop and gateway. */
export interface Underlay {
  readonly says: string
  readonly cafe?: CafeOptions
  /** The gateway has this address there. */
  readonly gateway?: string
  /** Why there is none, where a way does not bring its own. */
  readonly absent?: string
}

export const underlays = {
  v4nat: { says: 'IPv4, NAT', cafe: { families: 'v4' }, gateway: home.gateway.v4 },
  v4: {
    says: 'IPv4, no NAT',
    cafe: { families: 'v4', nat: 'none' },
    absent: 'home has one public IPv4 address, its firewall’s: it translates',
  },
  v6nat: { says: 'IPv6, NAT', absent: 'IPv6 is not translated: both ends have public addresses' },
  v6: { says: 'IPv6, no NAT', cafe: { families: 'v6' }, gateway: home.gateway.v6 },
} as const satisfies Record<string, Underlay>
type Existing = 'v4nat' | 'v6'

/** The path MTU that must be measured there on links of 1500; in a run of everything only where it is `rare`. */
export interface Cell {
  readonly mtu: number
  readonly rare?: true
}

export interface Row {
  readonly way: string
  readonly gateway: GatewayKind
  readonly plan: GatewayPlan
  readonly profile?: Story['profile']
  readonly reaches: readonly Target[]
  /** The helper is killed there, on the first of its networks. Rows without it make what another one with it makes. */
  readonly killed?: true
  /** These steps must hold besides. */
  readonly says?: readonly Step[]
  /** Whose configuration, as printed, takes this way: `articles.ts`. */
  readonly article?: string
  /** By underlay; words: why there is none. */
  readonly on: Readonly<Record<Existing, Cell | string>> & { readonly v4?: Cell }
}

/** XfrmInStateMismatch: the states that Linux makes by PF_KEY, as OpenIKED does, select packets of their own ends' family. */
const ofOneFamily = 'OpenIKED on Linux takes out of ESP only what is of the same family as ESP’s own ends'
const passesNoNat = 'transport mode passes no NAT'
const fixedEnds = 'both ends are public IPv6 addresses'

/** The figures are those of the RFCs' arithmetic (helper/core/mtu has the formulas): the laptop must find the same. */
export const rows: readonly Row[] = [
  {
    way: '001 ike, gre',
    gateway: 'strongswan',
    plan: {},
    killed: true,
    article: '001',
    reaches: ['web', 'home host'],
    on: { v4nat: { mtu: 1414 }, v6: { mtu: 1402 } },
  },
  {
    way: '001 ike, gre',
    gateway: 'openiked',
    plan: { kind: 'openiked' },
    reaches: ['web', 'home host'],
    on: { v4nat: { mtu: 1398 }, v6: ofOneFamily },
  },
  {
    way: '001 ike, gre with key, checksum, sequence',
    gateway: 'strongswan',
    plan: { gre: 'key 7 csum seq' },
    profile: (profile) => void Object.assign(layerOf(profile, 'gre'), { key: 7, checksum: true, sequence: true }),
    reaches: ['web', 'home host'],
    on: { v4nat: { mtu: 1402 }, v6: { mtu: 1390, rare: true } },
  },
  {
    way: 'ike in transport mode, gre',
    gateway: 'strongswan',
    plan: { way: 'gre-transport' },
    killed: true,
    reaches: ['web', 'home host'],
    on: { v4nat: passesNoNat, v6: { mtu: 1422 } },
  },
  {
    way: 'ike in transport mode, gre',
    gateway: 'strongswan',
    plan: { way: 'gre-transport-v4' },
    reaches: ['web', 'home host'],
    on: { v4nat: passesNoNat, v4: { mtu: 1442 }, v6: 'the same over IPv6 is the row above' },
  },
  {
    way: '003 ike',
    gateway: 'strongswan',
    plan: { way: 'esp' },
    killed: true,
    article: '003',
    reaches: ['far ULA host', 'home host'],
    on: { v4nat: { mtu: 1438 }, v6: { mtu: 1426, rare: true } },
  },
  {
    way: '003 ike',
    gateway: 'openiked',
    plan: { way: 'esp-openiked' },
    // That of Debian 12 answers to port 4500 of whoever is not behind NAT.
    profile: (profile) => void Object.assign(layerOf(profile, 'ike'), { ports: { ike: 500, nat: 4500 } }),
    reaches: ['far ULA host'],
    // It takes whoever comes to its port 4500 for one behind NAT, and Debian's knows no ESP in UDP over IPv6: the third try.
    on: { v4nat: ofOneFamily, v6: { mtu: 1406 } },
  },
  {
    way: '000 ike, ip6ip6',
    gateway: 'strongswan',
    plan: { way: 'ike-ip6ip6' },
    killed: true,
    reaches: ['far ULA host', 'home host'],
    says: [hasAddress(ula.tunnel.laptop, 'roam6x'), isOfferedNames(nameServers)],
    on: { v4nat: { mtu: 1390 }, v6: { mtu: 1378, rare: true } },
  },
  {
    way: '000 ip6ip6, esp',
    gateway: 'kernel',
    plan: { way: 'ip6ip6' },
    killed: true,
    article: '000',
    reaches: ['far ULA host'],
    on: { v4nat: fixedEnds, v6: { mtu: 1374 } },
  },
  {
    way: '002 openvpn, TLS',
    gateway: 'openvpn',
    plan: { way: 'tap' },
    killed: true,
    reaches: ['tap gateway', 'web'],
    on: { v4nat: { mtu: 1434 }, v6: { mtu: 1414, rare: true } },
  },
  {
    way: '002 openvpn, static key',
    gateway: 'openvpn',
    plan: { way: 'tap-static' },
    killed: true,
    article: '002',
    reaches: ['tap gateway', 'web'],
    on: { v4nat: { mtu: 1401 }, v6: { mtu: 1385, rare: true } },
  },
  {
    way: '004 tinc',
    gateway: 'tinc',
    plan: { way: 'tinc' },
    killed: true,
    article: '004',
    reaches: ['mesh gateway', 'web'],
    says: [reachesNodes('gateway')],
    on: { v4nat: { mtu: 1437 }, v6: { mtu: 1421, rare: true } },
  },
]
