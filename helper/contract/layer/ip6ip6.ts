/** IPv6 in IPv6 (RFC 2473): an overlay, it only carries. */
import * as z from 'zod'
import { AddressText } from '../text.ts'

export const Ip6ip6Layer = z
  .strictObject({
    kind: z.literal('ip6ip6').meta({ description: 'The kind of the layer.', examples: ['ip6ip6'] }),
    local: z.union([z.literal('virtual'), AddressText]).meta({
      description:
        'Our end. "virtual": the IPv6 address that the gateway hands out in the ike layer outside this one. Otherwise an IPv6 address that this laptop has on the network it is on: both ends are fixed then, and where the laptop has not got the address, Roam6 says so.',
      examples: ['virtual'],
    }),
    remote: AddressText.meta({
      description: 'The far end, an IPv6 address.',
      examples: ['fd12:3456:789a:3::2'],
    }),
    'encapsulation-limit': z
      .union([z.literal('none'), z.int().min(0).max(255)])
      .default(4)
      .meta({
        description:
          'The Tunnel Encapsulation Limit option (RFC 2473, 5.1): how many more tunnels a packet may enter. Linux’s default is 4. "none" leaves the option out, and packets are 8 bytes shorter.',
        examples: ['none'],
      }),
    'hop-limit': z
      .int()
      .min(1)
      .max(255)
      .default(64)
      .meta({ description: 'The hop limit of outer packets.', examples: [255] }),
  })
  .meta({
    description:
      'IPv6 in IPv6 (RFC 2473), which encrypts nothing. It goes inside ike or esp, or outside esp between two fixed IPv6 addresses.',
  })
export type Ip6ip6Layer = z.infer<typeof Ip6ip6Layer>
