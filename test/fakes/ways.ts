/** Every way home of the lab, planned as the helper would, with what its daemon would say; nothing of it runs. */
import type { GreLayer } from '../../helper/contract/layer/gre.ts'
import type { Profile } from '../../helper/contract/profile.ts'
import type { Underlay } from '../../helper/contract/snapshot.ts'
import type { Change, XfrmMark } from '../../helper/core/change/change.ts'
import { guardChanges } from '../../helper/core/change/guard.ts'
import { ifId, reqid } from '../../helper/core/change/marks.ts'
import { surroundingsOf } from '../../helper/core/change/surroundings.ts'
import { placeBehind, reachableOnLink } from '../../helper/core/layer/behind.ts'
import { devicesBefore } from '../../helper/core/layer/devices-before.ts'
import type { Established } from '../../helper/core/layer/established.ts'
import { greInTransport } from '../../helper/core/layer/ike/transport.ts'
import { nothingKnown, planTunnel } from '../../helper/core/layer/plan-tunnel.ts'
import { checkProfile } from '../../helper/core/profile/parse-profile.ts'
import type { Credentials } from '../lab/certificates/credentials.ts'
import { behind, cafe, home, ula } from '../lab/networks/places.ts'
import { seed001Profile, type WrittenProfile, withBehind } from '../lab/profile.ts'
import { type OtherWay, otherWays } from '../lab/ways/ways.ts'
import { laptopKernel, seen } from './laptop-kernel.ts'
import { pem } from './pem.ts'
import { seed001 } from './seed001.ts'

export interface PlannedWay {
  readonly name: string
  readonly guard: readonly Change[]
  /** These changes stand in the order in which the helper makes them. */
  readonly tunnel: readonly Change[]
}

const issued = (name: string) => ({
  certificate: pem('CERTIFICATE', `the certificate of ${name}`),
  key: pem('PRIVATE KEY', `the key of ${name}`),
})
/** Whatever stands in them, no plan looks. */
const credentials = {
  laptop: issued('laptop'),
  gateway: issued('gateway'),
  authority: { certificate: pem('CERTIFICATE', 'the certificate of the authority') },
} as Credentials

const underlay: Underlay = {
  ...seed001.underlay,
  addresses: [`${cafe.laptop.v4}/24`, `${cafe.laptop.v6}/64`],
}

const observed = await seen(laptopKernel())

/** Returns what the outermost layer's daemon says. */
const established: Readonly<Record<Profile['layer'][number]['kind'], Established>> = {
  // One of each family, for whichever is asked for.
  ike: { ...seed001.security, virtualAddresses: [home.tunnel.laptop.v4, ula.tunnel.laptop] },
  openvpn: {
    kind: 'openvpn',
    localHost: cafe.laptop.v4,
    remoteHost: home.gateway.v4,
    remotePort: 1194,
    transport: 'udp',
    cipher: 'AES-256-GCM',
    digest: null,
    tls: true,
    autoconfigured: null,
  },
  tinc: { kind: 'tinc', localHost: null, remoteHost: home.gateway.v4, protocol: 'legacy', peers: [] },
  esp: { kind: 'static', localHost: null, remoteHost: home.gateway.v6 },
  gre: { kind: 'static', localHost: null, remoteHost: home.gateway.v4 },
  ip6ip6: { kind: 'static', localHost: null, remoteHost: home.gateway.v6 },
}

/** Between the two addresses that GRE has, without NAT. */
const inTransport = (gre: GreLayer): Established => ({
  ...seed001.security,
  mode: 'transport',
  natBetween: false,
  udpEncapsulation: false,
  virtualAddresses: [],
  localHost: gre.local,
  remoteHost: gre.remote,
})

/** What a carrier makes before its tunnel; its program is nobody's here. */
const daemons: Partial<
  Record<Profile['layer'][number]['kind'], (runtime: string, own: XfrmMark) => readonly Change[]>
> = {
  ike: (runtime, own) => [{ kind: 'xfrm-owner', ...own }, ...daemon(runtime, 'charon')],
  openvpn: (runtime) => daemon(runtime, 'openvpn'),
  tinc: (runtime) => daemon(runtime, 'tinc'),
}
const daemon = (runtime: string, name: string): readonly Change[] => [
  { kind: 'folder', path: `${runtime}/${name}`, files: [{ name: 'conf', content: 'its settings' }] },
  { kind: 'process', role: `${runtime}/${name}`, program: `/usr/sbin/${name}`, arguments: [], environment: {} },
]

function plannedWay(name: string, written: WrittenProfile, runtime: string): PlannedWay {
  const checked = checkProfile(written)
  if (!checked.ok) throw new Error(`${name}: ${JSON.stringify(checked.faults)}`)
  const { profile } = checked
  const [outermost] = profile.layer
  if (!outermost) throw new Error(`${name} has no layers`)
  const placed = placeBehind(profile, observed, underlay)
  if (placed.findings.length > 0) throw new Error(`${name}: ${JSON.stringify(placed.findings)}`)
  const gre = greInTransport(profile)
  const says = gre ? inTransport(gre) : established[outermost.kind]
  const here = gre ? { ...underlay, addresses: [`${gre.local}/24`] } : underlay
  const planned = planTunnel(profile, says, here, nothingKnown, placed.behind)
  if (!planned.ok) throw new Error(`${name}: ${planned.finding.code}`)
  return {
    name,
    guard: guardChanges(profile, surroundingsOf(profile, observed, [says.remoteHost])),
    tunnel: [
      ...devicesBefore(profile),
      ...(daemons[outermost.kind]?.(runtime, gre ? { reqid } : { ifId }) ?? []),
      ...planned.value.changes,
      ...(placed.behind ? reachableOnLink(placed.behind, observed) : []),
    ],
  }
}

/** @param runtime the folder that daemons have theirs in */
export const plannedWays = (runtime: string): readonly PlannedWay[] => [
  plannedWay('gre', seed001Profile(credentials, { laptop: { by: 'pubkey' } }), runtime),
  ...Object.entries(otherWays).map(([name, way]) => plannedWay(name, way.open().profile(credentials), runtime)),
  ...Object.entries(behind).map(([name, place]) =>
    plannedWay(`${name}, behind`, withBehind(otherWays[name as OtherWay].open().profile(credentials), place), runtime),
  ),
]
