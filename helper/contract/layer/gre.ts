/** GRE (RFC 2784, 2890): an overlay, it only carries. */
import * as z from 'zod'
import { AddressText } from '../text.ts'

export const GreLayer = z
  .strictObject({
    kind: z.literal('gre').meta({ description: 'The kind of the layer.', examples: ['gre'] }),
    local: z.union([z.literal('virtual'), AddressText]).meta({
      description:
        'Our end. "virtual": the address of the same family as remote that the gateway hands out in the ike layer outside this one. Otherwise an address of ours inside that layer; in ESP’s transport mode, the public address that this laptop has on the network it is on.',
      examples: ['virtual'],
    }),
    remote: AddressText.meta({
      description:
        'The far end. It lies in remote-networks of the ike layer outside; in ESP’s transport mode it is the gateway’s own address.',
      examples: ['192.168.101.2'],
    }),
    key: z
      .int()
      .min(0)
      .max(0xffffffff)
      .optional()
      .meta({
        description: 'The key of RFC 2890 that both ends put into each packet: a number.',
        examples: [42],
        otherwise: 'packets have no key',
      }),
    checksum: z
      .boolean()
      .default(false)
      .meta({
        description: 'Whether each packet has a checksum. Both ends say the same.',
        examples: [true],
      }),
    sequence: z
      .boolean()
      .default(false)
      .meta({
        description:
          'Whether each packet has a sequence number, and late ones are dropped (RFC 2890). Both ends say the same.',
        examples: [true],
      }),
  })
  .meta({
    description:
      'GRE (RFC 2784), which carries IPv4 and IPv6 and encrypts nothing. It goes inside ike or esp, or outside esp between two fixed addresses.',
  })
export type GreLayer = z.infer<typeof GreLayer>
