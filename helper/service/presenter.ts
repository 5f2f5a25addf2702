/** Puts together what clients are shown, after each turn of the loop. Nothing that decides reads what was published. */
import type { Finding } from '../contract/problem.ts'
import type { PathMtu, Phase, TunnelState } from '../contract/snapshot.ts'
import type { Change } from '../core/change/change.ts'
import type { Observed } from '../core/change/observed.ts'
import { deviations } from '../core/layer/deviations.ts'
import { assignedBy } from '../core/layer/established.ts'
import type { WantedTunnel } from '../core/layer/wanted.ts'
import { describePathMtu, type PathMtuMeasured, pathMtuFindings } from '../core/mtu/path-mtu.ts'
import { finding } from '../core/outcome.ts'
import { findingsOfState, shownState } from '../core/roaming/shown.ts'
import type { State } from '../core/roaming/state.ts'
import type { View } from '../core/snapshot.ts'
import type { Intent } from '../journal/intent.ts'
import { readTraffic } from '../system/traffic.ts'
import type { WantedProfile } from './current-wish.ts'
import type { Read } from './read-facts.ts'
import type { RunningCarrier } from './running-carrier.ts'
import type { SnapshotStore } from './snapshot-store.ts'

export interface Shown {
  readonly state: State
  readonly intent: Intent
  readonly wanted: WantedProfile
  readonly running: RunningCarrier | null
  readonly read: Read
  /** The findings of `Holds`: refused changes, changes that resist being undone, changes that another program takes away. */
  readonly held: (isExplained: boolean) => readonly Finding[]
  /** The parts of the guard that this machine cannot make, and what other programs have set up in its way. */
  readonly guard: readonly Finding[]
  /** Whether an effect follows. While one does, "off" is not shown yet: it is shown when everything is undone, or resists. */
  readonly isBusy: boolean
}

export interface Presenter {
  show(shown: Shown): void
  /** Publishes a new wish before the loop has come to it: the client that sent it sees it next, and not the outcome of an older wish. */
  announce(view: Partial<View>): void
  /** Gives the path MTU of the tunnel as it was last shown. */
  pathMtu(): PathMtu | null
}

/** Leaves one of the findings that have the same code and arguments: two sources may tell the same problem. */
const distinct = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((one) => [JSON.stringify([one.code, one.args]), one])).values(),
]

export function createPresenter(store: SnapshotStore): Presenter {
  let phases: readonly Phase[] = []
  let last: TunnelState = 'off'
  let pathMtu: PathMtu | null = null
  return {
    show({ state, intent, wanted, running, read, held, guard, isBusy }) {
      const { observed } = read
      const planned = read.planned?.ok ? read.planned.value : null
      const tunnel = tunnelOf(running, planned, read.isMade, read.made, observed)
      if (running) tellProgress(running, planned, read.isMade, tunnel.known)
      phases = running?.phases.list() ?? (state.at === 'off' ? [] : phases)
      const now = shownState(state)
      const refused = held(tunnel.findings.length > 0)
      last = now === 'off' && isBusy && refused.length === 0 ? last : now
      pathMtu = tunnel.view.pathMtu
      const unread = observed ? [] : [finding('system-unreadable')]
      // A tunnel stays while it cannot be planned anew, for instance because an address that it is bound to is gone. Then this says so.
      const unplanned = read.planned?.ok === false ? [read.planned.finding] : []
      store.update({
        ...tunnel.view,
        ...(observed ? { observed } : {}),
        state: last,
        intent: intent.want,
        profileName: intent.profile,
        profile: wanted.profile,
        phases,
        gatewayAddress: running ? read.gateway : null,
        findings: distinct([
          ...unread,
          ...findingsOfState(state),
          ...unplanned,
          ...tunnel.findings,
          ...guard,
          ...refused,
        ]),
        traffic: readTraffic(),
      })
    },
    announce(view) {
      if (view.state) last = view.state
      phases = view.phases ?? phases
      store.update(view)
    },
    pathMtu: () => pathMtu,
  }
}

function tunnelOf(
  running: RunningCarrier | null,
  planned: WantedTunnel | null,
  isMade: boolean,
  made: readonly Change[],
  observed: Observed | null,
) {
  const established = running?.established() ?? null
  const nothing = { established, routes: [], pathMtu: null, rttMs: null }
  if (!running || !planned || !established) return { view: nothing, findings: [], known: null }
  const { plan } = planned
  const known = running.pathMtu(plan.sum.computed)
  const isShown = isMade || known !== null
  return {
    known,
    view: {
      established,
      routes: isShown ? plan.routes : [],
      pathMtu: isShown ? describePathMtu(plan, known) : null,
      rttMs: known?.rttMs ?? null,
    },
    findings: [
      ...planned.findings,
      ...(known ? pathMtuFindings(known, running.strategy, running.profile, established) : []),
      // While the tunnel is being made, a part that is not there yet is no problem.
      ...(known && observed ? deviations(plan, made, observed) : []),
    ],
  }
}

/** Ends each step of the connect as soon as the facts show that it is done. */
function tellProgress(
  { phases, found, established }: RunningCarrier,
  planned: WantedTunnel | null,
  isMade: boolean,
  known: PathMtuMeasured | null,
): void {
  const words = found()
  if (words === null) return
  phases.done('carrier', words)
  if (!planned || !(isMade || known)) return
  const { links, addresses } = planned.plan
  const assigned = assignedBy(established()).map(({ address }) => address)
  const got = assigned.length > 0 ? `Got ${assigned.join(', ')}. ` : ''
  phases.done('tunnel', `${got}${links.map((link) => link.name).join(', ')} are up.`)
  phases.done('addresses', addresses.map(({ address }) => address).join(', '))
  if (!known) return
  const { measured, computed } = known
  phases.done('path-mtu', measured === null ? `${computed} expected` : `${measured} measured`)
}
