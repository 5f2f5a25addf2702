/**
 * Holds the attempt that runs, with the questions that are asked beside it: the gateway's name, and the path MTU once the tunnel
 * stands. Each question is begun, and its answer is seen among the facts; nothing here waits.
 */
import type { Finding } from '../contract/problem.ts'
import type { Profile } from '../contract/profile.ts'
import type { Underlay } from '../contract/snapshot.ts'
import { familyOf } from '../core/ip.ts'
import type { PlacedBehind } from '../core/layer/behind.ts'
import type { Established } from '../core/layer/established.ts'
import type { TunnelPlan } from '../core/layer/plan-tunnel.ts'
import type { TransportStrategy } from '../core/layer/strategy.ts'
import { isBelowMinimum, type PathMtuMeasured } from '../core/mtu/path-mtu.ts'
import { finding } from '../core/outcome.ts'
import type { CarrierFact, Network } from '../core/roaming/facts.ts'
import { sameNetwork } from '../core/roaming/network.ts'
import type { Running } from '../core/roaming/next-effect.ts'
import type { Resolve } from '../system/ports.ts'
import type { Probes } from '../system/probes/probes.ts'
import { type Attempt, beginAttempt } from './carrier/attempt.ts'
import type { CarrierPorts, Carry } from './carrier/carrier.ts'
import { findingOfError } from './finding-of-error.ts'
import { measureTunnel, minimumArrives } from './path-mtu.ts'
import { type Phases, trackPhases } from './phases.ts'

type GatewayName =
  | { readonly is: 'unasked' | 'asked' }
  | { readonly is: 'known'; readonly address: string }
  | { readonly is: 'failed'; readonly why: Finding }

export interface RunningPorts {
  readonly carrier: CarrierPorts
  readonly carrierOf: (profile: Profile) => Carry
  readonly resolve: Resolve
  readonly probes: Probes
}

export interface RunningCarrier {
  readonly attempt: number
  readonly strategy: TransportStrategy
  readonly profile: Profile
  readonly phases: Phases
  /**
   * The network behind this laptop, as it was planned with the first look; later looks would take our own settings of forwarding
   * for the machine's. Null before that look.
   */
  placed: PlacedBehind | null
  /** Gives the gateway's address; null until its name is resolved. */
  gateway(): string | null
  established(): Established | null
  /** Says in words what the carrier found out about the gateway; null until the carrier is established. */
  found(): string | null
  fact(): CarrierFact
  running(): Running
  /** Gives the path MTU that was measured. A measurement made under another sum of headers than `computed` is forgotten. */
  pathMtu(computed: number): PathMtuMeasured | null
  /** Takes notice of the network that the laptop is on. A path MTU that was measured on another network is forgotten. */
  isOn(network: Network): void
  /** Whether the path MTU is to be measured: links set DF meanwhile, whatever was measured before. */
  readonly isMeasuring: boolean
  /** Ends the attempt on account of what the kernel shows, though its daemon said nothing. */
  lose(why: Finding): void
  resolve(): void
  connect(underlay: Underlay): void
  measure(plan: TunnelPlan): void
  /** Has the path MTU measured anew, also where it is known. */
  measureAgain(): void
  askMinimum(plan: TunnelPlan): void
  end(): Promise<void>
}

export interface Beginning {
  readonly attempt: number
  readonly strategy: TransportStrategy
  readonly profile: Profile
}

/** @param changed called when a fact may be another one */
export function beginCarrier(
  { attempt, strategy, profile }: Beginning,
  ports: RunningPorts,
  changed: () => void,
): RunningCarrier {
  const ended = new AbortController()
  const it: Attempt = beginAttempt(ports.carrierOf(profile), profile, ports.carrier, changed)
  const phases = trackPhases()
  phases.start('resolve')
  let name: GatewayName = { is: 'unasked' }
  let lost: Finding | null = null
  let measured: PathMtuMeasured | null = null
  /** Whether the path MTU is to be measured anew: it never was, it holds no longer, or somebody asked for it. */
  let isStale = true
  let asking: AbortController | null = null
  let on: Network | null = null

  /** Begins a question that takes a while, in place of the one before. Its answer is a fact; `changed` says when it is there. */
  async function ask(question: (signal: AbortSignal) => Promise<void>) {
    asking?.abort()
    const own = new AbortController()
    asking = own
    try {
      await question(AbortSignal.any([own.signal, ended.signal]))
    } catch (error) {
      if (!own.signal.aborted && !ended.signal.aborted) lost ??= findingOfError(error)
    } finally {
      if (asking === own) asking = null
      changed()
    }
  }

  const howFar = (): Running['pathMtu'] => {
    if (asking) return 'measuring'
    if (isStale || !measured) return 'unmeasured'
    return isBelowMinimum(measured) && measured.minimumArrives === null ? 'minimum-unasked' : 'known'
  }

  return {
    attempt,
    strategy,
    profile,
    phases,
    placed: null,
    gateway: () => (name.is === 'known' ? name.address : null),
    established() {
      const now = it.now()
      return now.is === 'established' ? now.established : null
    },
    found() {
      const now = it.now()
      return now.is === 'established' ? now.found : null
    },
    fact() {
      if (name.is === 'failed') return { attempt, is: 'ended', why: name.why, authenticated: false }
      if (lost) return { attempt, is: 'ended', why: lost, authenticated: false }
      const now = it.now()
      if (now.is === 'ended') return { attempt, ...now }
      return { attempt, is: now.is }
    },
    running: () => ({
      attempt,
      name: name.is,
      isConnecting: it.isConnecting,
      isEstablished: it.now().is === 'established',
      pathMtu: howFar(),
    }),
    pathMtu(computed) {
      if (measured && measured.computed !== computed) {
        measured = null
        isStale = true
      }
      return measured
    },
    isOn(network) {
      const family = name.is === 'known' ? familyOf(name.address) : null
      if (on && !sameNetwork(on, network, family)) {
        asking?.abort(new Error('the laptop is on another network'))
        measured = null
        isStale = true
      }
      on = network
    },
    get isMeasuring() {
      return isStale
    },
    lose(why) {
      lost ??= why
    },
    resolve() {
      name = { is: 'asked' }
      ports.resolve(profile.gateway, ended.signal).then(
        (outcome) => {
          name = outcome.ok ? { is: 'known', address: outcome.value } : { is: 'failed', why: outcome.finding }
          changed()
        },
        (error) => {
          if (ended.signal.aborted) return
          name = { is: 'failed', why: finding('gateway-unresolved', { gateway: profile.gateway }, [String(error)]) }
          changed()
        },
      )
    },
    connect(underlay) {
      if (name.is !== 'known') return
      const { address } = name
      const spelled = profile.gateway === address ? '' : `${profile.gateway} is `
      phases.done('resolve', `${spelled}${address}, by ${underlay.interface}`)
      it.connect({ gateway: address, underlay, strategy })
    },
    measure(plan) {
      void ask(async (signal) => {
        measured = await measureTunnel({ profile, strategy, plan, probes: ports.probes }, signal)
        isStale = false
      })
    },
    measureAgain() {
      isStale = true
    },
    askMinimum(plan) {
      void ask(async (signal) => {
        if (!measured) return
        const arrives = await minimumArrives({ profile, strategy, plan, probes: ports.probes }, measured.target, signal)
        measured = { ...measured, minimumArrives: arrives }
      })
    },
    async end() {
      ended.abort(new Error('the attempt was ended'))
      await it.end()
    },
  }
}
