/** One tunnel from nothing to measured: what is resolved, negotiated, made, and seen, in that order. */
import type { Finding } from '../contract/problem.ts'
import type { Profile } from '../contract/profile.ts'
import type { PathMtu, Underlay } from '../contract/snapshot.ts'
import { withinMeans } from '../core/change/gate.ts'
import { fwmark } from '../core/change/marks.ts'
import type { Observed } from '../core/change/observed.ts'
import { isPresent } from '../core/change/present.ts'
import { missingOnLink, placeBehind } from '../core/layer/behind.ts'
import { deviations } from '../core/layer/deviations.ts'
import { devicesBefore } from '../core/layer/devices-before.ts'
import { givenBy } from '../core/layer/established.ts'
import { fixedEnd, linksOf } from '../core/layer/links.ts'
import { type Manner, wantsOtherwise } from '../core/layer/manner.ts'
import { planTunnel, type TunnelPlan } from '../core/layer/plan-tunnel.ts'
import { done, failed, finding, type Outcome } from '../core/outcome.ts'
import { conflictWith, describeUnderlay } from '../core/underlay.ts'
import type { Observer, Resolve } from '../system/ports.ts'
import { readTraffic } from '../system/traffic.ts'
import type { Carrier, CarrierPorts } from './carrier/carrier.ts'
import { carrierOf } from './carrier/prepare.ts'
import { createPathMtu } from './path-mtu.ts'
import { type Phases, trackPhases } from './phases.ts'
import type { SnapshotStore } from './snapshot-store.ts'

export interface SessionPorts extends CarrierPorts {
  readonly observer: Observer
  readonly resolve: Resolve
  readonly store: SnapshotStore
}

export interface Tunnel {
  /** Resolves with the reason when the carrier is gone. */
  readonly lost: Promise<Finding>
  /** Measures again and applies what it finds. */
  measure(signal: AbortSignal): Promise<PathMtu>
  /** Makes what can be made of the network behind, now that its link is there. Returns whether it did. */
  mend(now: Observed): Promise<boolean>
  /** What is not as it was made, judged by a fresh look at the system. */
  deviations(now: Observed): readonly Finding[]
  /** Lets go of the daemon's sockets; the daemon itself is the ledger's to end. */
  close(): void
}

/** Addresses that the tunnel will use, as far as the profile says them: none may be the underlay's own. */
const knownAddresses = (profile: Profile) =>
  profile.layer.flatMap((one) => {
    if (one.kind === 'ike') return one['request-addresses']
    const fixed = (one.kind === 'gre' || one.kind === 'ip6ip6' || one.kind === 'esp') && one.local !== 'virtual'
    // An end on the underlay belongs there.
    return fixed && one.local !== fixedEnd(profile) ? [one.local] : []
  })

function underlayFault(profile: Profile, now: Observed, underlay: Underlay | null): Finding | null {
  if (!underlay) return finding('no-underlay')
  for (const address of knownAddresses(profile)) {
    const owner = conflictWith(underlay, address)
    if (owner !== null) return finding('address-conflict', { address, owner }, [underlay.addresses.join(', ')])
  }
  const names = linksOf(profile)
  const taken = now.links.find(({ name }) => names.includes(name))
  return taken ? finding('name-taken', { interface: taken.name }, [`kind ${taken.kind}, alias ${taken.alias}`]) : null
}

export interface Attempt {
  readonly profile: Profile
  readonly manner: Manner
  readonly signal: AbortSignal
}

export async function buildTunnel(attempt: Attempt, ports: SessionPorts): Promise<Outcome<Tunnel>> {
  const phases = trackPhases((list) => ports.store.update({ phases: list }))
  const outcome = await build(attempt, ports, phases)
  if (!outcome.ok) phases.fail(outcome.finding.evidence[0] ?? '')
  return outcome
}

async function build(attempt: Attempt, ports: SessionPorts, phases: Phases): Promise<Outcome<Tunnel>> {
  const { profile, manner, signal } = attempt
  const { store, observer, transaction } = ports

  phases.start('resolve')
  const departure = carrierOf(profile)(profile, ports, signal)
  const giveUp = async (reason: Finding): Promise<Outcome<never>> => {
    await departure.abandon()
    return failed(reason)
  }

  const [observed, resolved] = await Promise.all([observer.observe(), ports.resolve(profile.gateway, signal)])
  store.update({ observed })
  if (!resolved.ok) return giveUp(resolved.finding)
  const gateway = resolved.value
  store.update({ gatewayAddress: gateway })
  const underlay = describeUnderlay(observed, gateway, null)
  const fault = underlayFault(profile, observed, underlay)
  if (fault || !underlay) return giveUp(fault ?? finding('no-underlay'))
  const name = profile.gateway === gateway ? '' : `${profile.gateway} is `
  phases.done('resolve', `${name}${gateway}, by ${underlay.interface}`)

  await transaction.make(devicesBefore(profile), signal)
  const connected = await departure.connect({ gateway, underlay, manner })
  if (!connected.ok) return connected
  const carrier = connected.value
  store.update({ established: carrier.established })
  phases.done('carrier', carrier.found)

  const tunnel = await makeAndMeasure(attempt, carrier, underlay, observed, ports, phases).catch((error) => {
    carrier.close()
    throw error
  })
  if (!tunnel.ok) {
    carrier.close()
    return tunnel
  }
  const { plan, measure } = tunnel.value
  return done(tunnelOver(plan, carrier, ports, measure, signal))
}

