/** OpenVPN with a tap device (Ethernet): a carrier. The names are those of openvpn(8)'s options where they mean the same. */
import * as z from 'zod'
import { HostText, InterfaceName, PemText, PortNumber, Reference, Secret, Text } from '../text.ts'

const Protocol = z.enum(['udp', 'tcp'])
/** OpenSSL's names: "AES-256-GCM", "SHA256". */
const Algorithm = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9-]+$/, 'must be the name of a cipher or digest, such as "AES-256-GCM"')

/** --key-direction: 0 at one end, 1 at the other; absent where both use the same halves. */
const direction = z.union([z.literal(0), z.literal(1)]).optional()

/** Content of a file made by `openvpn --genkey secret`, for --secret (no TLS at all) or --tls-auth. */
export const OpenVpnSharedKey = z.strictObject({ key: PemText, direction })

export const OpenVpnTls = z.strictObject({
  /** Of the gateway. */
  authorities: z.array(Reference).min(1).max(16),
  /** Ours; none where a user name and password are enough. */
  certificate: Reference.optional(),
  username: Text.optional(),
  password: Secret.optional(),
  /** --verify-x509-name NAME name: the common name that the gateway's certificate must have. */
  'server-name': Text.optional(),
  /** At most one of these three hides the handshake. */
  auth: OpenVpnSharedKey.optional(),
  crypt: PemText.optional(),
  'crypt-v2': PemText.optional(),
  'minimum-version': z.enum(['1.0', '1.2', '1.3']).optional(),
})

export const OpenVpnLayer = z.strictObject({
  kind: z.literal('openvpn'),
  /** Of the tap device, before it goes up; "roam6" where it does not matter. */
  device: InterfaceName.optional(),
  port: PortNumber.default(1194),
  protocol: Protocol.default('udp'),
  /** Tried in this order after the profile's gateway. */
  'other-remotes': z
    .array(z.strictObject({ host: HostText, port: PortNumber.default(1194), protocol: Protocol.default('udp') }))
    .max(16)
    .default([]),
  /** The gateway may answer from another address than the one it was asked at. */
  float: z.boolean().default(false),
  /** Exactly one of the two. A static key has no forward secrecy, and OpenVPN 2.8 drops it. */
  'static-key': OpenVpnSharedKey.optional(),
  tls: OpenVpnTls.optional(),
  /** With a static key, or for gateways that cannot negotiate. */
  cipher: Algorithm.optional(),
  'data-ciphers': z.array(Algorithm).max(16).optional(),
  /** Digest of packets that an AEAD does not authenticate. */
  digest: Algorithm.optional(),
  /**
   * Besides the profile's own addresses one of a /64 of home's: by stateless autoconfiguration (RFC 4862), of a prefix that the
   * far end's router advertises, asked for once a connect; or by DHCPv6 (RFC 8415), renewed as long as it is held.
   */
  autoconfiguration: z.enum(['slaac', 'dhcpv6']).optional(),
})
export type OpenVpnLayer = z.infer<typeof OpenVpnLayer>
