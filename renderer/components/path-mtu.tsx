/** The packet explains the path MTU: headers outer to inner, what is left is yours. Widths are for reading. */
import type { PathMtu, Snapshot } from '../../helper/contract/snapshot.ts'
import { mtuFigure, mtuInWords, mtuMissing, mtuProof } from '../../main/contract/words/path-mtu.ts'
import { dense, useMatches } from '../use-matches.ts'
import { Mark, Section } from './section.tsx'

/** Layers that encrypt; the others only carry. */
const carriers = new Set(['ike', 'esp', 'openvpn', 'tinc'])

export function PathMtuSection({ snapshot, path }: { readonly snapshot: Snapshot; readonly path: PathMtu }) {
  const { size, basis } = mtuFigure(path)
  const measured = path.measured !== null
  return (
    <Section
      title="Path MTU"
      className="mtu"
      aside={
        <div className="mtu-fig">
          {measured ? (
            <Mark icon={mtuMissing(path) > 0 ? 'warn' : 'check'}>{basis}</Mark>
          ) : (
            <span className="aside">{basis}</span>
          )}
          <span className={`n ${measured ? '' : 'dim'}`}>{size}</span>
        </div>
      }
    >
      <Packet path={path} link={snapshot.underlay?.interface ?? 'the link'} carrier={carrierName(snapshot)} />
    </Section>
  )
}

/** While nothing is known of the path: what the profile promises on an ordinary link. */
export function ExpectedMtu({ mtu }: { readonly mtu: number }) {
  return (
    <Section
      title="Path MTU"
      className="mtu"
      aside={
        <div className="mtu-fig">
          <span className="aside">expected on a link of 1500</span>
          <span className="n dim">{mtu}</span>
        </div>
      }
    />
  )
}

interface PacketProps {
  readonly path: PathMtu
  readonly link: string
  readonly carrier: string
}

function Packet({ path, link, carrier }: PacketProps) {
  const { size } = mtuFigure(path)
  const missing = mtuMissing(path)
  const isDense = useMatches(dense)
  const legs = legsOf(path, carrier, isDense ? 13 : 0)
  const tail = [...(missing > 0 ? ['60px'] : []), '1fr']
  const columns = [...legs.flatMap(({ widths }) => widths.map((width) => `${width}px`)), ...tail].join(' ')
  const legColumns = [...legs.map(({ widths }) => `${sum(widths) + widths.length - 1}px`), ...tail].join(' ')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: enlarged, it scrolls, and the sum is read out from here
    <figure className="pk" tabIndex={0} aria-label={mtuInWords(path, link)}>
      <div className="pk-dim" aria-hidden="true">
        {link} {path.underlay}
      </div>
      <ol className="pk-bar" aria-hidden="true" style={{ gridTemplateColumns: columns }}>
        {path.layers.map(({ name, layer, bytes }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: IPv4 stands there twice; the place is what tells them apart
          <li key={at} className={carriers.has(layer) ? '' : 'ov'}>
            <i>{shortNames[name] ?? name}</i>
            <b>{bytes}</b>
          </li>
        ))}
        {missing > 0 && (
          <li className="gone">
            <i>missing</i>
            <b>{missing}</b>
          </li>
        )}
        <li className={`in ${path.layers.length === 0 ? 'all' : ''}`}>
          <i>your packet</i>
          <b>{size}</b>
        </li>
      </ol>
      <div className="pk-legs" aria-hidden="true" style={{ gridTemplateColumns: legColumns }}>
        {legs.map(({ text }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <span key={at}>{text}</span>
        ))}
        {missing > 0 && <span className="bare" />}
        <span className="bare">
          {path.layers.length === 0 ? 'nothing is taken off' : missing > 0 ? '' : mtuProof(path)}
        </span>
      </div>
      {missing > 0 && (
        <p className="pk-why">
          {mtuProof(path)}. {path.reason}
        </p>
      )}
    </figure>
  )
}

interface Leg {
  readonly text: string
  /** Pixels of each of its headers; a gap of one lies between two. */
  readonly widths: readonly number[]
}

/** For the picture; the sum in words says them whole. */
const shortNames: Readonly<Record<string, string>> = { 'encapsulation limit': 'limit' }

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
const headerWidth = (name: string) => Math.max(35, 15 + 6 * (shortNames[name] ?? name).length)
const textWidth = (text: string) => Math.ceil(5.6 * text.length)

/**
 * One brace under each run of headers: "AES-GCM carrier: 62", "overlay: 24".
 * @param beside pixels that each header needs more, where its number stands beside its name
 */
function legsOf({ layers }: PathMtu, carrier: string, beside: number): Leg[] {
  const runs: { carries: boolean; headers: PathMtu['layers'] }[] = []
  for (const header of layers) {
    const carries = carriers.has(header.layer)
    const last = runs.at(-1)
    if (last?.carries === carries) last.headers.push(header)
    else runs.push({ carries, headers: [header] })
  }
  return runs.map(({ carries, headers }) => {
    const text = `${carries ? carrier : 'overlay'}: ${sum(headers.map(({ bytes }) => bytes))}`
    const widths = headers.map(({ name }) => headerWidth(name) + beside)
    const short = textWidth(text) - (sum(widths) + widths.length - 1)
    // Where the words are wider than the headers, the innermost makes room.
    return { text, widths: widths.map((width, at) => (at === widths.length - 1 ? width + Math.max(0, short) : width)) }
  })
}

const ciphers: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^AES_GCM/, 'AES-GCM carrier'],
  [/^AES_CBC/, 'AES-CBC carrier'],
  [/^CHACHA20/, 'ChaCha carrier'],
]

function carrierName({ layers }: Snapshot): string {
  const carrier = layers.find(({ kind }) => carriers.has(kind))
  if (carrier?.kind === 'openvpn' || carrier?.kind === 'tinc')
    return carrier.kind === 'tinc' ? 'tinc carrier' : 'OpenVPN carrier'
  const algorithms =
    (carrier?.kind === 'ike' ? carrier.espAlgorithms : carrier?.kind === 'esp' && carrier.algorithms) || ''
  return ciphers.find(([pattern]) => pattern.test(algorithms))?.[1] ?? 'carrier'
}
