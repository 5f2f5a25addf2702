/** IPv6 in IPv6 (RFC 2473): an overlay, it only carries. */
import * as v from 'valibot'
import { about, table } from '../table.ts'
import { AddressText } from '../text.ts'

export const Ip6ip6Layer = v.pipe(
  table({
    kind: v.pipe(v.literal('ip6ip6'), about({ description: 'The kind of the layer.', examples: ['ip6ip6'] })),
    local: v.pipe(
      v.union([v.literal('virtual'), AddressText]),
      about({
        label: 'ip6ip6’s own end',
        description:
          'Our end. "virtual": the IPv6 address that the gateway hands out in the ike layer outside this one. Otherwise an IPv6 address that this laptop has on the network it is on: both ends are fixed then, and where the laptop has not got the address, Roam6 says so.',
        examples: ['virtual'],
      }),
    ),
    remote: v.pipe(
      AddressText,
      about({
        label: 'ip6ip6’s far end',
        description: 'The far end, an IPv6 address.',
        examples: ['fd12:3456:789a:3::2'],
      }),
    ),
    'encapsulation-limit': v.optional(
      v.pipe(
        v.union([v.literal('none'), v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))]),
        about({
          label: 'Encapsulation limit',
          description:
            'The Tunnel Encapsulation Limit option (RFC 2473, 5.1): how many more tunnels a packet may enter. Linux’s default is 4. "none" leaves the option out, and packets are 8 bytes shorter.',
          examples: ['none'],
        }),
      ),
      4,
    ),
    'hop-limit': v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(255),
        about({ label: 'Hop limit', description: 'The hop limit of outer packets.', examples: [255] }),
      ),
      64,
    ),
  }),
  about({
    description:
      'IPv6 in IPv6 (RFC 2473), which encrypts nothing. It goes inside ike or esp, or outside esp between two fixed IPv6 addresses.',
  }),
)
export type Ip6ip6Layer = v.InferOutput<typeof Ip6ip6Layer>
