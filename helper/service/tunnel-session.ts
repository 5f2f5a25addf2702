/**
 * Builds one tunnel, phase by phase, and watches over it. Everything that it makes goes through the `tunnel` scope of
 * the ledger, so the supervisor undoes it whatever this file was doing when it stopped.
 */
import type { Finding } from '../contract/problem.ts'
import type { IkeLayer } from '../contract/layer/ike.ts'
import type { Profile } from '../contract/profile.ts'
import type { PathMtu, Underlay } from '../contract/snapshot.ts'
import { fwmark, ifId, overlayInterface, xfrmInterface } from '../core/change/marks.ts'
import type { Observed } from '../core/change/observed.ts'
import { isPresent } from '../core/change/present.ts'
import { deviations } from '../core/layer/deviations.ts'
import type { IkeEstablished } from '../core/layer/ike/security.ts'
import { planTunnel, type TunnelPlan } from '../core/layer/plan-tunnel.ts'
import { done, failed, finding, type Outcome } from '../core/outcome.ts'
import { conflictWith, describeUnderlay } from '../core/underlay.ts'
import type { PrivateCharon } from '../strongswan/private-charon.ts'
import { startPrivateCharon } from '../strongswan/private-charon.ts'
import type { Log, Observer, Processes, Resolve, Transaction } from '../system/ports.ts'
import type { Probes } from '../system/probes/probes.ts'
import { createPathMtu } from './path-mtu.ts'
import { type Phases, trackPhases } from './phases.ts'
import type { SnapshotStore } from './snapshot-store.ts'

export interface SessionPorts {
  /** The helper's own runtime folder, 0700. */
  readonly runtime: string
  readonly transaction: Transaction
  readonly observer: Observer
  readonly processes: Processes
  readonly resolve: Resolve
  readonly probes: Probes
  readonly store: SnapshotStore
  readonly log: Log
}

export interface Tunnel {
  /** Resolves with the reason when the carrier is gone. */
  readonly lost: Promise<Finding>
  /** Measures again and applies what it finds. */
  measure(signal: AbortSignal): Promise<PathMtu>
  /** What is not as it was made, judged by a fresh look at the system. */
  deviations(now: Observed): readonly Finding[]
  /** Lets go of the daemon's sockets; the daemon itself is the ledger's to end. */
  close(): void
}

/** Addresses that the tunnel will use, as far as the profile says them: none may be the underlay's own. */
const knownAddresses = (profile: Profile) =>
  profile.layer.flatMap((layer) =>
    layer.kind === 'ike' ? layer['request-addresses'] : layer.local === 'virtual' ? [] : [layer.local],
  )

function underlayFault(profile: Profile, now: Observed, underlay: Underlay | null): Finding | null {
  if (!underlay) return finding('no-underlay')
  for (const address of knownAddresses(profile)) {
    const owner = conflictWith(underlay, address)
    if (owner !== null) return finding('address-conflict', { address, owner }, [underlay.addresses.join(', ')])
  }
  const taken = now.links.find(({ name }) => name === xfrmInterface || name === overlayInterface)
  return taken ? finding('name-taken', { interface: taken.name }, [`kind ${taken.kind}, alias ${taken.alias}`]) : null
}

const inWords = (security: IkeEstablished) =>
  [
    `The gateway proved to be ${security.remoteId}.`,
    security.udpEncapsulation ? 'There is NAT between, so ESP goes in UDP.' : 'No NAT between: ESP goes as it is.',
  ].join(' ')

export async function buildTunnel(
  profile: Profile,
  ports: SessionPorts,
  signal: AbortSignal,
): Promise<Outcome<Tunnel>> {
  const phases = trackPhases((list) => ports.store.update({ phases: list }))
  const outcome = await build(profile, ports, phases, signal)
  if (!outcome.ok) phases.fail(outcome.finding.evidence[0] ?? '')
  return outcome
}

