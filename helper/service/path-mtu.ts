/**
 * The path MTU of a tunnel that stands: measured, applied to the routes, and explained. Arithmetic and measurement are
 * kept apart; where nothing comes back at all, it says which layer is silent.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Finding } from '../contract/problem.ts'
import type { Profile } from '../contract/profile.ts'
import type { PathMtu, Underlay } from '../contract/snapshot.ts'
import type { LinkChange, LinkSettingChange, RouteChange } from '../core/change/change.ts'
import { allNodes, familyOf } from '../core/ip.ts'
import type { Established } from '../core/layer/established.ts'
import { noReply } from '../core/layer/no-reply.ts'
import { ipv6MinimumMtu, planTunnel, type TunnelPlan } from '../core/layer/plan-tunnel.ts'
import { splitterOf, type TransportStrategy } from '../core/layer/strategy.ts'
import { finding } from '../core/outcome.ts'
import type { Transaction } from '../system/ports.ts'
import type { Probes } from '../system/probes/probes.ts'
import { readTraffic } from '../system/traffic.ts'
import { measurePathMtu } from './mtu-measurement.ts'
import type { SnapshotStore } from './snapshot-store.ts'

interface Subject {
  readonly profile: Profile
  readonly strategy: TransportStrategy
  readonly plan: TunnelPlan
  readonly underlay: Underlay
  readonly established: Established
  readonly transaction: Transaction
  readonly probes: Probes
  readonly store: SnapshotStore
}

/** Least that any link carries of IPv4 (RFC 791: 68, but no path in use today is below RFC 1191's plateau of 296). */
const lowest = 576

/** For the echo of a whole minimum-size packet, ms. */
const fullSize = { deadlineMs: 1_000, quietMs: 300 }

const targets = ({ home, internet }: Profile) => [
  ...home.hosts.filter((host) => familyOf(host) === 6),
  ...(internet?.hosts ?? []).filter((host) => familyOf(host) === 6),
  allNodes,
]

/** Measures and applies; the answer is also in the snapshot. */
export type SettlePathMtu = (signal: AbortSignal) => Promise<PathMtu>

export function createPathMtu(subject: Subject): SettlePathMtu {
  const { profile, strategy, plan, underlay, established, transaction, probes, store } = subject
  /** As they are now: DF may be off. */
  let links = plan.links

  async function setLinks(wanted: readonly LinkChange[], routes: readonly RouteChange[], signal: AbortSignal) {
    const seen = store.facts().observed?.links ?? []
    const settings: LinkSettingChange[] = wanted
      .filter(({ name, mtu, type }) => {
        const as = links.find((link) => link.name === name)
        const now = seen.find((link) => link.name === name)
        return JSON.stringify(as?.type) !== JSON.stringify(type) || (now !== undefined && now.mtu !== mtu)
      })
      .map((link) => ({ ...link, kind: 'link-setting' }))
    await transaction.make([...settings, ...routes], signal)
    links = wanted
  }

  return async (signal) => {
    // With DF, or fragments would be taken for packets that passed.
    await setLinks(plan.links, [], signal)
    const { measured: passed, target, evidence } = await measureFirstThatAnswers(subject, signal)
    // Where fragments pass outside, how much passes whole is known of the try before.
    const measured = passed === null ? null : (strategy.whole ?? passed)
    const findings: Finding[] = [...plan.findings]
    let { routes } = plan
    if (measured === null) findings.push(await whoIsSilent(subject, evidence, signal))
    else {
      const planned = planTunnel(profile, established, underlay, measured)
      if (!planned.ok) throw new Error('what could be planned cannot be planned again')
      routes = planned.value.routes
      await setLinks(planned.value.links, routes, signal)
      if (measured < ipv6MinimumMtu) {
        const lengths = [ipv6MinimumMtu, ipv6MinimumMtu]
        const device = plan.innermost
        const back = await probes.sizedEchoes({ target, interface: device, lengths, ...fullSize, signal })
        const splitter = splitterOf(strategy, profile, established)
        findings.push(finding('mtu-below-1280', { measured, comesBack: back.answered.size > 0, splitter }, evidence))
      } else if (measured < plan.sum.computed) {
        findings.push(finding('mtu-below-expected', { measured, computed: plan.sum.computed }, evidence))
      }
    }
    const pathMtu: PathMtu = {
      ...{ underlay: plan.sum.underlay, layers: plan.sum.layers, computed: plan.sum.computed, measured },
      applied: measured === null ? plan.sum.computed : Math.max(measured, ipv6MinimumMtu),
      reason: reasonFor(measured, plan.sum.computed),
    }
    store.update({ pathMtu, findings, routes })
    return pathMtu
  }
}

/** Each target has this much of a start on the next, as RFC 8305's section 5 has it for addresses. ms */
const headStartMs = 250

async function measureFirstThatAnswers({ profile, plan, probes }: Subject, signal: AbortSignal) {
  const evidence: string[] = []
  const found = new AbortController()
  const wanted = AbortSignal.any([signal, found.signal])
  const computed = Math.max(plan.sum.computed, ipv6MinimumMtu)
  const measureBy = async (target: string, n: number) => {
    if (n > 0) await delay(n * headStartMs, undefined, { signal: wanted })
    const result = await measurePathMtu({
      ...{ probes, target, interface: plan.innermost, computed, lowest, signal: wanted },
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
 * Nothing came back through the innermost link. The innermost layer's far end, asked through the layer around it alone,
 * tells which of the two is silent; where nothing is around it, a device that received nothing does.
 */
async function whoIsSilent(
  { profile, plan, probes }: Subject,
  evidence: readonly string[],
  signal: AbortSignal,
): Promise<Finding> {
  const [around, inner] = [profile.layer.at(-2), profile.layer.at(-1)]
  const end = plan.outerEnds.at(-1)
  if (!around || !inner || !end) return finding('mtu-unmeasured', {}, evidence)
  const remote = end.to.split('/')[0] ?? end.to
  const before = readTraffic()[end.interface]?.bytesIn ?? 0
  const answer = await probes.echo({ target: remote, interface: end.interface, count: 3, deadlineMs: 1_000, signal })
  const received = (readTraffic()[end.interface]?.bytesIn ?? 0) - before
  const counters = `${end.interface}: ${received} bytes came in meanwhile`
  return answer.received > 0 || received > 0
    ? finding(noReply[inner.kind], { remote }, [
        `${remote} answers by ${end.interface}, nothing comes back through ${plan.innermost}`,
        counters,
      ])
    : finding(noReply[around.kind], { remote }, [`${remote} does not answer by ${end.interface}`, counters])
}

const reasonFor = (measured: number | null, computed: number) => {
  if (measured === null) return `No echo came back to measure with; ${computed} is calculated from what was negotiated.`
  if (measured < ipv6MinimumMtu) {
    return `Only ${measured} pass in one piece, and IPv6 needs ${ipv6MinimumMtu}.`
  }
  if (measured < computed) return `A link on the way takes ${computed - measured} less than this one.`
  return `As calculated: ${measured} is the most that this link allows, and it passes.`
}
