/** OpenVPN with a tap device (Ethernet): a carrier. The names are those of openvpn(8)'s options where they mean the same. */
import * as z from 'zod'
import { HostText, InterfaceName, PemText, PortNumber, Reference, Secret, Text } from '../text.ts'

const Protocol = z.enum(['udp', 'tcp'])
/** OpenSSL's names: "AES-256-GCM", "SHA256". */
const Algorithm = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9-]+$/, 'must be the name of a cipher or digest, such as "AES-256-GCM"')
  .meta({ title: 'name in OpenSSL’s words' })

const direction = z
  .union([z.literal(0), z.literal(1)])
  .optional()
  .meta({
    description: 'OpenVPN’s --key-direction: 0 at one end, 1 at the other.',
    examples: [1],
    otherwise: 'both ends use the same halves of the key',
  })

const sharedKeyText =
  '-----BEGIN OpenVPN Static key V1-----\n000102030405060708090a0b0c0d0e0f\n-----END OpenVPN Static key V1-----\n'

/** Content of a file made by `openvpn --genkey secret`, for --secret (no TLS at all) or --tls-auth. */
export const OpenVpnSharedKey = z.strictObject({
  key: PemText.meta({
    description: 'The content of the file that openvpn --genkey secret FILE made, the same at both ends.',
    examples: [sharedKeyText],
  }),
  direction,
})

export const OpenVpnTls = z.strictObject({
  authorities: z
    .array(Reference)
    .min(1)
    .max(16)
    .meta({
      description:
        'The names of [certificate.NAME] tables: authorities, one of which must have issued the gateway’s certificate.',
      examples: [['ca']],
    }),
  certificate: Reference.optional().meta({
    description: 'The name of a [certificate.NAME] with its key: the laptop’s own.',
    examples: ['laptop'],
    otherwise: 'a user name and a password are enough for the gateway',
  }),
  username: Text.optional().meta({
    description: 'The user name for gateways that ask for one.',
    examples: ['ada'],
    otherwise: 'none is sent',
  }),
  password: Secret.optional().meta({
    description: 'The password of username: one line.',
    examples: ['a long secret that nobody guesses'],
    otherwise: 'none is sent',
  }),
  'server-name': Text.optional().meta({
    description:
      'The common name that the gateway’s certificate must have (OpenVPN’s --verify-x509-name NAME name). Without it another server of the same authority could pose as the gateway.',
    examples: ['tunnel.my.domain'],
    otherwise: 'any server certificate of authorities is accepted',
  }),
  auth: OpenVpnSharedKey.optional().meta({
    description:
      'The key of --tls-auth, which signs the handshake. At most one of auth, crypt and crypt-v2 may be there.',
    otherwise: 'the handshake is not signed',
  }),
  crypt: PemText.optional().meta({
    description: 'The key of --tls-crypt, which hides the handshake: the content of its file.',
    examples: [sharedKeyText],
    otherwise: 'the handshake is not hidden by it',
  }),
  'crypt-v2': PemText.optional().meta({
    description: 'The client’s own key of --tls-crypt-v2, which the gateway made: the content of its file.',
    examples: [
      '-----BEGIN OpenVPN tls-crypt-v2 client key-----\nAAEC\n-----END OpenVPN tls-crypt-v2 client key-----\n',
    ],
    otherwise: 'the handshake is not hidden by it',
  }),
  'minimum-version': z
    .enum(['1.0', '1.2', '1.3'])
    .optional()
    .meta({
      description: 'The lowest version of TLS that is accepted.',
      examples: ['1.3'],
      otherwise: 'OpenVPN decides (1.2 since OpenVPN 2.6)',
    }),
})

export const OpenVpnLayer = z
  .strictObject({
    kind: z.literal('openvpn').meta({ description: 'The kind of the layer.', examples: ['openvpn'] }),
    device: InterfaceName.optional().meta({
      description: 'The name of the tap device on the laptop.',
      examples: ['tap_home'],
      otherwise: 'roam6t',
    }),
    port: PortNumber.default(1194).meta({ description: 'The port of the gateway.', examples: [443] }),
    protocol: Protocol.default('udp').meta({
      description: 'The protocol that carries the tunnel to the gateway.',
      examples: ['tcp'],
    }),
    'other-remotes': z
      .array(
        z.strictObject({
          host: HostText.meta({ description: 'The name or the address.', examples: ['backup.my.domain'] }),
          port: PortNumber.default(1194).meta({ description: 'The port there.', examples: [443] }),
          protocol: Protocol.default('udp').meta({ description: 'The protocol there.', examples: ['tcp'] }),
        }),
      )
      .max(16)
      .default([])
      .meta({ description: 'Where else the gateway is found, tried in this order after the profile’s gateway.' }),
    float: z
      .boolean()
      .default(false)
      .meta({
        description: 'Whether the gateway may answer from another address than the one it was asked at.',
        examples: [true],
      }),
    'static-key': OpenVpnSharedKey.optional().meta({
      description:
        'The static key of a tunnel without TLS. Exactly one of static-key and tls must be there. A static key has no forward secrecy, and OpenVPN 2.8 drops it.',
      otherwise: 'the tunnel uses tls',
    }),
    tls: OpenVpnTls.optional().meta({
      description: 'How both ends prove themselves by TLS.',
      otherwise: 'the tunnel uses static-key',
    }),
    cipher: Algorithm.optional().meta({
      description:
        'The cipher of packets, by OpenSSL’s name: needed with a static key, and for gateways that cannot negotiate. A static key takes no AEAD cipher such as GCM.',
      examples: ['AES-256-CBC'],
      otherwise: 'both ends negotiate one',
    }),
    'data-ciphers': z
      .array(Algorithm)
      .max(16)
      .optional()
      .meta({
        description: 'Ciphers that may be negotiated, the best first.',
        examples: [['AES-256-GCM', 'CHACHA20-POLY1305']],
        otherwise: 'OpenVPN’s own list',
      }),
    digest: Algorithm.optional().meta({
      description: 'The digest that authenticates packets of a cipher that does not do so itself.',
      examples: ['SHA256'],
      otherwise: 'OpenVPN’s own (SHA1)',
    }),
    autoconfiguration: z
      .enum(['slaac', 'dhcpv6'])
      .optional()
      .meta({
        description:
          'Where the laptop gets an address in one of home’s /64 beside those of the profile. "slaac": from a prefix that home’s router advertises (RFC 4862), asked for once with each connect. "dhcpv6": from home’s DHCPv6 server (RFC 8415), renewed as long as it is held.',
        examples: ['slaac'],
        otherwise: 'the laptop has the addresses of the profile alone',
      }),
  })
  .meta({
    description:
      'OpenVPN with a tap device, which is Ethernet, by TLS or by a static key. Keys have the names of openvpn(8)’s options where they mean the same.',
  })
export type OpenVpnLayer = z.infer<typeof OpenVpnLayer>