async function build(
  profile: Profile,
  ports: SessionPorts,
  phases: Phases,
  signal: AbortSignal,
): Promise<Outcome<Tunnel>> {
  const { store, observer, transaction, probes } = ports
  const [carrier] = profile.layer
  if (carrier?.kind !== 'ike') throw new Error('a profile without a carrier was let in')

  phases.start('resolve')
  // The daemon takes longest to be ready: it starts while the name resolves and the underlay is looked at.
  const cancelStart = new AbortController()
  const starting = startCharon(carrier, ports, AbortSignal.any([signal, cancelStart.signal]))
  // Where we stop before it is waited for, its own end by the same abort is nobody's surprise.
  starting.catch(() => undefined)
  const giveUp = async (reason: Finding): Promise<Outcome<never>> => {
    cancelStart.abort()
    await starting.catch(() => undefined)
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

  const charon = await starting
  if (!charon.ok) return charon
  const connected = await charon.value.connect(
    { gateway, profileName: profile.name, layer: carrier, certificates: profile.certificate, ifId, fwmark },
    () => undefined,
    signal,
  )
  if (!connected.ok) {
    charon.value.close()
    return connected
  }
  const security = connected.value
  store.update({ security })
  phases.done('ike', inWords(security))

  const planned = planTunnel(profile, security, underlay, null)
  if (!planned.ok) return planned
  const plan = planned.value
  await transaction.make(plan.changes, signal)
  phases.done(
    'tunnel',
    `Got ${security.virtualAddresses.join(', ') || 'no address'}. ${plan.links.map(({ name }) => name).join(', ')} are up.`,
  )

  const after = await observer.observe()
  store.update({ observed: after, routes: plan.routes, pathMtu: unmeasured(plan) })
  const missing = plan.changes.find((change) => !isPresent(change, after))
  if (missing) return failed(finding('effect-failed', { command: missing.kind }, [JSON.stringify(missing)]))
  phases.done('addresses', plan.addresses.map(({ address }) => address).join(', '))

  const measure = createPathMtu({
    ...{ profile, plan, underlay, security, transaction, probes, store },
    charon: charon.value,
  })
  const [pathMtu, answer] = await Promise.all([
    measure(signal),
    probes.echo({ target: gateway, mark: fwmark, count: 2, deadlineMs: 1_000, signal }),
  ])
  store.update({ rttMs: answer.rttMs })
  store.update({ observed: await observer.observe() })
  phases.done('path-mtu', pathMtu.measured === null ? `${pathMtu.computed} expected` : `${pathMtu.measured} measured`)

  return done(tunnelOver(plan, charon.value, ports, measure))
}

const startCharon = async (layer: IkeLayer, ports: SessionPorts, signal: AbortSignal) => {
  await ports.transaction.make([{ kind: 'xfrm-owner', ifId }], signal)
  return startPrivateCharon({
    runtime: ports.runtime,
    role: `${ports.runtime}/charon`,
    ignoreInterfaces: [xfrmInterface, overlayInterface],
    ...(layer.ports ? { ports: layer.ports } : {}),
    transaction: ports.transaction,
    processes: ports.processes,
    log: ports.log,
    signal,
  })
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
function tunnelOver(plan: TunnelPlan, charon: PrivateCharon, ports: SessionPorts, measure: Tunnel['measure']): Tunnel {
  let unsubscribe = () => {}
  const gone = new Promise<Finding>((resolve) => {
    unsubscribe = charon.changed(() => {
      charon.security().then(
        (security) => {
          ports.store.update({ security })
          if (!security)
            resolve(finding('gateway-silent', { gateway: plan.gateway }, ['The security association is gone.']))
        },
        (error) => ports.log('charon', 'warn', `list-sas: ${String(error)}`),
      )
    })
  })
  return {
    lost: Promise.race([gone, charon.died]),
    measure,
    deviations: (now) => deviations(plan, ports.store.facts().routes, now),
    close() {
      unsubscribe()
      charon.close()
    },
  }
}
