/** OpenVPN with a tap device (Ethernet): a carrier. The names are those of openvpn(8)'s options where they mean the same. */
import * as v from 'valibot'
import { about, list, table } from '../table.ts'
import { HostText, InterfaceName, PemText, PortNumber, Reference, Secret, Text } from '../text.ts'

const Protocol = v.picklist(['udp', 'tcp'])
/** OpenSSL's names: "AES-256-GCM", "SHA256". */
const Algorithm = v.pipe(
  v.string(),
  v.maxLength(64),
  v.regex(/^[A-Za-z0-9-]+$/, 'must be the name of a cipher or digest, such as "AES-256-GCM"'),
  about({ title: 'name in OpenSSL’s words' }),
)

const direction = v.optional(
  v.pipe(
    v.union([v.literal(0), v.literal(1)]),
    about({
      label: 'Key direction',
      description: 'OpenVPN’s --key-direction: 0 at one end, 1 at the other.',
      examples: [1],
      otherwise: 'both ends use the same halves of the key',
    }),
  ),
)

const sharedKeyText =
  '-----BEGIN OpenVPN Static key V1-----\n000102030405060708090a0b0c0d0e0f\n-----END OpenVPN Static key V1-----\n'

/** Content of a file made by `openvpn --genkey secret`, for --secret (no TLS at all) or --tls-auth. */
const sharedKey = (label: string) =>
  table({
    key: v.pipe(
      PemText,
      about({
        label,
        description: 'The content of the file that openvpn --genkey secret FILE made, the same at both ends.',
        examples: [sharedKeyText],
      }),
    ),
    direction,
  })

export const OpenVpnTls = table({
  authorities: v.pipe(
    list(Reference, 16),
    v.nonEmpty(),
    about({
      label: 'Signed by',
      description:
        'The names of [certificate.NAME] tables: authorities, one of which must have issued the gateway’s certificate.',
      examples: [['ca']],
    }),
  ),
  certificate: v.optional(
    v.pipe(
      Reference,
      about({
        label: 'Own certificate',
        description: 'The name of a [certificate.NAME] with its key: the laptop’s own.',
        examples: ['laptop'],
        otherwise: 'a user name and a password are enough for the gateway',
      }),
    ),
  ),
  username: v.optional(
    v.pipe(
      Text,
      about({
        label: 'User name',
        description: 'The user name for gateways that ask for one.',
        examples: ['ada'],
        otherwise: 'none is sent',
      }),
    ),
  ),
  password: v.optional(
    v.pipe(
      Secret,
      about({
        label: 'Password',
        description: 'The password of username: one line.',
        examples: ['a long secret that nobody guesses'],
        otherwise: 'none is sent',
      }),
    ),
  ),
  'server-name': v.optional(
    v.pipe(
      Text,
      about({
        label: 'Gateway’s name',
        description:
          'The common name that the gateway’s certificate must have (OpenVPN’s --verify-x509-name NAME name). Without it another server of the same authority could pose as the gateway.',
        examples: ['tunnel.my.domain'],
        otherwise: 'any server certificate of authorities is accepted',
      }),
    ),
  ),
  auth: v.optional(
    v.pipe(
      sharedKey('tls-auth key'),
      about({
        description:
          'The key of --tls-auth, which signs the handshake. At most one of auth, crypt and crypt-v2 may be there.',
        otherwise: 'the handshake is not signed',
      }),
    ),
  ),
  crypt: v.optional(
    v.pipe(
      PemText,
      about({
        label: 'tls-crypt key',
        description: 'The key of --tls-crypt, which hides the handshake: the content of its file.',
        examples: [sharedKeyText],
        otherwise: 'the handshake is not hidden by it',
      }),
    ),
  ),
  'crypt-v2': v.optional(
    v.pipe(
      PemText,
      about({
        label: 'tls-crypt-v2 key',
        description: 'The client’s own key of --tls-crypt-v2, which the gateway made: the content of its file.',
        examples: [
          '-----BEGIN OpenVPN tls-crypt-v2 client key-----\nAAEC\n-----END OpenVPN tls-crypt-v2 client key-----\n',
        ],
        otherwise: 'the handshake is not hidden by it',
      }),
    ),
  ),
  'minimum-version': v.optional(
    v.pipe(
      v.picklist(['1.0', '1.2', '1.3']),
      about({
        label: 'Lowest TLS version',
        description: 'The lowest version of TLS that is accepted.',
        examples: ['1.3'],
        otherwise: 'OpenVPN decides (1.2 since OpenVPN 2.6)',
      }),
    ),
  ),
})

