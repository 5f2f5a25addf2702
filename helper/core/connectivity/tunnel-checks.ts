/**
 * Checks the layers from the outermost to the innermost: what the daemon and the kernel say of each, and whether
 * anything comes back through it.
 */
import type { LayerName } from '../../contract/problem.ts'
import type { CarrierKind, Layer } from '../../contract/profile.ts'
import type { LayerState } from '../../contract/snapshot.ts'
import { judgeOwnCertificate } from '../certificate/own-certificate.ts'
import { allNodes } from '../ip.ts'
import { linkOf } from '../layer/links.ts'
import { noReply } from '../layer/no-reply.ts'
import { finding } from '../outcome.ts'
import { addresses, conflict } from './address-checks.ts'
import {
  asFailure,
  type CheckPlan,
  type ConnectivityFacts,
  fail,
  isUp,
  type Judgement,
  notUp,
  pass,
  problemIn,
  skip,
  unknown,
  warn,
} from './check.ts'
import { innermost, innermostTargets, outerEnds, witnesses } from './inside.ts'

/** Layers inside IKE: a failure in one of them shows that IKE itself works. */
const insideIke: readonly LayerName[] = ['esp', 'address']

/**
 * Judges a check without asking, where the last attempt failed in this layer or no tunnel stands; undefined: the check
 * goes on and asks.
 */
function before(facts: ConnectivityFacts, kind: LayerName): Judgement | undefined {
  const problem = problemIn(facts, kind)
  if (problem) return asFailure(problem)
  return isUp(facts) ? undefined : notUp(facts)
}

const ike: CheckPlan = {
  id: 'ike',
  layer: 'ike',
  title: 'IKE is established',
  needs: ['gateway-udp-500', 'gateway-udp-4500'],
  judge(facts) {
    const problem = problemIn(facts, 'ike')
    if (problem) return asFailure(problem)
    if (problemIn(facts, ...insideIke)) return pass('Gateway and laptop authenticated each other')
    if (!isUp(facts)) return notUp(facts)
    const layer = facts.snapshot.layers.find(({ kind }) => kind === 'ike')
    if (layer?.kind !== 'ike' || layer.state !== 'up')
      return fail(finding('ike-failed', { gateway: facts.gateway ?? '' }), 'charon has no security association')
    return pass(`The gateway proved to be ${layer.remoteId}`, { evidence: [`IKE: ${layer.ikeAlgorithms}`] })
  },
}

/**
 * Makes the check of a daemon that carries packets itself. It passes where its link stands and its connection is established; whether packets
 * come back is the next check's.
 */
const daemon = (kind: 'openvpn' | 'tinc', title: string, describe: (layer: LayerState) => string): CheckPlan => ({
  id: kind,
  layer: kind,
  title,
  needs: ['router', 'gateway-name'],
  judge(facts) {
    const stop = before(facts, kind)
    if (stop) return stop
    const layer = facts.snapshot.layers.find((one) => one.kind === kind)
    return layer?.state === 'up'
      ? pass(describe(layer))
      : fail(finding('carrier-gone'), `The connection of ${kind} is not established, or its link is gone`)
  },
})

const openvpn = daemon('openvpn', 'OpenVPN is connected', (layer) =>
  layer.kind === 'openvpn' ? `${layer.cipher} over ${layer.protocol.toUpperCase()}` : '',
)
const tinc = daemon('tinc', 'tinc is connected', (layer) =>
  layer.kind === 'tinc' ? `Nodes that can be reached: ${layer.peers.map(({ name }) => name).join(', ') || 'none'}` : '',
)

/** The days before a certificate's end from which on the check warns: time enough to have a new one made. */
const renewalDays = 14
const dayMs = 86_400_000

const certificate: CheckPlan = {
  id: 'own-certificate',
  layer: 'ike',
  title: 'The laptop’s certificate is valid',
  needs: [],
  judge(_facts, ask) {
    const own = ask.ownCertificate()
    if (!own) return skip('This profile proves us by a secret')
    const now = ask.now()
    const judged = judgeOwnCertificate(own, now)
    if (!judged.ok) return fail(judged.finding)
    const [first] = own.chain.toSorted((a, b) => (a.notAfter < b.notAfter ? -1 : 1))
    if (!first) return unknown('It cannot be read')
    const days = Math.floor((Date.parse(first.notAfter) - Date.parse(now)) / dayMs)
    const words = `${first.subject} is valid for ${days} more days`
    return days < renewalDays ? warn(words) : pass(words)
  },
}

const carrierTitles: Readonly<Record<CarrierKind, string>> = {
  ike: 'ESP carries both ways',
  esp: 'ESP carries both ways',
  openvpn: 'OpenVPN carries both ways',
  tinc: 'tinc carries both ways',
}

