/** ESP with the profile's own keys: states and policies on our xfrm interface, between two fixed addresses. */
import type { EspAssociation, EspLayer } from '../../contract/layer/esp.ts'
import type { Change, XfrmPolicyChange } from '../change/change.ts'
import { fwmark, ifId, xfrmInterface } from '../change/marks.ts'
import { familyOf } from '../ip.ts'
import { done, finding, type Outcome } from '../outcome.ts'
import type { LayerContext, LayerPlan } from './layer-plan.ts'
import { ownEnd } from './own-end.ts'
import { refuseInClear } from './refuse-in-clear.ts'

interface Algorithm {
  /** The algorithm's name in the kernel (crypto(7)). */
  readonly kernel: string
  /** The algorithm's name in charon, by which the arithmetic of the path MTU knows it. */
  readonly charon: string
  /** Names the weakness, where nobody should use the algorithm any more (RFC 8221, sections 5 and 6). */
  readonly weakness?: string
}

const encryptions: Readonly<Record<EspAssociation['encryption'], Algorithm>> = {
  'aes-cbc': { kernel: 'cbc(aes)', charon: 'AES_CBC' },
  'aes-ctr': { kernel: 'rfc3686(ctr(aes))', charon: 'AES_CTR' },
  'aes-gcm': { kernel: 'rfc4106(gcm(aes))', charon: 'AES_GCM_16' },
  '3des-cbc': { kernel: 'cbc(des3_ede)', charon: '3DES_CBC', weakness: '3DES' },
  null: { kernel: 'ecb(cipher_null)', charon: 'NULL', weakness: 'no encryption' },
}

/** RFC 4868's truncation for SHA-2, 96 bits for the older ones (RFC 2403, 2404). */
const integrities: Readonly<
  Record<NonNullable<EspAssociation['integrity']>, Algorithm & { readonly truncated: number }>
> = {
  'hmac-md5': { kernel: 'hmac(md5)', charon: 'HMAC_MD5_96', truncated: 96, weakness: 'MD5' },
  'hmac-sha1': { kernel: 'hmac(sha1)', charon: 'HMAC_SHA1_96', truncated: 96 },
  'hmac-sha2-256': { kernel: 'hmac(sha256)', charon: 'HMAC_SHA2_256_128', truncated: 128 },
  'hmac-sha2-384': { kernel: 'hmac(sha384)', charon: 'HMAC_SHA2_384_192', truncated: 192 },
  'hmac-sha2-512': { kernel: 'hmac(sha512)', charon: 'HMAC_SHA2_512_256', truncated: 256 },
}

const gcmTagBits = '128'

/** Writes an association's algorithms with their keys in ip-xfrm(8)'s words. */
export function algorithmWords(association: EspAssociation): string[] {
  const { kernel } = encryptions[association.encryption]
  const key = association['encryption-key']
  if (association.encryption === 'aes-gcm') return ['aead', kernel, key, gcmTagBits]
  const { integrity } = association
  return [
    'enc',
    kernel,
    key,
    ...(integrity === undefined
      ? []
      : [
          'auth-trunc',
          integrities[integrity].kernel,
          association['integrity-key'] ?? '0x',
          String(integrities[integrity].truncated),
        ]),
  ]
}

/** charon's names of what an association uses: "AES_CBC", "HMAC_MD5_96". */
export const associationNames = ({ encryption, integrity }: EspAssociation) => ({
  encryption: encryptions[encryption].charon,
  integrity: integrity === undefined ? null : integrities[integrity].charon,
})

/** Names the weak algorithms of a layer: "MD5", "no encryption". */
export const weaknesses = (layer: EspLayer): string[] => [
  ...new Set(
    [layer.in, layer.out].flatMap(({ encryption, integrity }) => [
      ...[encryptions[encryption].weakness ?? []].flat(),
      ...(integrity === undefined
        ? encryption === 'aes-gcm'
          ? []
          : ['no integrity protection']
        : [integrities[integrity].weakness ?? []].flat()),
    ]),
  ),
]

const policies = (layer: EspLayer): XfrmPolicyChange[] =>
  layer['local-networks'].flatMap((ours) =>
    layer['remote-networks']
      .filter((theirs) => familyOf(theirs) === familyOf(ours))
      .flatMap((theirs) => {
        const inwards = { source: theirs, destination: ours, from: layer.remote, to: layer.local }
        return [
          {
            kind: 'xfrm-policy',
            ifId,
            direction: 'out',
            source: ours,
            destination: theirs,
            from: layer.local,
            to: layer.remote,
          },
          { kind: 'xfrm-policy', ifId, direction: 'in', ...inwards },
          { kind: 'xfrm-policy', ifId, direction: 'fwd', ...inwards },
        ] satisfies XfrmPolicyChange[]
      }),
  )

export function planEsp(layer: EspLayer, outside: LayerContext): Outcome<LayerPlan> {
  const local = ownEnd(layer.local, layer.remote, outside)
  if (!local.ok) return local
  const { around } = outside
  const outputMark = around ? null : fwmark
  const states: Change[] = [
    {
      kind: 'xfrm-state',
      ifId,
      source: layer.local,
      destination: layer.remote,
      spi: layer.out.spi,
      algorithms: algorithmWords(layer.out),
      outputMark,
    },
    {
      kind: 'xfrm-state',
      ifId,
      source: layer.remote,
      destination: layer.local,
      spi: layer.in.spi,
      algorithms: algorithmWords(layer.in),
      outputMark: null,
    },
  ]
  const weak = weaknesses(layer)
  return done({
    encapsulation: { kind: 'esp', outer: familyOf(layer.remote), udp: false, ...associationNames(layer.out) },
    link: { name: xfrmInterface, type: { kind: 'xfrm', ifId } },
    before: [{ kind: 'xfrm-owner', ifId }, ...refuseInClear(layer['remote-networks'], layer['local-networks'])],
    after: [...states, ...policies(layer)],
    assigned: [],
    local: around ? local.value : null,
    remoteEnd: around ? layer.remote : null,
    reachable: layer['remote-networks'],
    ethernet: false,
    findings: weak.length > 0 ? [finding('weak-algorithms', { what: weak.join(', ') })] : [],
  })
}
