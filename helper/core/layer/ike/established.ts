/** Reads charon's `list-sa` events, and compares what is established with what the profile asks for. */
import type { IkeLayer } from '../../../contract/layer/ike.ts'
import { familyOf } from '../../ip.ts'
import { done, failed, finding, type Outcome } from '../../outcome.ts'
import { connectionName } from './connection-config.ts'
import { booleanOf, listOf, numberOf, type Section, sectionOf, sectionsOf, textOf } from './section.ts'
import type { IkeEstablished } from './security.ts'

const joined = (...parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join('_')

const ikeAlgorithms = (ike: Section) =>
  [
    joined(textOf(ike, 'encr-alg'), textOf(ike, 'encr-keysize')),
    textOf(ike, 'integ-alg'),
    textOf(ike, 'prf-alg'),
    textOf(ike, 'dh-group'),
  ]
    .filter((part) => part !== null && part !== '')
    .join('/')

/**
 * Chooses the CHILD_SA that carries our packets. There are two for a moment during a rekey; the newer one carries what
 * we send.
 */
const carrying = (children: Section | null) =>
  sectionsOf(children ?? new Map())
    .map(([, child]) => child)
    .filter((child) => ['INSTALLED', 'REKEYING'].includes(textOf(child, 'state') ?? ''))
    .at(-1)

/**
 * Reads one `list-sa` event; null when it is not about our connection, or nothing of the connection is up.
 * @param now milliseconds since 1970
 * @param nameServers which no event tells
 */
export function readEstablished(
  listSa: Section,
  now: number,
  nameServers: readonly string[] = [],
): IkeEstablished | null {
  const ike = sectionOf(listSa, connectionName)
  const child = ike && carrying(sectionOf(ike, 'child-sas'))
  if (!ike || !child || !['ESTABLISHED', 'REKEYING'].includes(textOf(ike, 'state') ?? '')) return null
  const at = (seconds: number) => new Date(now + seconds * 1000).toISOString()
  const rekeyIn = numberOf(child, 'rekey-time')
  return {
    kind: 'ike',
    localHost: textOf(ike, 'local-host') ?? '',
    localPort: numberOf(ike, 'local-port') ?? 0,
    remoteHost: textOf(ike, 'remote-host') ?? '',
    remotePort: numberOf(ike, 'remote-port') ?? 0,
    // "nat-any" is also said of a NAT that charon only made believe, to have ESP in UDP.
    natBetween: booleanOf(ike, 'nat-local') || booleanOf(ike, 'nat-remote'),
    remoteId: textOf(ike, 'remote-id') ?? '',
    ikeAlgorithms: ikeAlgorithms(ike),
    esp: {
      encryption: textOf(child, 'encr-alg') ?? '',
      keyBits: numberOf(child, 'encr-keysize') ?? 0,
      integrity: textOf(child, 'integ-alg'),
    },
    udpEncapsulation: booleanOf(child, 'encap'),
    mode: textOf(child, 'mode') === 'TRANSPORT' ? 'transport' : 'tunnel',
    virtualAddresses: listOf(ike, 'local-vips'),
    nameServers,
    localSelectors: listOf(child, 'local-ts'),
    remoteSelectors: listOf(child, 'remote-ts'),
    establishedAt: at(-(numberOf(ike, 'established') ?? 0)),
    rekeyAt: rekeyIn === null ? null : at(rekeyIn),
    spiIn: textOf(child, 'spi-in') ?? '',
    spiOut: textOf(child, 'spi-out') ?? '',
    bytesIn: numberOf(child, 'bytes-in') ?? 0,
    bytesOut: numberOf(child, 'bytes-out') ?? 0,
    packetsIn: numberOf(child, 'packets-in') ?? 0,
    packetsOut: numberOf(child, 'packets-out') ?? 0,
  }
}

/** Any address of a family. */
const anyAddress: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

/**
 * Compares the virtual addresses that were given with those asked for. `no-virtual-address`: the tunnel cannot work.
 * `other-virtual-address`: the tunnel may still work, so the caller decides. Addresses are in the kernel's spelling on
 * both sides.
 */
export function judgeVirtualAddresses(layer: IkeLayer, given: readonly string[]): Outcome<void> {
  for (const asked of layer['request-addresses']) {
    const sameFamily = given.filter((address) => familyOf(address) === familyOf(asked))
    const evidence = [`asked for ${asked}, given ${given.join(', ') || 'none'}`]
    if (sameFamily.length === 0) return failed(finding('no-virtual-address', { family: familyOf(asked) }, evidence))
    if (!anyAddress.has(asked) && !sameFamily.includes(asked))
      return failed(finding('other-virtual-address', { expected: asked, actual: sameFamily.join(', ') }, evidence))
  }
  return done(undefined)
}
