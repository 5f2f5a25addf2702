/** GRE (RFC 2784, 2890): an overlay, it only carries. */
import * as z from 'zod'
import { AddressText } from '../text.ts'

export const GreLayer = z.strictObject({
  kind: z.literal('gre'),
  /**
   * "virtual": the address of the same family that the layer outside it was given; otherwise our own in there. In ESP's
   * transport mode both ends are those of IKE: an address that this laptop has on the underlay, and the gateway's.
   */
  local: z.union([z.literal('virtual'), AddressText]),
  remote: AddressText,
  key: z.int().min(0).max(0xffffffff).optional(),
  checksum: z.boolean().default(false),
  sequence: z.boolean().default(false),
})
export type GreLayer = z.infer<typeof GreLayer>
