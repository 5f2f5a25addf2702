/**
 * Describes the path MTU of a tunnel that stands: the computed and the measured one, kept apart, and what follows from
 * them. Pure.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import type { PathMtu } from '../../contract/snapshot.ts'
import type { Established } from '../layer/established.ts'
import type { TunnelPlan } from '../layer/plan-tunnel.ts'
import { splitterOf, type TransportStrategy } from '../layer/strategy.ts'
import { finding } from '../outcome.ts'
import { ipv6MinimumMtu } from './ipv6-minimum.ts'

/** The result of measuring through one carrier's tunnel. */
export interface PathMtuMeasured {
  /** The computed path MTU at the time of measuring; with another sum the measurement no longer counts. */
  readonly computed: number
  /** The size of the largest packet that passed in one piece; null: no echo came back. */
  readonly measured: number | null
  /** Names the layer that is silent, where no echo came back. */
  readonly silent: Finding | null
  /** The address that answered first. */
  readonly target: string
  readonly evidence: readonly string[]
  /** Round trip to the gateway outside the tunnel, in ms; null: it does not answer echoes. */
  readonly rttMs: number | null
  /** The bytes that the outermost link had received when the measurement ended. */
  readonly bytesIn: number
  /**
   * Whether a packet of IPv6's minimum size arrives in fragments, where none passes in one piece. null: not asked yet.
   */
  readonly minimumArrives: boolean | null
}

export const isBelowMinimum = ({ measured }: PathMtuMeasured): boolean => measured !== null && measured < ipv6MinimumMtu

const reasonFor = (measured: number | null, computed: number) => {
  if (measured === null) return `No echo came back to measure with; ${computed} is calculated from what was negotiated.`
  if (measured < ipv6MinimumMtu) return `Only ${measured} pass in one piece, and IPv6 needs ${ipv6MinimumMtu}.`
  if (measured < computed) return `A link on the way takes ${computed - measured} less than this one.`
  return `As calculated: ${measured} is the most that this link allows, and it passes.`
}

/**
 * Describes the path MTU for a snapshot.
 * @param known null: the path MTU is being measured for the first time
 */
export function describePathMtu({ sum, routes }: TunnelPlan, known: PathMtuMeasured | null): PathMtu {
  const { underlay, layers, computed } = sum
  const common = { underlay, layers, computed }
  if (!known)
    return {
      ...common,
      measured: null,
      applied: routes.length > 0 ? computed : null,
      reason: 'Calculated from what was negotiated; being measured.',
    }
  const { measured } = known
  return {
    ...common,
    measured,
    applied: measured === null ? computed : Math.max(measured, ipv6MinimumMtu),
    reason: reasonFor(measured, computed),
  }
}

export function pathMtuFindings(
  known: PathMtuMeasured,
  strategy: TransportStrategy,
  profile: Profile,
  established: Established,
): readonly Finding[] {
  const { measured, computed, silent, evidence, minimumArrives } = known
  if (measured === null) return silent ? [silent] : []
  if (measured < ipv6MinimumMtu) {
    const splitter = splitterOf(strategy, profile, established)
    return [finding('mtu-below-1280', { measured, comesBack: minimumArrives === true, splitter }, evidence)]
  }
  return measured < computed ? [finding('mtu-below-expected', { measured, computed }, evidence)] : []
}
