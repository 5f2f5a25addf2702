/** IPv6 in IPv6 (RFC 2473): an overlay, it only carries. */
import * as z from 'zod'
import { AddressText } from '../text.ts'

export const Ip6ip6Layer = z.strictObject({
  kind: z.literal('ip6ip6'),
  /**
   * Our end. "virtual": the IPv6 address that the layer outside it was given; otherwise the address that this laptop has
   * on the underlay: both ends are fixed, and where it has not got it, it says so.
   */
  local: z.union([z.literal('virtual'), AddressText]),
  remote: AddressText,
  /** Tunnel Encapsulation Limit option (section 5.1); Linux's default is 4. "none" leaves out its 8 bytes. */
  'encapsulation-limit': z.union([z.literal('none'), z.int().min(0).max(255)]).default(4),
  'hop-limit': z.int().min(1).max(255).default(64),
})
export type Ip6ip6Layer = z.infer<typeof Ip6ip6Layer>
