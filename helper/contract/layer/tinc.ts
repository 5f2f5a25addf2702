/** tinc (1.0, and 1.1 where it is installed), in router mode: a carrier. Names as in tinc.conf(5). */
import * as z from 'zod'
import { HostText, InterfaceName, PemText, PortNumber, PrefixText } from '../text.ts'

/** Becomes the name of a file: nothing but what tinc itself allows (check_id in its utils.c). */
export const TincName = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9_]+$/, 'must be letters, digits and "_" only')

export const TincHost = z.strictObject({
  name: TincName,
  /** Where it can be met; of the first of `connect-to` that is the profile's gateway. */
  address: HostText.optional(),
  port: PortNumber.default(655),
  /** What lies behind it; "::/0" for all of the IPv6 internet. */
  subnets: z.array(PrefixText).max(64).default([]),
  /** RSA, as its host file has it. */
  'public-key': PemText.optional(),
  /** Of tinc 1.1: one line of base64. */
  'ed25519-public-key': z
    .string()
    .regex(/^[A-Za-z0-9+/=]{43,44}$/, 'must be a key of tinc 1.1')
    .optional(),
})
export type TincHost = z.infer<typeof TincHost>

export const TincLayer = z.strictObject({
  kind: z.literal('tinc'),
  /** Of the tun device; "roam6" where it does not matter. */
  device: InterfaceName.optional(),
  /** This laptop's name among the nodes. */
  name: TincName,
  /** What this laptop announces: its own /64 or /128. */
  subnets: z.array(PrefixText).min(1).max(64),
  /** RSA private key. */
  key: PemText,
  'ed25519-key': PemText.optional(),
  /** UDP and TCP port that we are found at; where absent any free one, which tinc tells the others. */
  port: PortNumber.optional(),
  hosts: z.array(TincHost).min(1).max(256),
  /** Nodes to meet, the gateway first. */
  'connect-to': z.array(TincName).min(1).max(16),
  /** Finds other nodes on the same LAN, by broadcast. */
  'local-discovery': z.boolean().default(false),
  'address-family': z.enum(['any', 'ipv4', 'ipv6']).default('any'),
})
export type TincLayer = z.infer<typeof TincLayer>
