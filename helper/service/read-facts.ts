/**
 * Puts the facts together for `decide`: what the kernel has, what the carrier says, what the person wants. What cannot be read is a
 * fact as well.
 */
import type { Finding } from '../contract/problem.ts'
import type { Profile } from '../contract/profile.ts'
import type { Underlay } from '../contract/snapshot.ts'
import type { Change } from '../core/change/change.ts'
import { isOurAlias } from '../core/change/marks.ts'
import type { Observed } from '../core/change/observed.ts'
import { isNothing, reconcile } from '../core/change/reconcile.ts'
import { parseAddress } from '../core/ip.ts'
import { placeBehind } from '../core/layer/behind.ts'
import { devicesBefore } from '../core/layer/devices-before.ts'
import { fixedEnd, linksOf } from '../core/layer/links.ts'
import { reasonToChange } from '../core/layer/strategy.ts'
import { type WantedTunnel, wantedTunnel } from '../core/layer/wanted.ts'
import { finding, type Outcome } from '../core/outcome.ts'
import type { CarrierFact, Facts, Network, TunnelFact, Wish } from '../core/roaming/facts.ts'
import type { Holds } from '../core/roaming/holds.ts'
import { networkOf } from '../core/roaming/network.ts'
import { conflictWith, describeUnderlay } from '../core/underlay.ts'
import type { WantedProfile } from './current-wish.ts'
import type { RunningCarrier } from './running-carrier.ts'

export interface Read {
  readonly facts: Facts
  /** Null while the kernel does not tell. */
  readonly observed: Observed | null
  readonly underlay: Underlay | null
  readonly gateway: string | null
  /** The plan of the tunnel; null while no carrier is established or there is no underlay. */
  readonly planned: Outcome<WantedTunnel> | null
  /** Whether the kernel has all that is planned. */
  readonly isMade: boolean
  /** The changes of the tunnel that the journal has. */
  readonly made: readonly Change[]
}

export interface Reading {
  readonly now: number
  readonly wish: Wish
  readonly wanted: WantedProfile
  readonly observed: Observed | null
  /** The network of the loop's state. While the kernel cannot be read, the laptop is taken to be on it still. */
  readonly lastNetwork: Network | null
  readonly running: RunningCarrier | null
  readonly madeTunnel: readonly Change[]
  readonly holds: Holds
}

export function readFacts(reading: Reading): Read {
  const { now, wish, wanted, observed, running } = reading
  const gateway = running?.gateway() ?? (wanted.profile && (parseAddress(wanted.profile.gateway)?.address ?? null))
  const established = running?.established() ?? null
  const nat = established?.kind === 'ike' ? established.natBetween : null
  const underlay = observed && describeUnderlay(observed, gateway, nat)
  const network = observed ? networkOf(observed, gateway) : reading.lastNetwork
  if (network) running?.isOn(network)
  const planned = running && observed && underlay ? plan(running, observed, underlay) : null
  const isMade =
    observed !== null &&
    planned?.ok === true &&
    isNothing(reconcile(reading.madeTunnel, planned.value.changes, observed))
  const facts: Facts = {
    now,
    wish,
    network,
    gatewayFamily: gateway === null ? null : gateway.includes(':') ? 6 : 4,
    unusable: wanted.unusable,
    obstacle: wanted.profile && observed ? obstacleTo(wanted.profile, observed, underlay) : null,
    carrier: carrierFact(reading, underlay),
    tunnel: tunnelFact(reading, planned, isMade),
  }
  return { facts, observed, underlay, gateway, planned, isMade, made: reading.madeTunnel }
}

function plan(running: RunningCarrier, observed: Observed, underlay: Underlay): Outcome<WantedTunnel> | null {
  const established = running.established()
  if (!established) return null
  running.placed ??= placeBehind(running.profile, observed, underlay)
  const planWith = (measured: number | null) =>
    wantedTunnel(
      running.profile,
      established,
      underlay,
      { measured, measuring: running.isMeasuring },
      running.placed ?? { behind: null, findings: [] },
      observed,
    )
  const first = planWith(null)
  if (!first.ok) return first
  const known = running.pathMtu(first.value.plan.sum.computed)
  return known ? planWith(known.measured) : first
}

/** The addresses that the tunnel will use, as far as the profile names them. The underlay must not have one of them as its own. */
const knownAddresses = (profile: Profile) =>
  profile.layer.flatMap((one) => {
    if (one.kind === 'ike') return one['request-addresses']
    const fixed = (one.kind === 'gre' || one.kind === 'ip6ip6' || one.kind === 'esp') && one.local !== 'virtual'
    // The fixed end of an outermost overlay is an address of the underlay's own, and must be.
    return fixed && one.local !== fixedEnd(profile) ? [one.local] : []
  })

function obstacleTo(profile: Profile, now: Observed, underlay: Underlay | null): Finding | null {
  for (const address of underlay ? knownAddresses(profile) : []) {
    const owner = underlay && conflictWith(underlay, address)
    if (owner) return finding('address-conflict', { address, owner }, [underlay.addresses.join(', ')])
  }
  const names = linksOf(profile)
  const taken = now.links.find(({ name, alias }) => names.includes(name) && !isOurAlias(alias))
  return taken ? finding('name-taken', { interface: taken.name }, [`kind ${taken.kind}, alias ${taken.alias}`]) : null
}

function carrierFact({ observed, running, madeTunnel }: Reading, underlay: Underlay | null): CarrierFact {
  if (!running) return { attempt: 0, is: 'absent' }
  const { attempt, profile } = running
  const fact = running.fact()
  if (fact.is === 'ended' || !observed) return fact
  const { isConnecting } = running.running()
  const gateway = running.gateway()
  const endedBy = (why: Finding): CarrierFact => ({ attempt, is: 'ended', why, authenticated: false })
  if (gateway !== null && !isConnecting && !underlay)
    return endedBy(finding('no-underlay', {}, [`no route leads to ${gateway}`]))
  // The daemon was attached to a device that is gone, and does not attach to another device of that name: the carrier has ended.
  const device = isConnecting ? goneDevice(profile, madeTunnel, observed) : undefined
  if (device !== undefined) return endedBy(finding('carrier-gone', {}, [`its device ${device} is gone`]))
  return fact
}

const goneDevice = (profile: Profile, made: readonly Change[], { links }: Observed): string | undefined =>
  devicesBefore(profile)
    .flatMap((change) => (change.kind === 'link' ? [change.name] : []))
    .filter((name) => made.some((change) => change.kind === 'link' && change.name === name))
    .find((name) => !links.some((link) => link.name === name))

function tunnelFact({ running, holds }: Reading, planned: Outcome<WantedTunnel> | null, isMade: boolean): TunnelFact {
  if (!running || !planned) return { is: 'incomplete' }
  if (!planned.ok) return { is: 'refused', why: planned.finding }
  const { changes, plan: tunnel } = planned.value
  const refusal = holds.refusalAmong(changes)
  if (refusal) return { is: 'refused', why: refusal }
  const known = running.pathMtu(tunnel.sum.computed)
  if (!isMade || !known || running.running().pathMtu !== 'known') return { is: 'incomplete' }
  const { profile, strategy } = running
  const established = running.established()
  const { measured, bytesIn } = known
  const why = established && reasonToChange(strategy, { profile, established, measured, bytesIn })
  return why ? { is: 'unfit', why } : { is: 'ready' }
}
