/** Runs the checks of a plan, each as soon as what it needs has passed, and answers what they ask. */

import { ownCertificate } from '../certificate/certificate-facts.ts'
import type { Check, TestProgress, TestReport } from '../contract/connectivity.ts'
import type { Profile } from '../contract/profile.ts'
import type { Snapshot } from '../contract/snapshot.ts'
import { fwmark } from '../core/change/marks.ts'
import { type CheckPlan, type ConnectivityFacts, isUp, type Judgement, type Proof } from '../core/connectivity/check.ts'
import { planChecks } from '../core/connectivity/probe-plan.ts'
import type { Questions } from '../core/connectivity/questions.ts'
import { verdictOf } from '../core/connectivity/verdict.ts'
import { helloRandom, ikeHello, isHelloAnswer } from '../core/layer/ike/hello.ts'
import { toProblem } from '../core/problem/wording.ts'
import { describeUnderlay } from '../core/underlay.ts'
import { crypto } from '../crypto.ts'
import type { CommandRunner, Observer, Resolve } from '../system/ports.ts'
import type { Probes } from '../system/probes/probes.ts'
import { askRoutes } from '../system/probes/route-choice.ts'
import { readTraffic } from '../system/traffic.ts'
import { measurePathMtu } from './mtu-measurement.ts'

export interface ConnectivityWorld {
  readonly profile: Profile
  readonly snapshot: () => Snapshot
  readonly observer: Observer
  readonly probes: Probes
  readonly resolve: Resolve
  readonly runner: CommandRunner
  /** Reads the byte counters of an interface. Where absent, the kernel's are read; tests give their own. */
  readonly traffic?: Questions['traffic']
}

/**
 * A host counts as silent that has not answered within this time (ms). The router before a host that is off says so after the third
 * question of neighbour discovery, 3 s after the first (RFC 4861, 10); where one or two of these get lost, the answer comes before that.
 */
const answerMs = 3_500
/** A neighbour on this link answers within this time (ms), or an answer to the second question does. */
const neighbourMs = 1_000
const udpMs = 1_500
/** The search for the path MTU looks no lower than this, which is less than IPv6 needs: the report says by how much a path is too narrow. */
const shortestMtu = 576

/** Rejects only when aborted. */
export async function runConnectivityTest(
  world: ConnectivityWorld,
  onProgress: (progress: TestProgress) => void,
  signal: AbortSignal,
): Promise<TestReport> {
  const start = performance.now()
  const at = new Date().toISOString()
  let facts = await gatherFacts(world)
  const ask = answering(world, signal)
  const plan = planChecks(facts)
  const run = crypto().randomUUID()
  const done = new Map<string, Check>()
  const publish = () =>
    onProgress({
      run,
      checks: plan.map(({ id, layer, title }) => {
        const check = done.get(id)
        return { id, layer, title, ...(check ? { check } : {}) }
      }),
    })
  publish()

  const running = new Map<string, Promise<Check>>()
  /** The checks that were skipped because a check that they need did not pass. Checks that need one of these are skipped as well. */
  const heldUp = new Set<string>()
  const proofs = new Set<Proof>()
  const started = (check: CheckPlan): Promise<Check> => {
    const known = running.get(check.id)
    if (known) return known
    const promise = judge(check)
    running.set(check.id, promise)
    return promise
  }
  const judge = async (check: CheckPlan): Promise<Check> => {
    const needs = await Promise.all(plan.filter(({ id }) => check.needs.includes(id)).map(started))
    const began = performance.now()
    const missing = needs.find(({ result }) => result === 'fail') ?? needs.find(({ id }) => heldUp.has(id))
    if (missing) heldUp.add(check.id)
    const judgement: Judgement = missing
      ? { result: 'skip', because: skippedOn(missing) }
      : await check.judge(facts, ask)
    signal.throwIfAborted()
    if (judgement.proves) proofs.add(judgement.proves)
    if (judgement.learned) facts = { ...facts, ...judgement.learned }
    const finished = asCheck(check, judgement, performance.now() - began)
    done.set(check.id, finished)
    publish()
    return finished
  }

  const checks = await Promise.all(plan.map(started))
  return {
    at,
    profile: world.profile.name,
    durationMs: Math.round(performance.now() - start),
    ...verdictOf(checks, { connected: isUp(facts), proofs, problems: facts.snapshot.problems }),
    checks,
  }
}

/** Says why a check is skipped. A check that was skipped itself passes its own reason on, so that the reason is always a failed check. */
const skippedOn = ({ result, title, because }: Check) => (result === 'fail' ? `Depends on: ${title}` : because)

function asCheck({ id, layer, title }: CheckPlan, judgement: Judgement, durationMs: number): Check {
  const problem = judgement.finding ? toProblem(judgement.finding) : null
  return {
    id,
    layer,
    title,
    result: judgement.result,
    because: judgement.because || (problem?.message ?? ''),
    evidence: [...(judgement.evidence ?? [])],
    ...(judgement.so ? { so: [...judgement.so] } : {}),
    remedies: [...(problem?.remedies ?? [])],
    durationMs: Math.round(durationMs),
  }
}

async function gatherFacts({ profile, snapshot, observer }: ConnectivityWorld): Promise<ConnectivityFacts> {
  const observed = await observer.observe()
  const now = snapshot()
  const gateway = now.profile === profile.name ? (now.gateway?.address ?? null) : null
  const own: Snapshot = now.profile === profile.name ? now : { ...now, ...notThisProfile }
  return { profile, snapshot: own, observed, underlay: describeUnderlay(observed, gateway, null), gateway }
}

/** Replaces the members of a snapshot about another profile: the tested profile is not connected. */
const notThisProfile = {
  state: 'off',
  intent: 'down',
  problems: [],
  layers: [],
  addresses: [],
  routes: [],
} satisfies Partial<Snapshot>

function answering(world: ConnectivityWorld, signal: AbortSignal): Questions {
  const { probes } = world
  return {
    echo: ({ target, interface: device, marked, hops, count }) =>
      probes.echo({
        target,
        interface: device,
        hops,
        count: count ?? 3,
        enough: count ?? 1,
        signal,
        mark: marked ? fwmark : undefined,
        deadlineMs: answerMs,
      }),
    async ike(gateway, port) {
      const payload = ikeHello(crypto().randomBytes(helloRandom), port)
      const answer = await probes.udp({ target: gateway, port, payload, mark: fwmark, deadlineMs: udpMs, signal })
      const isForeign = answer.result === 'answered' && !isHelloAnswer(payload, answer.payload, port)
      return isForeign ? { ...answer, result: 'foreign' } : answer
    },
    resolve: (name) => world.resolve(name, signal),
    ownCertificate() {
      const name = world.profile.layer.find((layer) => layer.kind === 'ike')?.identity.certificate
      const certificate = name === undefined ? undefined : world.profile.certificate[name]
      return name === undefined || !certificate ? null : ownCertificate(name, certificate)
    },
    now: () => new Date().toISOString(),
    neighbour: (address, device) =>
      probes.neighbour({ target: address, interface: device, deadlineMs: neighbourMs, signal }),
    routes: (to) => askRoutes(world.runner, to, signal),
    pathMtu: (target, device, highest, marked) =>
      measurePathMtu({
        probes,
        target,
        interface: device,
        computed: highest,
        lowest: shortestMtu,
        signal,
        mark: marked ? fwmark : undefined,
      }),
    traffic: world.traffic ?? ((device) => readTraffic()[device] ?? null),
  }
}