/** Checks whether anything comes back by a carrier's link while the addresses inside are asked. */
const carries = (layer: Layer & { kind: CarrierKind }, needs: readonly string[]): CheckPlan => ({
  id: layer.kind === 'ike' ? 'esp' : `${layer.kind}-carries`,
  layer: layer.kind === 'ike' ? 'esp' : layer.kind,
  title: carrierTitles[layer.kind],
  needs,
  async judge(facts, ask) {
    const stop = before(facts, layer.kind === 'ike' ? 'esp' : layer.kind)
    if (stop) return stop
    // ESP in transport mode has no link, so that GRE's link is counted. What arrives there came by ESP, as GRE in clear is refused.
    const name = linkOf(layer) ?? innermost(facts)
    const earlier = ask.traffic(name)
    const answers = await Promise.all(witnesses(facts).map((question) => ask.echo(question)))
    const later = ask.traffic(name)
    if (!earlier || !later) return fail(finding(noReply[layer.kind]), `The interface ${name} is gone`)
    const [came, went] = [later.bytesIn - earlier.bytesIn, later.bytesOut - earlier.bytesOut]
    const state = facts.snapshot.layers.find(({ kind }) => kind === layer.kind)
    const seen: readonly (readonly [line: string, so: string])[] = [
      ...(state?.kind === 'ike' ? [[`ESP: ${state.espAlgorithms}`, 'Both ends have agreed on it'] as const] : []),
      ...(state?.kind === 'esp' ? [[`ESP: ${state.algorithms}`, 'The gateway must have the same'] as const] : []),
      [
        `${went} bytes went, ${came} came, while ${answers.length} were asked`,
        went > 0 ? 'Our packets leave, and nothing comes back' : 'Nothing left this laptop either',
      ],
    ]
    const evidence = seen.map(([line]) => line)
    // With another layer inside it, that one's answer is the proof.
    const isInnermost = facts.profile.layer.at(-1) === layer
    if (answers.some(({ received }) => received > 0))
      return pass('Packets go out and come back', { evidence, ...(isInnermost ? { proves: 'home' } : {}) })
    if (answers.length === 0) return unknown('No host inside is known to ask', { evidence })
    // Something else than an answer came: a router's word that a host is off, or what home's Ethernet says to everybody.
    if (came > 0 && went > 0)
      return unknown('Packets go out and others come in, but nobody who was asked answers', { evidence })
    return { ...fail(finding(noReply[layer.kind]), '', evidence), so: seen.map(([, so]) => so) }
  },
})

const overlayTitles = { gre: 'GRE is answered', ip6ip6: 'ip6ip6 is answered' } as const
const overlayNames = { gre: 'GRE', ip6ip6: 'ip6ip6' } as const

const nameOf = (target: string) => (target === allNodes ? 'the far end' : target)
const answerOf = (target: string) => `an answer from ${nameOf(target)}`

/** Checks whether the hosts beyond an overlay inside a carrier answer. */
const overlay = ({ kind, remote }: Layer & { kind: 'gre' | 'ip6ip6' }, needs: readonly string[]): CheckPlan => ({
  id: kind,
  layer: kind,
  title: overlayTitles[kind],
  needs,
  async judge(facts, ask) {
    if (!isUp(facts)) return notUp(facts)
    const targets = innermostTargets(facts)
    const [ends, inner] = await Promise.all([
      Promise.all(outerEnds(facts).map((question) => ask.echo(question))),
      Promise.all(targets.map((question) => ask.echo(question))),
    ])
    const answering = targets.filter((_, i) => (inner[i]?.received ?? 0) > 0).map(({ target }) => target)
    if (answering.length > 0)
      return pass('Answers come back through it', { evidence: answering.map(answerOf), proves: 'home' })
    const isEndUp = ends.some(({ received }) => received > 0)
    const evidence = [
      `nothing came back through ${overlayNames[kind]} from ${targets.map(({ target }) => nameOf(target)).join(', ')}`,
      `${remote} ${isEndUp ? 'answers outside it' : 'does not answer outside it either'}`,
    ]
    const so = [
      'No answer has come this way',
      isEndUp ? `The far end is up, so ${overlayNames[kind]} itself is lost` : 'The far end may be down',
    ]
    return { ...fail(finding(noReply[kind], { remote }), '', evidence), so }
  },
})

/** Checks whether the carrier's far end answers through an overlay around that carrier. */
const around = (kind: 'gre' | 'ip6ip6'): CheckPlan => ({
  id: kind,
  layer: kind,
  title: overlayTitles[kind],
  needs: ['router', 'gateway-name'],
  async judge(facts, ask) {
    const stop = before(facts, kind)
    if (stop) return stop
    const [end] = outerEnds(facts)
    if (!end) return unknown('Nothing is inside it')
    const { received } = await ask.echo(end)
    return received > 0
      ? pass(`${end.target} answers through it`)
      : unknown(`${end.target} does not answer pings through it; what is inside may pass all the same`)
  },
})

/** The checks from outer to inner; each needs the one before it. */
export function layerChecks({ profile }: ConnectivityFacts): readonly CheckPlan[] {
  const checks: CheckPlan[] = []
  for (const [n, layer] of profile.layer.entries()) {
    const needs = checks.slice(-1).map(({ id }) => id)
    switch (layer.kind) {
      case 'ike':
        checks.push(ike, carries(layer, [ike.id]))
        break
      case 'openvpn':
        checks.push(openvpn, carries(layer, [openvpn.id]))
        break
      case 'tinc':
        checks.push(tinc, carries(layer, [tinc.id]))
        break
      case 'esp':
        checks.push(carries(layer, needs))
        break
      case 'gre':
      case 'ip6ip6':
        checks.push(n === 0 ? around(layer.kind) : overlay(layer, needs))
    }
  }
  return checks
}

export const tunnelChecks = (facts: ConnectivityFacts): readonly CheckPlan[] => {
  const layers = layerChecks(facts)
  const [outermost] = layers
  return [
    ...(facts.profile.layer.some(({ kind }) => kind === 'ike') ? [certificate] : []),
    ...layers,
    conflict,
    { ...addresses, needs: outermost ? [outermost.id] : [] },
  ]
}
