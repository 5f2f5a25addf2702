/** IKEv2 with ESP (RFC 7296, 4303): a carrier. strongSwan's charon speaks it. */
import * as v from 'valibot'
import { about, list, table } from '../table.ts'
import { AddressText, PortNumber, PrefixText, Reference, Secret, Text } from '../text.ts'

/** Says what ipsec.conf's "ike" and "esp" have that a list of proposals has not: ipsec.conf(5). */
function noProposal(text: string): string {
  if (text.includes(',')) return 'is several proposals: each stands in quotes of its own'
  if (text.endsWith('!')) return 'has a “!” at its end, as in ipsec.conf; leave it out: no other proposal is made here'
  return 'must be a proposal such as "aes256gcm16-prfsha256-x25519"'
}

/** A proposal in strongSwan's words: "aes256gcm16-sha384-ecp384". */
export const IkeProposal = v.pipe(
  v.string(),
  v.maxLength(256),
  v.regex(/^[a-z0-9_-]+$/, ({ input }) => noProposal(input)),
  about({ title: 'proposal' }),
)

export const IkeIdentity = table({
  id: v.pipe(
    Text,
    about({
      label: 'Identity',
      description:
        'The IKE identity of this laptop, as the gateway knows it: a name, an e-mail address, an IP address, or the subject of its certificate. strongSwan’s “@” before a name may stay.',
      examples: ['client@my.domain'],
    }),
  ),
  authentication: v.optional(
    v.pipe(
      v.picklist(['pubkey', 'psk', 'eap-mschapv2', 'eap-tls']),
      about({
        label: 'Laptop’s proof',
        description:
          'How the laptop proves itself. "pubkey" and "eap-tls" need certificate; "psk" and "eap-mschapv2" need secret.',
        examples: ['eap-mschapv2'],
        otherwise: 'pubkey where a certificate is named, else psk',
      }),
    ),
  ),
  certificate: v.optional(
    v.pipe(
      Reference,
      about({
        label: 'Own certificate',
        description: 'The name of a [certificate.NAME] with its key: the laptop’s own.',
        examples: ['laptop'],
        otherwise: 'the laptop has none and proves itself by secret',
      }),
    ),
  ),
  secret: v.optional(
    v.pipe(
      Secret,
      about({
        label: 'Secret',
        description: 'The pre-shared key, or the password of EAP: one line.',
        examples: ['a long secret that nobody guesses'],
        otherwise: 'the laptop proves itself by its certificate',
      }),
    ),
  ),
  'eap-id': v.optional(
    v.pipe(
      Text,
      about({
        label: 'EAP identity',
        description: 'The EAP identity (user name), where it differs from id.',
        examples: ['ada'],
        otherwise: 'it is the same as id',
      }),
    ),
  ),
})

export const IkePeer = table({
  id: v.pipe(
    Text,
    about({
      label: 'Gateway’s identity',
      description: 'The IKE identity that the gateway must prove. Its certificate has this name.',
      examples: ['tunnel.my.domain'],
    }),
  ),
  authentication: v.optional(
    v.pipe(
      v.picklist(['pubkey', 'psk']),
      about({
        label: 'Gateway’s proof',
        description: 'How the gateway proves itself. "psk" goes only where the laptop uses psk too.',
        examples: ['psk'],
        otherwise: 'psk where the laptop uses psk, else pubkey',
      }),
    ),
  ),
  authorities: v.optional(
    v.pipe(
      list(Reference, 16),
      about({
        label: 'Signed by',
        description:
          'The names of [certificate.NAME] tables: authorities, one of which must have issued the gateway’s certificate.',
        examples: [['ca']],
        otherwise: 'the gateway’s certificate is named by certificate, or it uses psk',
      }),
    ),
  ),
  certificate: v.optional(
    v.pipe(
      Reference,
      about({
        label: 'Pinned to',
        description:
          'The name of a [certificate.NAME]: the gateway’s own certificate, where no authority stands above it or where exactly this one is to be accepted.',
        examples: ['gateway'],
        otherwise: 'any certificate of authorities with the name id is accepted',
      }),
    ),
  ),
})

