/** tinc (1.0, and 1.1 where it is installed), in router mode: a carrier. Names as in tinc.conf(5). */
import * as v from 'valibot'
import { about, list, table } from '../table.ts'
import { HostText, InterfaceName, PemText, PortNumber, PrefixText } from '../text.ts'

/** Becomes the name of a file: nothing but what tinc itself allows (check_id in its utils.c). */
export const TincName = v.pipe(
  v.string(),
  v.maxLength(64),
  v.regex(/^[A-Za-z0-9_]+$/, 'must be letters, digits and "_" only'),
  about({ title: 'name of letters, digits and "_"' }),
)

export const TincHost = table({
  name: v.pipe(TincName, about({ label: 'Node', description: 'The name of the node.', examples: ['gateway'] })),
  address: v.optional(
    v.pipe(
      HostText,
      about({
        label: 'Address',
        description: 'Where the node can be met: its host name or its address.',
        examples: ['other.my.domain'],
        otherwise:
          'the first node of connect-to is met at the profile’s gateway, and nobody goes to the others by themselves',
      }),
    ),
  ),
  port: v.optional(
    v.pipe(
      PortNumber,
      about({ label: 'Port', description: 'The port of the node, for UDP and TCP.', examples: [655] }),
    ),
    655,
  ),
  subnets: v.optional(
    v.pipe(
      list(PrefixText, 64),
      about({
        label: 'Subnets',
        description: 'The networks that lie behind the node. "::/0" is the whole IPv6 internet.',
        examples: [['fd12:3456:789a::/64', '::/0']],
      }),
    ),
    [],
  ),
  'public-key': v.optional(
    v.pipe(
      PemText,
      about({
        label: 'RSA public key',
        description: 'The node’s RSA public key, as its host file has it.',
        examples: ['-----BEGIN RSA PUBLIC KEY-----\nMIIB\n-----END RSA PUBLIC KEY-----\n'],
        otherwise: 'the node has an Ed25519 key alone',
      }),
    ),
  ),
  'ed25519-public-key': v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[A-Za-z0-9+/=]{43,44}$/, 'must be a key of tinc 1.1'),
      about({
        label: 'Ed25519 public key',
        title: 'one line of base64',
        description: 'The node’s Ed25519 public key of tinc 1.1, one line of base64.',
        examples: ['AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'],
        otherwise: 'the node has an RSA key alone',
      }),
    ),
  ),
})
export type TincHost = v.InferOutput<typeof TincHost>

export const TincLayer = v.pipe(
  table({
    kind: v.pipe(v.literal('tinc'), about({ description: 'The kind of the layer.', examples: ['tinc'] })),
    device: v.optional(
      v.pipe(
        InterfaceName,
        about({
          label: 'Device',
          description: 'The name of the tun device on the laptop.',
          examples: ['tun_home'],
          otherwise: 'roam6t',
        }),
      ),
    ),
    name: v.pipe(
      TincName,
      about({ label: 'This node', description: 'The name of this laptop among the nodes.', examples: ['my_laptop'] }),
    ),
    subnets: v.pipe(
      list(PrefixText, 64),
      v.nonEmpty(),
      about({
        label: 'Own subnets',
        description: 'The networks that this laptop announces: its own /64 or /128.',
        examples: [['fd12:3456:789a:5::/64']],
      }),
    ),
    key: v.pipe(
      PemText,
      about({
        label: 'Own RSA key',
        description: 'The RSA private key of this laptop.',
        examples: ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n'],
      }),
    ),
    'ed25519-key': v.optional(
      v.pipe(
        PemText,
        about({
          label: 'Own Ed25519 key',
          description: 'The Ed25519 private key of this laptop, for tinc 1.1.',
          examples: ['-----BEGIN ED25519 PRIVATE KEY-----\nAAEC\n-----END ED25519 PRIVATE KEY-----\n'],
          otherwise: 'nodes know this laptop by its RSA key alone',
        }),
      ),
    ),
    port: v.optional(
      v.pipe(
        PortNumber,
        about({
          label: 'Own port',
          description: 'The UDP and TCP port at which other nodes find this laptop.',
          examples: [655],
          otherwise: 'any free port, which tinc tells the others',
        }),
      ),
    ),
    hosts: v.pipe(
      list(TincHost, 256),
      v.nonEmpty(),
      about({
        label: 'Known nodes',
        description: 'The other nodes, as their host files describe them: one table for each.',
      }),
    ),
    'connect-to': v.pipe(
      list(TincName, 16),
      v.nonEmpty(),
      about({
        label: 'Connect to',
        description: 'The names of the nodes that the laptop connects to. The first one is the profile’s gateway.',
        examples: [['gateway']],
      }),
    ),
    'local-discovery': v.optional(
      v.pipe(
        v.boolean(),
        about({
          label: 'Find nodes on the same LAN',
          description: 'Whether other nodes on the same LAN are found by broadcast and spoken to directly.',
          examples: [true],
        }),
      ),
      false,
    ),
    'address-family': v.optional(
      v.pipe(
        v.picklist(['any', 'ipv4', 'ipv6']),
        about({
          label: 'Reach nodes over',
          description: 'Over which protocol the laptop speaks to other nodes.',
          examples: ['ipv4'],
        }),
      ),
      'any',
    ),
  }),
  about({
    description: 'A node of tinc (1.0, and 1.1 where that is installed) in router mode. Names are as in tinc.conf(5).',
  }),
)
export type TincLayer = v.InferOutput<typeof TincLayer>