async function makeAndMeasure(
  { profile, manner, signal }: Attempt,
  carrier: Carrier,
  underlay: Underlay,
  observed: Observed,
  ports: SessionPorts,
  phases: Phases,
): Promise<Outcome<{ plan: TunnelPlan; measure: Tunnel['measure'] }>> {
  const { store, observer, transaction, probes } = ports
  const { established } = carrier
  const placed = placeBehind(profile, observed, underlay)
  const planned = planTunnel(profile, established, underlay, null, placed.behind)
  if (!planned.ok) return planned
  const means = withinMeans(planned.value.changes, observed.filter)
  const findings = [...planned.value.findings, ...means.findings, ...placed.findings]
  const plan: TunnelPlan = { ...planned.value, changes: means.changes, findings }
  await transaction.make(plan.changes, signal)
  const given = givenBy(established).map(({ address }) => address)
  phases.done(
    'tunnel',
    `${given.length > 0 ? `Got ${given.join(', ')}. ` : ''}${plan.links.map((link) => link.name).join(', ')} are up.`,
  )

  const after = await observer.observe()
  store.update({ observed: after, routes: plan.routes, pathMtu: unmeasured(plan) })
  const missing = plan.changes.find((change) => !isPresent(change, after))
  if (missing) return failed(finding('effect-failed', { command: missing.kind }, [JSON.stringify(missing)]))
  phases.done('addresses', plan.addresses.map(({ address }) => address).join(', '))

  const measure = createPathMtu({ ...{ profile, manner, plan, underlay, established, transaction, probes, store } })
  const [pathMtu, answer] = await Promise.all([
    measure(signal),
    probes.echo({ target: plan.gateway, mark: fwmark, count: 2, deadlineMs: 1_000, signal }),
  ])
  const bytesIn = readTraffic()[plan.links[0]?.name ?? '']?.bytesIn ?? 0
  const reason = wantsOtherwise(manner, { profile, established, measured: pathMtu.measured, bytesIn })
  if (reason) return failed(reason)
  store.update({ rttMs: answer.rttMs, observed: await observer.observe() })
  phases.done('path-mtu', pathMtu.measured === null ? `${pathMtu.computed} expected` : `${pathMtu.measured} measured`)
  return done({ plan, measure })
}

const unmeasured = ({ sum, routes }: TunnelPlan): PathMtu => ({
  underlay: sum.underlay,
  layers: sum.layers,
  computed: sum.computed,
  measured: null,
  applied: routes.length > 0 ? sum.computed : null,
  reason: 'Calculated from what was negotiated; being measured.',
})

/** Watches the carrier: each of its events only means "look again". */
function tunnelOver(
  plan: TunnelPlan,
  carrier: Carrier,
  ports: SessionPorts,
  measure: Tunnel['measure'],
  signal: AbortSignal,
): Tunnel {
  let unsubscribe = () => {}
  const gone = new Promise<Finding>((resolve) => {
    unsubscribe = carrier.changed(() => {
      carrier.now().then(
        (established) => {
          ports.store.update({ established })
          if (!established)
            resolve(finding('gateway-silent', { gateway: plan.gateway }, ['What was established with it is gone.']))
        },
        (error) => ports.log('helper', 'warn', `asking the carrier's daemon: ${String(error)}`),
      )
    })
  })
  return {
    lost: Promise.race([gone, carrier.died]),
    measure,
    async mend(now) {
      const missing = plan.behind ? missingOnLink(plan.behind, now) : []
      if (missing.length === 0) return false
      // A link of somebody else's may refuse: what is not there is told as a deviation.
      await ports.transaction.make(missing, signal).catch((error) => {
        ports.log('helper', 'warn', `the network behind this laptop: ${String(error)}`)
      })
      return true
    },
    deviations: (now) => deviations(plan, ports.store.facts().routes, now),
    close() {
      unsubscribe()
      carrier.close()
    },
  }
}
