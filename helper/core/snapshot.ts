/** View to the snapshot: pure, and the only place that makes one. */
import type { Finding } from '../contract/problem.ts'
import type { Profile } from '../contract/profile.ts'
import type {
  AddressState,
  LayerState,
  PathMtu,
  Phase,
  RouteState,
  Snapshot,
  TunnelState,
} from '../contract/snapshot.ts'
import type { RouteChange } from './change/change.ts'
import { table } from './change/marks.ts'
import type { Observed } from './change/observed.ts'
import { isPresent } from './change/present.ts'
import { noSessions, type Sessions } from './event/session.ts'
import { familyOf, parsePrefix, scopeOf } from './ip.ts'
import { assignedBy, type Established } from './layer/established.ts'
import { layerState } from './layer/layer-state.ts'
import { linkOf } from './layer/links.ts'
import { toProblem } from './problem/wording.ts'
import { expectedPathMtu } from './profile/summary.ts'
import { describeUnderlay } from './underlay.ts'

export interface Traffic {
  readonly bytesIn: number
  readonly bytesOut: number
}

/** All that a snapshot is made from. */
export interface View {
  readonly version: string
  readonly pid: number
  readonly state: TunnelState
  readonly since: string
  readonly sessions: Sessions
  readonly intent: 'up' | 'down'
  /** Name of the profile that the intent is, or was last, about. */
  readonly profileName: string | null
  readonly profile: Profile | null
  readonly phases: readonly Phase[]
  readonly findings: readonly Finding[]
  readonly observed: Observed | null
  readonly gatewayAddress: string | null
  readonly rttMs: number | null
  readonly established: Established | null
  readonly routes: readonly RouteChange[]
  readonly pathMtu: PathMtu | null
  /** By interface name, from /proc/net/dev. */
  readonly traffic: Readonly<Record<string, Traffic>>
}

/** The view of a helper that has not looked at anything yet. */
export const firstView = (
  helper: Pick<View, 'version' | 'pid' | 'since' | 'intent' | 'profileName' | 'profile'>,
): View => ({
  ...helper,
  state: 'off',
  sessions: noSessions,
  phases: [],
  findings: [],
  observed: null,
  gatewayAddress: null,
  rttMs: null,
  established: null,
  routes: [],
  pathMtu: null,
  traffic: {},
})

const severities = ['fatal', 'attention', 'info']

function layerStates({ profile, established, observed, state, traffic, gatewayAddress }: View): LayerState[] {
  const building = state === 'connecting' || state === 'reconnecting'
  return (profile?.layer ?? []).map((layer) => {
    const name = linkOf(layer)
    const linkUp = name !== null && (observed?.links.some((link) => link.name === name && link.up) ?? false)
    // A device of ours stands whether its daemon lives or not.
    const up = (linkUp || name === null) && established !== null
    const common = {
      state: up ? 'up' : building ? 'starting' : state === 'failed' ? 'failed' : 'down',
      interface: linkUp ? name : null,
      bytesIn: traffic[name ?? '']?.bytesIn ?? null,
      bytesOut: traffic[name ?? '']?.bytesOut ?? null,
    } as const
    return layerState(layer, common, { established, gateway: gatewayAddress })
  })
}

/** What the profile names, and what the gateway gave: as expected, missing, or another one. */
function addressStates({ profile, established, observed }: View): AddressState[] {
  const where = (address: string) => observed?.addresses.find((seen) => seen.address === address)?.interface ?? null
  const behind = profile?.behind ? [profile.behind] : []
  const chosen = [...(profile?.address ?? []), ...behind].flatMap(({ address: text }) => {
    const prefix = parsePrefix(text)
    if (!prefix) return []
    const name = where(prefix.address)
    return [
      {
        address: prefix.address,
        prefixLength: prefix.length,
        interface: name,
        scope: scopeOf(prefix.address),
        expected: text,
        state: name === null ? ('missing' as const) : ('present' as const),
      },
    ]
  })
  const asked = profile?.layer.flatMap((layer) => (layer.kind === 'ike' ? layer['request-addresses'] : [])) ?? []
  const given = assignedBy(established).map(({ address, length }) => {
    const sameFamily = asked.filter((wanted) => familyOf(wanted) === familyOf(address))
    const expected = sameFamily.find((wanted) => wanted !== '0.0.0.0' && wanted !== '::') ?? null
    const name = where(address)
    return {
      address,
      prefixLength: length,
      interface: name,
      scope: scopeOf(address),
      expected,
      state:
        name === null
          ? ('missing' as const)
          : expected !== null && expected !== address
            ? ('other' as const)
            : ('present' as const),
    }
  })
  return [...chosen, ...given]
}

const routeStates = ({ routes, observed }: View): RouteState[] =>
  routes.map((route) => {
    const seen = observed && isPresent(route, observed)
    const kernel = observed?.routes.find((candidate) => candidate.table === table && candidate.to === route.to)
    return {
      to: route.to,
      interface: seen ? route.interface : null,
      mtu: kernel?.mtu ?? null,
      state: seen ? 'present' : 'missing',
    }
  })

export function composeSnapshot(view: View): Snapshot {
  const { profile, observed, state } = view
  const { open, last } = view.sessions
  const problems = view.findings
    .map(toProblem)
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
  const current = view.phases.find((phase) => phase.state === 'active' || phase.state === 'failed')
  const underlay = observed ? describeUnderlay(observed, view.gatewayAddress, natOf(view)) : null
  const pathMtu = view.pathMtu ?? (profile && underlay ? expectedPathMtu(profile, underlay.mtu) : null)
  const nameServers = view.established?.kind === 'ike' ? view.established.nameServers : []
  const underway = state === 'connecting' || state === 'reconnecting' || state === 'failed'
  return {
    state,
    intent: view.intent,
    profile: view.profileName,
    since: view.since,
    ...(underway && current ? { phase: current.name } : {}),
    ...(underway && view.phases.length > 0 ? { phases: [...view.phases] } : {}),
    problems,
    underlay,
    ...(profile ? { gateway: { name: profile.gateway, address: view.gatewayAddress, rttMs: view.rttMs } } : {}),
    layers: layerStates(view),
    addresses: addressStates(view),
    routes: routeStates(view),
    ...(nameServers.length > 0 ? { dns: { servers: [...nameServers], domains: [] } } : {}),
    ...(pathMtu ? { pathMtu } : {}),
    ...(open ? { session: { since: open.since, awayMs: open.awayMs } } : {}),
    ...(last ? { lastSession: last } : {}),
    helper: { version: view.version, pid: view.pid },
  }
}

/** Only IKE asks about it (RFC 7296, 2.23). */
const natOf = ({ established }: View) => (established?.kind === 'ike' ? established.natBetween : null)
