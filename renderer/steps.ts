/** Makes the steps on the way home out of the snapshot: pure. */
import type { Problem } from '../helper/contract/problem.ts'
import type { ProfileSummary } from '../helper/contract/profile.ts'
import type { LayerState, PhaseName, Snapshot, Underlay } from '../helper/contract/snapshot.ts'
import { duration, until } from '../main/contract/words/amounts.ts'
import { layerFacts, layerNames, phaseTitle } from '../main/contract/words/layers.ts'
import { mainProblem } from '../main/contract/words/state.ts'
import type { Step } from './components/timeline.tsx'

function linkStep(underlay: Underlay | null): Step {
  if (!underlay) return { mark: 'failed', title: 'Link', value: 'no network' }
  const nat = underlay.nat === null ? undefined : underlay.nat ? 'behind NAT' : 'no NAT'
  const address = underlay.addresses[0]?.replace(/\/\d+$/, '')
  const value = [underlay.interface, address, nat].filter(Boolean).join(', ')
  return { mark: 'reached', title: underlay.network ?? 'Link', value }
}

function gatewayStep({ gateway }: Snapshot): Step[] {
  if (!gateway) return []
  const { name, address, rttMs } = gateway
  const value = [address !== name && address, rttMs !== null && duration(rttMs)].filter(Boolean).join(', ')
  return [{ mark: address === null ? 'ahead' : 'reached', title: name, value: value || 'not contacted' }]
}

/** While there is no tunnel. */
export function idleSteps({ underlay }: Snapshot, { gateway, prefixes }: ProfileSummary): Step[] {
  return [
    linkStep(underlay),
    { mark: 'ahead', title: gateway, value: 'not contacted' },
    { mark: 'ahead', title: 'Home', value: prefixes[0] },
  ]
}

/** The rows of a tunnel that is up, but for ESP's, which has the traffic. */
export function linkSteps(snapshot: Snapshot, now: Date): Step[] {
  return [
    linkStep(snapshot.underlay),
    ...gatewayStep(snapshot),
    ...snapshot.layers.flatMap((layer) => layerStep(layer, now)),
  ]
}

function layerStep(layer: LayerState, now: Date): Step[] {
  const mark = layer.state === 'up' ? 'reached' : layer.state === 'failed' ? 'failed' : 'ahead'
  if (mark === 'reached') return establishedStep(layer, now)
  return [{ mark, title: stopNames[layer.kind] ?? layerNames[layer.kind], value: layerFacts(layer)[0] ?? layer.state }]
}

const stopNames: Partial<Record<LayerState['kind'], string>> = { ike: 'IKE' }

/** What a layer that is up adds to the addresses and ends told elsewhere: an overlay, nothing. */
function establishedStep(layer: LayerState, now: Date): Step[] {
  const mark = 'reached'
  switch (layer.kind) {
    case 'ike':
      return [
        {
          mark,
          title: 'IKE established',
          value: layer.rekeyAt ? `rekey in ${until(layer.rekeyAt, now)}` : layer.state,
        },
      ]
    case 'esp':
      return [{ mark, title: layerNames.esp, value: layer.algorithms, note: staticKeys(layer.weaknesses) }]
    case 'openvpn': {
      const value = [layer.cipher, `over ${layer.protocol.toUpperCase()}`].filter(Boolean).join(' ')
      return [{ mark, title: layerNames.openvpn, value, note: layer.tls ? undefined : staticKeys([]) }]
    }
    case 'tinc': {
      const direct = layer.peers.filter((peer) => peer.direct).map(({ name }) => name)
      const others = layer.peers.filter((peer) => !peer.direct).map(({ name }) => name)
      const value = [direct.length > 0 && `${direct.join(', ')} direct`, ...others].filter(Boolean).join(', ')
      return [{ mark, title: layerNames.tinc, value: value || 'no node yet' }]
    }
    case 'gre':
    case 'ip6ip6':
      return []
  }
}

const staticKeys = (weaknesses: readonly string[]) =>
  [...weaknesses.map((weakness) => `${weakness} is weak.`), 'The key never changes: no forward secrecy.'].join(' ')

export function atHomeSteps({ underlay }: Snapshot): Step[] {
  return [linkStep(underlay), { mark: 'reached', title: 'Home router', value: underlay?.router ?? '' }]
}

/** The five phases, each with what it found; those ahead with what the profile expects of them. */
export function phaseSteps(snapshot: Snapshot, profile: ProfileSummary | undefined): Step[] {
  const { phases = [], pathMtu } = snapshot
  const marks = { waiting: 'ahead', active: 'active', done: 'done', failed: 'failed' } as const
  const expected: Partial<Record<PhaseName, string | undefined>> = {
    addresses: profile?.addresses.join(' and '),
    'path-mtu': pathMtu && `${pathMtu.computed} expected on this link`,
  }
  return phases.map(({ name, state, found, durationMs }) => ({
    mark: marks[state],
    title: phaseTitle(name, snapshot),
    value: durationMs === undefined ? '' : duration(durationMs),
    note: found ?? expected[name] ?? '',
  }))
}

/** What stands beside the step that failed: the first line of evidence where it is short enough for a row. */
const shortEvidence = (problem: Problem | undefined) => problem?.evidence.find((line) => line.length <= 40) ?? 'failed'

/** The link's state in one figure: "Cafe Wi-Fi, 18 ms, rekey in 41 min". */
export function linkFigure({ underlay, gateway, layers }: Snapshot, now: Date): string {
  const rekeyAt = layers.flatMap((layer) => (layer.kind === 'ike' ? (layer.rekeyAt ?? []) : []))[0]
  const rtt = gateway?.rttMs ?? null
  return [
    underlay?.network ?? underlay?.interface,
    rtt !== null && duration(rtt),
    rekeyAt && `rekey in ${until(rekeyAt, now)}`,
  ]
    .filter(Boolean)
    .join(', ')
}

/** Where a connect stopped: what was reached, what failed, and the rest in one line. */
export function failureSteps(snapshot: Snapshot): Step[] {
  const phases = snapshot.phases ?? []
  const done = phases.filter(({ state }) => state === 'done')
  const failed = phases.find(({ state }) => state === 'failed')
  const waiting = phases.filter(({ state }) => state === 'waiting').map(({ name }) => phaseTitle(name, snapshot))
  // "Tunnel, addresses, path MTU": one line reads as a list, not as titles.
  const rest = waiting.map((title, at) =>
    at > 0 ? title.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase()) : title,
  )
  const problem = mainProblem(snapshot)
  return [
    linkStep(snapshot.underlay),
    ...done.map(
      ({ name, durationMs }): Step => ({
        mark: 'reached',
        title: phaseTitle(name, snapshot),
        value: durationMs === undefined ? '' : `done in ${duration(durationMs)}`,
      }),
    ),
    ...(failed
      ? [
          {
            mark: 'failed' as const,
            title: phaseTitle(failed.name, snapshot),
            value: shortEvidence(problem),
            note: undefined,
          },
        ]
      : []),
    ...(waiting.length > 0 ? [{ mark: 'ahead' as const, title: rest.join(', '), value: 'not reached' }] : []),
  ]
}
