/** GRE (RFC 2784, 2890): an overlay, it only carries. */
import * as v from 'valibot'
import { about, table } from '../table.ts'
import { AddressText } from '../text.ts'

export const GreLayer = v.pipe(
  table({
    kind: v.pipe(v.literal('gre'), about({ description: 'The kind of the layer.', examples: ['gre'] })),
    local: v.pipe(
      v.union([v.literal('virtual'), AddressText]),
      about({
        label: 'GRE’s own end',
        description:
          'Our end. "virtual": the address of the same family as remote that the gateway hands out in the ike layer outside this one. Otherwise an address of ours inside that layer; in ESP’s transport mode, the public address that this laptop has on the network it is on.',
        examples: ['virtual'],
      }),
    ),
    remote: v.pipe(
      AddressText,
      about({
        label: 'GRE’s far end',
        description:
          'The far end. It lies in remote-networks of the ike layer outside; in ESP’s transport mode it is the gateway’s own address.',
        examples: ['192.168.101.2'],
      }),
    ),
    key: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(0),
        v.maxValue(0xffffffff),
        about({
          label: 'Key',
          description: 'The key of RFC 2890 that both ends put into each packet: a number.',
          examples: [42],
          otherwise: 'packets have no key',
        }),
      ),
    ),
    checksum: v.optional(
      v.pipe(
        v.boolean(),
        about({
          label: 'Checksums',
          description: 'Whether each packet has a checksum. Both ends say the same.',
          examples: [true],
        }),
      ),
      false,
    ),
    sequence: v.optional(
      v.pipe(
        v.boolean(),
        about({
          label: 'Sequence numbers',
          description:
            'Whether each packet has a sequence number, and late ones are dropped (RFC 2890). Both ends say the same.',
          examples: [true],
        }),
      ),
      false,
    ),
  }),
  about({
    description:
      'GRE (RFC 2784), which carries IPv4 and IPv6 and encrypts nothing. It goes inside ike or esp, or outside esp between two fixed addresses.',
  }),
)
export type GreLayer = v.InferOutput<typeof GreLayer>
