/** Measures a path MTU by rounds of echoes of several lengths, none of which this side fragments. `core/mtu/search.ts` plans the rounds. */
import { familyOf } from '../core/ip.ts'
import { nextStep, observeRound, startSearch } from '../core/mtu/search.ts'
import { shortestEcho } from '../system/probes/icmp.ts'
import type { Probes } from '../system/probes/probes.ts'

export interface PathMtuQuestion {
  readonly probes: Probes
  /** The address that is asked, beyond the path: its echoes come back whole only if the path carries them both ways. */
  readonly target: string
  readonly interface: string
  /** The path MTU by the arithmetic: the search begins there and never looks above. */
  readonly computed: number
  readonly lowest: number
  /** SO_MARK of the echoes. With our mark they go outside the tunnel, and the underlay's path is measured. */
  readonly mark?: number | undefined
  readonly signal: AbortSignal
}

export interface PathMtuAnswer {
  /** null: no echo of any length came back. */
  readonly measured: number | null
  readonly evidence: string[]
}

/** The first answer of a round is waited for this long (ms): a satellite's round trip takes 0.6 s, and a sleeping radio wakes first. */
const firstAnswerMs = 1_000
/** A round ends when no answer followed the last one for this long (ms), more than a busy radio delays one packet after another. */
const quietMs = 200
/** The length that is tried early: every IPv6 path carries 1280 (RFC 8200, 5), or its layer below fragments (`mtu-below-1280`). */
const likely = 1280

export async function measurePathMtu(question: PathMtuQuestion): Promise<PathMtuAnswer> {
  const { probes, target, interface: device, computed, mark, signal } = question
  const lowest = Math.min(Math.max(question.lowest, shortestEcho[familyOf(target)]), computed)
  const evidence: string[] = []
  let search = startSearch({ lowest, highest: computed, likely })
  for (;;) {
    const step = nextStep(search)
    if (step.kind === 'found') {
      const above = step.measured < computed ? `, ${step.measured + 1} does not` : ''
      const loss = step.lossPercent > 0 ? `; ${step.lossPercent} % of the echoes were lost` : ''
      return { measured: step.measured, evidence: [...evidence, `${target}: ${step.measured} passes${above}${loss}`] }
    }
    if (step.kind === 'nothing')
      return { measured: null, evidence: [...evidence, `${target}: no echo of any length came back`] }
    const { lengths } = step
    const round = await probes.sizedEchoes({
      target,
      interface: device,
      mark,
      lengths,
      signal,
      deadlineMs: firstAnswerMs,
      quietMs,
    })
    search = observeRound(search, lengths, round.answered)
    evidence.push(roundInWords(lengths, round.answered), ...round.errors)
    if (round.named !== null) evidence.push(`a router named an MTU of ${round.named}`)
  }
}

function roundInWords(lengths: readonly number[], answered: ReadonlyMap<number, number>): string {
  const asked = [...new Set(lengths)].sort((a, b) => a - b)
  const passed = asked.filter((length) => answered.has(length))
  return `asked ${asked.join(' ')}: ${passed.join(' ') || 'none'} came back`
}
