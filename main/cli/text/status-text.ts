/** This module writes the snapshot as lines; without their tones they can be pasted into a mail. */
import type { Problem } from '../../../helper/contract/problem.ts'
import type { LayerState, PathMtu, Snapshot, Underlay } from '../../../helper/contract/snapshot.ts'
import { purposeOf, surroundingsOf, withLength } from '../../contract/words/addresses.ts'
import { bytes, duration, until } from '../../contract/words/amounts.ts'
import { layerFacts, layerNames, placeNames } from '../../contract/words/layers.ts'
import { namesLine } from '../../contract/words/names.ts'
import { mtuFigure, mtuMissing, mtuProof, mtuSum } from '../../contract/words/path-mtu.ts'
import { lastSessionText, sessionBegan } from '../../contract/words/session.ts'
import { type Face, faceOf, stateLine, subtitleOf, titleOf } from '../../contract/words/state.ts'
import { columns } from './columns.ts'
import { localClock, localTimes } from './local-time.ts'
import { type Line, type Tone, toned } from './style.ts'

/** A label and the lines beside it. */
type Part = readonly [label: string, lines: readonly string[], tone?: Tone | undefined]

const faceTones: Readonly<Record<Face, Tone>> = {
  off: 'strong',
  connecting: 'wait',
  connected: 'good',
  'at-home': 'home',
  attention: 'warn',
  failed: 'bad',
  offline: 'wait',
}
const layerTones: Readonly<Record<LayerState['state'], Tone>> = {
  up: 'good',
  starting: 'wait',
  down: 'quiet',
  failed: 'bad',
}
const severityTones: Readonly<Record<Problem['severity'], Tone>> = { fatal: 'bad', attention: 'warn', info: 'strong' }

export function statusLines(snapshot: Snapshot, now: Date): Line[] {
  // Off or failed, the tunnel's own rows could only say what is not there.
  const tunnel = snapshot.state === 'off' || snapshot.state === 'failed' ? [] : tunnelParts(snapshot, now)
  const parts: Part[] = [
    ['Profile', snapshot.profile === null ? [] : [snapshot.profile]],
    ['Link', snapshot.underlay ? [linkText(snapshot.underlay)] : []],
    ['Gateway', snapshot.gateway ? [gatewayText(snapshot.gateway)] : []],
    ...tunnel,
    ['Path MTU', snapshot.pathMtu ? mtuText(snapshot.pathMtu) : []],
    ['Last time', lastTimeLines(snapshot, now)],
  ]
  const problems = snapshot.problems.flatMap((problem) => [[], ...problemLines(problem)])
  return [headLine(snapshot, now), ...parts.flatMap(partLines), ...problems]
}

function headLine(snapshot: Snapshot, now: Date): Line {
  const face = faceOf(snapshot)
  if (face === 'connected')
    return [toned('good', stateLine(snapshot, now)), `, since ${localClock(sessionBegan(snapshot), now)}`]
  return [toned(faceTones[face], `${titleOf(snapshot)}.`), ` ${subtitleOf(snapshot, now, localClock)}.`]
}

function tunnelParts(snapshot: Snapshot, now: Date): Part[] {
  const { dns } = snapshot
  return [
    ...snapshot.layers.flatMap((layer) => layerParts(layer, now)),
    ['Addresses', addressLines(snapshot), snapshot.addresses.some(isWrong) ? 'warn' : undefined],
    ['Routes', routeLines(snapshot)],
    ['Names', dns ? [namesLine(dns)] : []],
  ]
}

const partLines = ([label, lines, tone]: Part): Line[] =>
  lines.map((line, at) => [toned(at === 0 ? tone : undefined, (at === 0 ? label : '').padEnd(10)), ` ${line}`])

function linkText({ network, interface: name, addresses, router, nat, mtu }: Underlay): string {
  const behind = nat === null ? undefined : nat ? 'behind NAT' : 'no NAT'
  return [network, name, ...addresses, router && `via ${router}`, behind, `MTU ${mtu}`].filter(Boolean).join(', ')
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
  const tone = layerTones[layer.state]
  if (layer.kind !== 'ike') return [[layerNames[layer.kind], [[...facts, traffic].filter(Boolean).join(', ')], tone]]
  const rekey = layer.rekeyAt && `rekey in ${until(layer.rekeyAt, now)}`
  const esp = [layer.espAlgorithms, layer.udpEncapsulation && 'in UDP', traffic].filter(Boolean).join(', ')
  return [
    ['IKE', [[...facts, rekey].filter(Boolean).join(', ')], tone],
    ['ESP', esp ? [esp] : [], tone],
  ]
}

/** While home is reached, only that is of interest. */
const lastTimeLines = ({ session, lastSession }: Snapshot, now: Date): string[] =>
  lastSession && !session ? [`${lastSession.profile}: ${lastSessionText(lastSession, now, localClock)}`] : []

const isWrong = ({ state }: Snapshot['addresses'][number]) => state !== 'present'
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

export function problemLines({ layer, severity, message, evidence, remedies }: Problem): Line[] {
  return [
    [toned(severityTones[severity], `${placeNames[layer]}: ${localTimes(message)}`)],
    ...evidence.map((line): Line => [toned('quiet', `  ${localTimes(line)}`)]),
    ...remedies.map((line): Line => [toned('strong', '  To do:'), ` ${localTimes(line)}`]),
  ]
}
