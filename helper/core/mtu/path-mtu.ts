/** The path MTU of a tunnel that stands, as it is told: arithmetic and measurement, kept apart, and what follows from them. Pure. */
import type { Finding } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import type { PathMtu } from '../../contract/snapshot.ts'
import type { Established } from '../layer/established.ts'
import type { TunnelPlan } from '../layer/plan-tunnel.ts'
import { splitterOf, type TransportStrategy } from '../layer/strategy.ts'
import { finding } from '../outcome.ts'
import { ipv6MinimumMtu } from './ipv6-minimum.ts'

/** What was measured through one carrier's tunnel. */
export interface PathMtuMeasured {
  /** What the arithmetic allowed when it was measured; with another sum it no longer counts. */
  readonly computed: number
  /** Largest packet that passed in one piece; null: no echo came back. */
  readonly measured: number | null
  /** Whose silence it is, where no echo came back. */
  readonly silent: Finding | null
  /** The address that answered first. */
  readonly target: string
  readonly evidence: readonly string[]
  /** Round trip to the gateway outside the tunnel, in ms; null: it does not answer echoes. */
  readonly rttMs: number | null
  /** Bytes that the outermost link had received by then. */
  readonly bytesIn: number
  /** Where less passes than IPv6's minimum: whether a packet of that minimum arrives in pieces. null: not asked yet. */
  readonly minimumArrives: boolean | null
}

export const isBelowMinimum = ({ measured }: PathMtuMeasured): boolean => measured !== null && measured < ipv6MinimumMtu

const reasonFor = (measured: number | null, computed: number) => {
  if (measured === null) return `No echo came back to measure with; ${computed} is calculated from what was negotiated.`
  if (measured < ipv6MinimumMtu) return `Only ${measured} pass in one piece, and IPv6 needs ${ipv6MinimumMtu}.`
  if (measured < computed) return `A link on the way takes ${computed - measured} less than this one.`
  return `As calculated: ${measured} is the most that this link allows, and it passes.`
}

/** @param known null: it is being measured for the first time */
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
