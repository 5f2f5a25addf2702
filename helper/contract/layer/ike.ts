/** IKEv2 with ESP (RFC 7296, 4303): a carrier. strongSwan's charon speaks it. */
import * as z from 'zod'
import { AddressText, PortNumber, PrefixText, Reference, Secret, Text } from '../text.ts'

/** A proposal in strongSwan's words: "aes256gcm16-sha384-ecp384". */
export const IkeProposal = z
  .string()
  .max(256)
  .regex(/^[a-z0-9_-]+$/, 'must be a proposal such as "aes256gcm16-prfsha256-x25519"')

export const IkeIdentity = z.strictObject({
  id: Text,
  /** pubkey (default where a certificate is named), psk, eap-mschapv2, eap-tls */
  authentication: z.enum(['pubkey', 'psk', 'eap-mschapv2', 'eap-tls']).optional(),
  certificate: Reference.optional(),
  /** Pre-shared key or EAP password. */
  secret: Secret.optional(),
  /** EAP identity where it differs from id. */
  'eap-id': Text.optional(),
})

export const IkePeer = z.strictObject({
  id: Text,
  /** How the gateway proves itself; psk only where the laptop uses psk too. */
  authentication: z.enum(['pubkey', 'psk']).optional(),
  authorities: z.array(Reference).max(16).optional(),
  /** The gateway's own certificate, where it has no authority above it or is to be pinned. */
  certificate: Reference.optional(),
})

const common = {
  kind: z.literal('ike'),
  identity: IkeIdentity,
  peer: IkePeer,
  'ike-proposals': z.array(IkeProposal).max(16).optional(),
  'esp-proposals': z.array(IkeProposal).max(16).optional(),
  /** Local UDP ports; random when absent. Some gateways' filters want 500 and 4500. */
  ports: z.strictObject({ ike: PortNumber, nat: PortNumber }).optional(),
}

/** ESP in tunnel mode (RFC 4303, 3.1.2): passes NAT, and roams. */
const TunnelMode = z.strictObject({
  ...common,
  mode: z.literal('tunnel').optional(),
  /** Virtual addresses to ask for: "0.0.0.0" or "::" for any of that family, or the one expected. */
  'request-addresses': z.array(AddressText).max(8).default([]),
  /** Selectors on our side: networks that the laptop stands for, such as its own ULA /64. None: the virtual addresses. */
  'local-networks': z.array(PrefixText).max(64).default([]),
  /** What lies behind the gateway inside ESP (traffic selectors). */
  'remote-networks': z.array(PrefixText).min(1).max(64),
})

/** What has no meaning between two hosts. */
const none = (what: typeof AddressText | typeof PrefixText) =>
  z.array(what).max(0, 'transport mode is between the two ends themselves: leave this out').default([])

/**
 * ESP in transport mode (RFC 4303, 3.1.1) for the GRE layer inside it, whose two ends are those of IKE: public addresses,
 * without NAT between, and without an IP header of ESP's own.
 */
const TransportMode = z.strictObject({
  ...common,
  mode: z.literal('transport'),
  'request-addresses': none(AddressText),
  'local-networks': none(PrefixText),
  'remote-networks': none(PrefixText),
})

export const IkeLayer = z.discriminatedUnion('mode', [TunnelMode, TransportMode])
export type IkeLayer = z.infer<typeof IkeLayer>
