/** Measures the path MTU of a tunnel that stands; where nothing comes back at all, finds which layer is silent. Changes nothing. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Finding } from '../contract/problem.ts'
import type { Profile } from '../contract/profile.ts'
import { fwmark } from '../core/change/marks.ts'
import { allNodes, familyOf } from '../core/ip.ts'
import { noReply } from '../core/layer/no-reply.ts'
import type { TunnelPlan } from '../core/layer/plan-tunnel.ts'
import type { TransportStrategy } from '../core/layer/strategy.ts'
import { ipv6MinimumMtu } from '../core/mtu/ipv6-minimum.ts'
import type { PathMtuMeasured } from '../core/mtu/path-mtu.ts'
import { finding } from '../core/outcome.ts'
import type { Probes } from '../system/probes/probes.ts'
import { readTraffic } from '../system/traffic.ts'
import { measurePathMtu } from './mtu-measurement.ts'

export interface PathMtuSubject {
  readonly profile: Profile
  readonly strategy: TransportStrategy
  readonly plan: TunnelPlan
  readonly probes: Probes
}

/** The search looks no lower than this: every IPv4 host takes packets of 576 bytes (RFC 791, 3.1), and no path in use today carries less. */
const lowest = 576

/** How long the echo of a packet of IPv6's minimum MTU is waited for, in ms. */
const fullSize = { deadlineMs: 1_000, quietMs: 300 }

const targets = ({ home, internet }: Profile) => [
  ...home.hosts.filter((host) => familyOf(host) === 6),
  ...(internet?.hosts ?? []).filter((host) => familyOf(host) === 6),
  allNodes,
]

/** Rejects only when aborted. */
export async function measureTunnel(subject: PathMtuSubject, signal: AbortSignal): Promise<PathMtuMeasured> {
  const { plan, strategy, probes } = subject
  const [answer, gateway] = await Promise.all([
    measureFirstThatAnswers(subject, signal),
    probes.echo({ target: plan.gateway, mark: fwmark, count: 2, enough: 1, deadlineMs: 1_000, signal }),
  ])
  // Where outer packets are fragmented, an echo does not show what passes whole: the attempt before this one has measured that.
  const measured = answer.measured === null ? null : (strategy.whole ?? answer.measured)
  return {
    computed: plan.sum.computed,
    measured,
    silent: measured === null ? await whoIsSilent(subject, answer.evidence, signal) : null,
    target: answer.target,
    evidence: answer.evidence,
    rttMs: gateway.rttMs,
    bytesIn: readTraffic()[plan.links[0]?.name ?? '']?.bytesIn ?? 0,
    minimumArrives: null,
  }
}

/** Asks whether a packet of IPv6's minimum MTU arrives in fragments, now that the links send without DF. */
export async function minimumArrives(
  { plan, probes }: PathMtuSubject,
  target: string,
  signal: AbortSignal,
): Promise<boolean> {
  const lengths = [ipv6MinimumMtu, ipv6MinimumMtu]
  const answer = await probes.sizedEchoes({ target, interface: plan.innermost, lengths, ...fullSize, signal })
  return answer.answered.size > 0
}

/** Each target is asked this long (ms) before the next one, the "Connection Attempt Delay" of RFC 8305, 5. */
const headStartMs = 250

async function measureFirstThatAnswers({ profile, plan, probes }: PathMtuSubject, signal: AbortSignal) {
  const evidence: string[] = []
  const found = new AbortController()
  const wanted = AbortSignal.any([signal, found.signal])
  const computed = Math.max(plan.sum.computed, ipv6MinimumMtu)
  const measureBy = async (target: string, n: number) => {
    if (n > 0) await delay(n * headStartMs, undefined, { signal: wanted })
    const result = await measurePathMtu({
      probes,
      target,
      interface: plan.innermost,
      computed,
      lowest,
      signal: wanted,
    })
    evidence.push(...result.evidence)
    if (result.measured === null) throw new Silent()
    return { measured: result.measured, target, evidence }
  }
  const tries = targets(profile).map(measureBy)
  try {
    return await Promise.any(tries)
  } catch (error) {
    for (const reason of (error as AggregateError).errors) if (!(reason instanceof Silent)) throw reason
    return { measured: null, target: allNodes, evidence }
  } finally {
    found.abort()
    await Promise.allSettled(tries)
  }
}

/** No echo of any length came back. */
class Silent extends Error {}

/**
 * Finds the layer that is silent where nothing came back through the innermost link. The far end of the innermost layer is asked
 * through the layer around it alone: an answer, or bytes that came in meanwhile, show that the inner layer is the silent one.
 */
async function whoIsSilent(
  { profile, plan, probes }: PathMtuSubject,
  evidence: readonly string[],
  signal: AbortSignal,
): Promise<Finding> {
  const [around, inner] = [profile.layer.at(-2), profile.layer.at(-1)]
  const end = plan.outerEnds.at(-1)
  if (!around || !inner || !end) return finding('mtu-unmeasured', {}, evidence)
  const remote = end.to.split('/')[0] ?? end.to
  const before = readTraffic()[end.interface]?.bytesIn ?? 0
  const answer = await probes.echo({
    target: remote,
    interface: end.interface,
    count: 3,
    enough: 1,
    deadlineMs: 2_000,
    signal,
  })
  const received = (readTraffic()[end.interface]?.bytesIn ?? 0) - before
  const counters = `${end.interface}: ${received} bytes came in meanwhile`
  return answer.received > 0 || received > 0
    ? finding(noReply[inner.kind], { remote }, [
        `${remote} answers by ${end.interface}, nothing comes back through ${plan.innermost}`,
        counters,
      ])
    : finding(noReply[around.kind], { remote }, [`${remote} does not answer by ${end.interface}`, counters])
}