export const OpenVpnLayer = v.pipe(
  table({
    kind: v.pipe(v.literal('openvpn'), about({ description: 'The kind of the layer.', examples: ['openvpn'] })),
    device: v.optional(
      v.pipe(
        InterfaceName,
        about({
          label: 'Device',
          description: 'The name of the tap device on the laptop.',
          examples: ['tap_home'],
          otherwise: 'roam6t',
        }),
      ),
    ),
    port: v.optional(
      v.pipe(PortNumber, about({ label: 'Port', description: 'The port of the gateway.', examples: [443] })),
      1194,
    ),
    protocol: v.optional(
      v.pipe(
        Protocol,
        about({
          label: 'Protocol',
          description: 'The protocol that carries the tunnel to the gateway.',
          examples: ['tcp'],
        }),
      ),
      'udp',
    ),
    'other-remotes': v.optional(
      v.pipe(
        list(
          table({
            host: v.pipe(
              HostText,
              about({ label: 'Host', description: 'The name or the address.', examples: ['backup.my.domain'] }),
            ),
            port: v.optional(
              v.pipe(PortNumber, about({ label: 'Port', description: 'The port there.', examples: [443] })),
              1194,
            ),
            protocol: v.optional(
              v.pipe(Protocol, about({ label: 'Protocol', description: 'The protocol there.', examples: ['tcp'] })),
              'udp',
            ),
          }),
          16,
        ),
        about({
          label: 'Other ways in',
          description: 'Where else the gateway is found, tried in this order after the profile’s gateway.',
        }),
      ),
      [],
    ),
    float: v.optional(
      v.pipe(
        v.boolean(),
        about({
          label: 'Gateway may move',
          description: 'Whether the gateway may answer from another address than the one it was asked at.',
          examples: [true],
        }),
      ),
      false,
    ),
    'static-key': v.optional(
      v.pipe(
        sharedKey('Static key'),
        about({
          description:
            'The static key of a tunnel without TLS. Exactly one of static-key and tls must be there. A static key has no forward secrecy, and OpenVPN 2.8 drops it.',
          otherwise: 'the tunnel uses tls',
        }),
      ),
    ),
    tls: v.optional(
      v.pipe(
        OpenVpnTls,
        about({
          description: 'How both ends prove themselves by TLS.',
          otherwise: 'the tunnel uses static-key',
        }),
      ),
    ),
    cipher: v.optional(
      v.pipe(
        Algorithm,
        about({
          label: 'Fixed cipher',
          description:
            'The cipher of packets, by OpenSSL’s name: needed with a static key, and for gateways that cannot negotiate. A static key takes no AEAD cipher such as GCM.',
          examples: ['AES-256-CBC'],
          otherwise: 'both ends negotiate one',
        }),
      ),
    ),
    'data-ciphers': v.optional(
      v.pipe(
        list(Algorithm, 16),
        about({
          label: 'Ciphers',
          description: 'Ciphers that may be negotiated, the best first.',
          examples: [['AES-256-GCM', 'CHACHA20-POLY1305']],
          otherwise: 'OpenVPN’s own list',
        }),
      ),
    ),
    digest: v.optional(
      v.pipe(
        Algorithm,
        about({
          label: 'Digest',
          description: 'The digest that authenticates packets of a cipher that does not do so itself.',
          examples: ['SHA256'],
          otherwise: 'OpenVPN’s own (SHA1)',
        }),
      ),
    ),
    autoconfiguration: v.optional(
      v.pipe(
        v.picklist(['slaac', 'dhcpv6']),
        about({
          label: 'One more address',
          description:
            'Where the laptop gets an address in one of home’s /64 beside those of the profile. "slaac": from a prefix that home’s router advertises (RFC 4862), asked for once with each connect. "dhcpv6": from home’s DHCPv6 server (RFC 8415), renewed as long as it is held.',
          examples: ['slaac'],
          otherwise: 'the laptop has the addresses of the profile alone',
        }),
      ),
    ),
  }),
  about({
    description:
      'OpenVPN with a tap device, which is Ethernet, by TLS or by a static key. Keys have the names of openvpn(8)’s options where they mean the same.',
  }),
)
export type OpenVpnLayer = v.InferOutput<typeof OpenVpnLayer>
