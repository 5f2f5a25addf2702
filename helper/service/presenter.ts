/** Puts together what clients are shown. Written after each turn of the loop; nothing that decides reads it. */
import type { Finding } from '../contract/problem.ts'
import type { PathMtu, Phase, TunnelState } from '../contract/snapshot.ts'
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
  /** Refusals, residue, fights: see `Holds`. */
  readonly held: readonly Finding[]
  /** What the guard cannot have here, and what other programs have in its way. */
  readonly guard: readonly Finding[]
  /** Whether an effect follows: off is said when everything is undone, or resists. */
  readonly isBusy: boolean
}

export interface Presenter {
  show(shown: Shown): void
  /** At once, before the loop has come to it: whoever asked sees the own wish next, and not the outcome of an older one. */
  announce(view: Partial<View>): void
  /** Of the tunnel as it was last shown. */
  pathMtu(): PathMtu | null
}

/** One of each kind about the same thing: what two sources say of it is one problem. */
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
      const tunnel = tunnelOf(running, planned, read.isMade, observed)
      if (running) tellProgress(running, planned, read.isMade, tunnel.known)
      phases = running?.phases.list() ?? (state.at === 'off' ? [] : phases)
      const now = shownState(state)
      last = now === 'off' && isBusy && held.length === 0 ? last : now
      pathMtu = tunnel.view.pathMtu
      const unread = observed ? [] : [finding('system-unreadable')]
      // Of a tunnel that stands, what is missing says more than the command that could not put it back.
      const refused = tunnel.findings.length > 0 ? held.filter(({ code }) => code !== 'effect-failed') : held
      // What stands is kept, though it could not be planned again: an address that it is bound to is gone, say.
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
      // While it is being made, what is not there yet is no news.
      ...(known && observed ? deviations(plan, observed) : []),
    ],
  }
}

/** The steps of a connect, each as soon as it is reached. */
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
