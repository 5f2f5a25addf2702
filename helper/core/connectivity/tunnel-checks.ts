/** From IKE to the overlay: what the daemon and the kernel say, and whether anything comes back through it. */
import type { LayerName, Problem } from '../../contract/problem.ts'
import { judgeOwnCertificate } from '../certificate/own-certificate.ts'
import { xfrmInterface } from '../change/marks.ts'
import { finding } from '../outcome.ts'
import { conflictWith } from '../underlay.ts'
import {
  type CheckPlan,
  type ConnectivityFacts,
  fail,
  isUp,
  type Judgement,
  pass,
  skip,
  unknown,
  warn,
} from './check.ts'
import { hasOverlay, innermostTargets, outerEnds, witnesses } from './inside.ts'

/** The problem that the last attempt ended with, where it lies in this layer. */
const problemIn = ({ snapshot }: ConnectivityFacts, ...layers: readonly LayerName[]): Problem | undefined =>
  snapshot.problems.find(({ layer, severity }) => severity === 'fatal' && layers.includes(layer))

const asFailure = ({ code, args, evidence, message }: Problem): Judgement =>
  fail(finding(code, args, evidence), message)

/** Why there is nothing to ask yet. */
const notUp = ({ snapshot }: ConnectivityFacts): Judgement =>
  snapshot.state === 'connecting' || snapshot.state === 'reconnecting'
    ? unknown('The tunnel is being built')
    : skip('Not connected')

/** Layers that lie inside another: a failure in one of them says that what is outside it works. */
const insideIke: readonly LayerName[] = ['esp', 'address']

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

/** Time enough to have a new one made. */
const renewalDays = 14
const dayMs = 86_400_000

const certificate: CheckPlan = {
  id: 'own-certificate',
  layer: 'ike',
  title: 'Our certificate is valid and has its key',
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

const esp: CheckPlan = {
  id: 'esp',
  layer: 'esp',
  title: 'ESP carries packets both ways',
  needs: ['ike'],
  async judge(facts, ask) {
    const problem = problemIn(facts, 'esp')
    if (problem) return asFailure(problem)
    if (!isUp(facts)) return notUp(facts)
    const before = ask.traffic(xfrmInterface)
    const answers = await Promise.all(witnesses(facts).map((question) => ask.echo(question)))
    const after = ask.traffic(xfrmInterface)
    if (!before || !after) return fail(finding('esp-silent'), `The interface ${xfrmInterface} is gone`)
    const [came, went] = [after.bytesIn - before.bytesIn, after.bytesOut - before.bytesOut]
    const layer = facts.snapshot.layers.find(({ kind }) => kind === 'ike')
    const evidence = [
      ...(layer?.kind === 'ike' ? [`ESP: ${layer.espAlgorithms}`] : []),
      `${went} bytes went, ${came} came, while ${answers.length} were asked`,
    ]
    if (came > 0) return pass('Packets go out and come back', { evidence })
    return fail(finding('esp-silent'), '', evidence)
  },
}

const gre: CheckPlan = {
  id: 'gre',
  layer: 'gre',
  title: 'GRE is answered',
  needs: ['esp'],
  async judge(facts, ask) {
    if (!isUp(facts)) return notUp(facts)
    const targets = innermostTargets(facts)
    const [ends, inner] = await Promise.all([
      Promise.all(outerEnds(facts).map((question) => ask.echo(question))),
      Promise.all(targets.map((question) => ask.echo(question))),
    ])
    const answering = targets.filter((_, i) => (inner[i]?.received ?? 0) > 0).map(({ target }) => target)
    if (answering.length > 0) return pass(`${answering.join(', ')} came back through it`)
    const remote = outerEnds(facts)[0]?.target ?? ''
    const end = ends.some(({ received }) => received > 0) ? 'answers inside ESP' : 'does not answer inside ESP either'
    return fail(finding('gre-silent', { remote }), '', [
      `asked through GRE: ${targets.map(({ target }) => target).join(', ')}; nothing came back`,
      `${remote} ${end}`,
    ])
  },
}

/** A cafe may use the tunnel's own addresses: better known before connecting. */
const conflict: CheckPlan = {
  id: 'address-conflict',
  layer: 'address',
  title: 'This network leaves the tunnel’s addresses free',
  needs: ['link-address'],
  judge({ profile, snapshot, underlay }) {
    if (!underlay) return unknown('No network')
    const asked = profile.layer.flatMap((layer) => (layer.kind === 'ike' ? layer['request-addresses'] : []))
    const given = snapshot.addresses.map(({ address }) => address)
    for (const address of new Set([...asked, ...given])) {
      const owner = conflictWith(underlay, address)
      if (owner !== null) return fail(finding('address-conflict', { address, owner }))
    }
    return pass(`${underlay.addresses.join(', ')} is something else`)
  },
}

const addresses: CheckPlan = {
  id: 'addresses',
  layer: 'address',
  title: 'The tunnel’s addresses are on this laptop',
  needs: ['ike'],
  judge(facts) {
    const problem = problemIn(facts, 'address')
    if (problem) return asFailure(problem)
    if (!isUp(facts)) return notUp(facts)
    const { snapshot, observed } = facts
    const has = (address: string) => observed.addresses.some((seen) => seen.address === address)
    const missing = snapshot.addresses.find(({ address }) => !has(address))
    if (missing) return fail(finding('address-missing', { address: missing.address }))
    const other = snapshot.addresses.find(({ state }) => state === 'other')
    const found = finding('other-virtual-address', { expected: other?.expected ?? '', actual: other?.address ?? '' })
    if (other) return warn(`${other.address} instead of ${other.expected}`, { finding: found })
    return pass(snapshot.addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`).join(', '))
  },
}

export const tunnelChecks = (facts: ConnectivityFacts): readonly CheckPlan[] => [
  certificate,
  ike,
  esp,
  ...(hasOverlay(facts) ? [gre] : []),
  conflict,
  addresses,
]