const common = {
  kind: v.pipe(v.literal('ike'), about({ description: 'The kind of the layer.', examples: ['ike'] })),
  identity: v.pipe(IkeIdentity, about({ description: 'Who the laptop is, and how it proves that.' })),
  peer: v.pipe(IkePeer, about({ description: 'Who the gateway must be, and how it proves that.' })),
  'ike-proposals': v.optional(
    v.pipe(
      list(IkeProposal, 16),
      about({
        label: 'IKE proposals',
        description: 'Proposals for IKE in strongSwan’s words (swanctl.conf(5)), the best first.',
        examples: [['aes256gcm16-prfsha384-ecp384']],
        otherwise: 'all that RFC 8247 asks for, and SHA-1 with 2048 bit MODP for old gateways',
      }),
    ),
  ),
  'esp-proposals': v.optional(
    v.pipe(
      list(IkeProposal, 16),
      about({
        label: 'ESP proposals',
        description: 'Proposals for ESP in strongSwan’s words, the best first.',
        examples: [['aes256gcm16-ecp384']],
        otherwise: 'all that RFC 8221 asks for, with perfect forward secrecy where the gateway wants it',
      }),
    ),
  ),
  ports: v.optional(
    v.pipe(
      table({
        ike: v.pipe(
          PortNumber,
          about({ label: 'Own IKE port', description: 'The local UDP port for IKE.', examples: [500] }),
        ),
        nat: v.pipe(
          PortNumber,
          about({
            label: 'Own NAT port',
            description: 'The local UDP port for IKE and ESP behind NAT.',
            examples: [4500],
          }),
        ),
      }),
      about({
        description: 'The laptop’s own UDP ports. The filters of some gateways want 500 and 4500.',
        otherwise: 'any free ports',
      }),
    ),
  ),
}

/** ESP in tunnel mode (RFC 4303, 3.1.2): passes NAT, and roams. */
const TunnelMode = v.pipe(
  table({
    ...common,
    mode: v.optional(
      v.pipe(
        v.literal('tunnel'),
        about({
          label: 'Mode',
          description: 'ESP’s mode: "tunnel", which passes NAT and roams, or "transport".',
          examples: ['tunnel'],
          otherwise: 'tunnel',
        }),
      ),
    ),
    'request-addresses': v.optional(
      v.pipe(
        list(AddressText, 8),
        about({
          label: 'Ask for addresses',
          description:
            'Virtual addresses to ask the gateway for: "0.0.0.0" for any IPv4 address, "::" for any IPv6 address, or the address that is expected.',
          examples: [['0.0.0.0']],
        }),
      ),
      [],
    ),
    'local-networks': v.optional(
      v.pipe(
        list(PrefixText, 64),
        about({
          label: 'Networks here',
          description:
            'Networks on our side that ESP carries (traffic selectors), which the laptop stands for, such as its own ULA /64. With none: the virtual addresses.',
          examples: [['fd12:3456:789a:1::/64']],
        }),
      ),
      [],
    ),
    'remote-networks': v.pipe(
      list(PrefixText, 64),
      v.nonEmpty(),
      about({
        label: 'Networks there',
        description:
          'Networks behind the gateway that ESP carries (traffic selectors). In transport mode it is left out, as are request-addresses and local-networks.',
        examples: [['192.168.101.0/24']],
      }),
    ),
  }),
  about({
    description:
      'IKEv2 with ESP (RFC 7296, 4303) in tunnel mode. strongSwan’s charon speaks it. It passes NAT and goes on when the laptop changes its network.',
  }),
)

/** What has no meaning between two hosts. */
const none = (what: typeof AddressText | typeof PrefixText) =>
  v.optional(
    v.pipe(
      list(what, 0, 'transport mode is between the two ends themselves: leave this out'),
      about({ description: 'Transport mode has none: leave it out.', examples: [[]] }),
    ),
    [],
  )

/**
 * ESP in transport mode (RFC 4303, 3.1.1) for the GRE layer inside it, whose two ends are those of IKE: public addresses,
 * without NAT between, and without an IP header of ESP's own.
 */
const TransportMode = v.pipe(
  table({
    ...common,
    mode: v.pipe(
      v.literal('transport'),
      about({
        description: 'ESP’s mode: "transport", which has a gre layer inside it.',
        examples: ['transport'],
      }),
    ),
    'request-addresses': none(AddressText),
    'local-networks': none(PrefixText),
    'remote-networks': none(PrefixText),
  }),
  about({
    description:
      'With mode = "transport" ESP has no IP header of its own (RFC 4303, 3.1.1): for GRE between two public addresses without NAT between them.',
  }),
)

export const IkeLayer = v.variant('mode', [TunnelMode, TransportMode])
export type IkeLayer = v.InferOutput<typeof IkeLayer>
