/** The snapshot as text that can be pasted into a mail. */
import type { Problem } from '../../../helper/contract/problem.ts'
import type { LayerState, PathMtu, Snapshot, Underlay } from '../../../helper/contract/snapshot.ts'
import { purposeOf, surroundingsOf, withLength } from '../../contract/words/addresses.ts'
import { bytes, clock, duration, until } from '../../contract/words/amounts.ts'
import { layerFacts, layerNames, placeNames } from '../../contract/words/layers.ts'
import { namesLine } from '../../contract/words/names.ts'
import { mtuFigure, mtuMissing, mtuProof, mtuSum } from '../../contract/words/path-mtu.ts'
import { faceOf, stateLine, subtitleOf, titleOf } from '../../contract/words/state.ts'
import { columns } from './columns.ts'

/** A label and the lines beside it. */
type Part = readonly [label: string, lines: readonly string[]]

export function statusText(snapshot: Snapshot, now: Date): string {
  // Off or failed, the tunnel's own rows could only say what is not there.
  const tunnel = snapshot.state === 'off' || snapshot.state === 'failed' ? [] : tunnelParts(snapshot, now)
  const parts: Part[] = [
    ['Profile', snapshot.profile === null ? [] : [snapshot.profile]],
    ['Link', snapshot.underlay ? [linkText(snapshot.underlay)] : []],
    ['Gateway', snapshot.gateway ? [gatewayText(snapshot.gateway)] : []],
    ...tunnel,
    ['Path MTU', snapshot.pathMtu ? mtuText(snapshot.pathMtu) : []],
  ]
  const head =
    faceOf(snapshot) === 'connected'
      ? `${stateLine(snapshot, now)}, since ${clock(snapshot.since, now)}`
      : `${titleOf(snapshot)}. ${subtitleOf(snapshot, now)}.`
  const problems = snapshot.problems.flatMap((problem) => ['', problemText(problem)])
  return [head, ...parts.flatMap(partLines), ...problems].join('\n')
}

function tunnelParts(snapshot: Snapshot, now: Date): Part[] {
  const { dns } = snapshot
  return [
    ...snapshot.layers.flatMap((layer) => layerParts(layer, now)),
    ['Addresses', addressLines(snapshot)],
    ['Routes', routeLines(snapshot)],
    ['Names', dns ? [namesLine(dns)] : []],
  ]
}

const partLines = ([label, lines]: Part) => lines.map((line, at) => `${(at === 0 ? label : '').padEnd(10)} ${line}`)

function linkText({ interface: name, addresses, router, nat, mtu }: Underlay): string {
  const behind = nat === null ? undefined : nat ? 'behind NAT' : 'no NAT'
  return [name, ...addresses, router && `via ${router}`, behind, `MTU ${mtu}`].filter(Boolean).join(', ')
}

function gatewayText({ name, address, rttMs }: NonNullable<Snapshot['gateway']>): string {
  return [name, address !== name && address, rttMs !== null && duration(rttMs)].filter(Boolean).join(', ')
}

function layerParts(layer: LayerState, now: Date): Part[] {
  const traffic =
    layer.bytesIn === null || layer.bytesOut === null
      ? undefined
      : `${bytes(layer.bytesIn)} in, ${bytes(layer.bytesOut)} out`
  const facts = [layer.state === 'up' ? undefined : layer.state, ...layerFacts(layer)]
  if (layer.kind !== 'ike') return [[layerNames[layer.kind], [[...facts, traffic].filter(Boolean).join(', ')]]]
  const rekey = layer.rekeyAt && `rekey in ${until(layer.rekeyAt, now)}`
  const esp = [layer.espAlgorithms, layer.udpEncapsulation && 'in UDP', traffic].filter(Boolean).join(', ')
  return [
    ['IKE', [[...facts, rekey].filter(Boolean).join(', ')]],
    ['ESP', esp ? [esp] : []],
  ]
}

const addressWords = { present: 'as expected', missing: 'missing', other: 'another one' } as const

function addressLines(snapshot: Snapshot): string[] {
  const surroundings = surroundingsOf(snapshot)
  return columns(
    snapshot.addresses.map((address) => [
      withLength(address),
      address.expected === null ? '' : addressWords[address.state],
      address.state === 'other' ? `expected ${address.expected}` : purposeOf(address.scope, surroundings),
    ]),
  )
}

function routeLines({ routes }: Snapshot): string[] {
  return columns(
    routes.map(({ to, interface: name, mtu, state }) => [
      to,
      name === null ? '' : `on ${name}`,
      mtu === null ? '' : `mtu ${mtu}`,
      state === 'present' ? '' : state,
    ]),
  )
}

/** The figure, the sum that leads to it, and the reason where they differ. */
export function mtuText(path: PathMtu): string[] {
  const { size, basis } = mtuFigure(path)
  const headers = path.layers.map(({ name }) => name).join(', ')
  const lines = [`${size}, ${basis} (${mtuProof(path)})`, `${mtuSum(path)}${headers ? `  (${headers})` : ''}`]
  if (mtuMissing(path) > 0 || (path.applied !== null && path.applied !== size)) lines.push(path.reason)
  return lines
}

export function problemText({ layer, message, evidence, remedies }: Problem): string {
  return [
    `${placeNames[layer]}: ${message}`,
    ...evidence.map((line) => `  ${line}`),
    ...remedies.map((line) => `  To do: ${line}`),
  ].join('\n')
}
