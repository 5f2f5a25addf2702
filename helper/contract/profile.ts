/**
 * A profile: everything needed to reach one home. A person writes it as TOML, keys in kebab-case as below.
 * Parsed once, strictly (an unknown key is an error), by `helper/core/profile/parse-profile.ts`, which also checks
 * what spans several keys (layer order, names of certificates). Certificates and keys are content, never paths.
 *
 * The metadata of each key is its documentation: roam6-profile(5) and the JSON Schema for editors are made from it by `build/reference`.
 * `description` says the meaning, the values and their units, `examples` has one value, `otherwise` says what holds where an optional key
 * without a default is absent, and `ways` names the layers of the ways that use a key, where not all do.
 */
import * as v from 'valibot'
import { EspLayer } from './layer/esp.ts'
import { GreLayer } from './layer/gre.ts'
import { IkeLayer } from './layer/ike.ts'
import { Ip6ip6Layer } from './layer/ip6ip6.ts'
import { OpenVpnLayer } from './layer/openvpn.ts'
import { TincLayer } from './layer/tinc.ts'
import { about, list, namedTable, table, tableOnly } from './table.ts'
import { AddressText, HostText, InterfaceName, longestPem, PrefixText, ProfileName, Reference } from './text.ts'

export const Layer = tableOnly(v.variant('kind', [IkeLayer, EspLayer, OpenVpnLayer, TincLayer, GreLayer, Ip6ip6Layer]))
export type Layer = v.InferOutput<typeof Layer>
export type LayerKind = Layer['kind']
export const layerKinds = ['ike', 'esp', 'openvpn', 'tinc', 'gre', 'ip6ip6'] as const satisfies readonly LayerKind[]

/** They encrypt; all others only carry. */
export type CarrierKind = 'ike' | 'esp' | 'openvpn' | 'tinc'

export const Certificate = table({
  pem: v.pipe(
    v.string(),
    v.nonEmpty(),
    v.maxLength(longestPem),
    about({
      label: 'Certificate',
      title: 'PEM text',
      description:
        'One certificate as PEM, or a chain with the end entity first and the intermediate certificates after it. A private key in this text moves to key when the profile is installed.',
      examples: ['-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'],
    }),
  ),
  key: v.optional(
    v.pipe(
      v.string(),
      v.nonEmpty(),
      v.maxLength(longestPem),
      about({
        label: 'Private key',
        title: 'PEM text',
        description:
          'The private key of the certificate as PEM. An encrypted key is decrypted when the profile is imported; its passphrase is asked for once and not stored.',
        examples: ['-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n'],
        otherwise: 'the certificate is somebody else’s: an authority’s, or the gateway’s',
      }),
    ),
  ),
  // charon finds the list by its authority key identifier (RFC 5280, 5.2.1).
  crl: v.optional(
    v.pipe(
      v.string(),
      v.nonEmpty(),
      v.maxLength(longestPem),
      about({
        label: 'Revocations',
        title: 'PEM text',
        description:
          'The revocation list of an authority as PEM. It is used beside the lists that certificates name to be fetched. A list without an authority key identifier is passed over.',
        examples: ['-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n'],
        otherwise: 'only the lists that certificates name are used',
        ways: 'ike',
      }),
    ),
  ),
})

/**
 * Of the format, in a profile's file as `version`; a file without it is of version 1. Raised when a key changes its name or its
 * meaning, with a migration in helper/core/profile. A key that is only added needs none: an older Roam6 names what it does not know.
 */
export const profileVersion = 1

/** The key `version`, which stands in a profile's file and is taken off before the rest is checked. */
export const ProfileVersion = v.optional(
  v.pipe(
    v.number(),
    v.integer(),
    v.minValue(1),
    v.maxValue(profileVersion),
    about({
      description:
        'The version of the format. A later Roam6 reads an older profile as it was meant; a profile of a later version is refused.',
      examples: [profileVersion],
    }),
  ),
  profileVersion,
)

export const Profile = table({
  name: v.pipe(
    ProfileName,
    about({
      label: 'Name',
      description:
        'The name of the profile, as lists and commands have it: at most 64 characters, without / or \\, not beginning with a dot, and without white space at either end.',
      examples: ['Home lab'],
    }),
  ),
  gateway: v.pipe(
    HostText,
    about({
      label: 'Gateway',
      description:
        'The gateway on the internet: its host name, or its IPv4 or IPv6 address. With mode = "transport" it is the address that GRE ends at.',
      examples: ['tunnel.my.domain'],
    }),
  ),
  home: v.pipe(
    table({
      prefixes: v.pipe(
        list(PrefixText, 64),
        v.nonEmpty(),
        about({
          label: 'Home’s prefixes',
          description:
            'The networks that are home, as IPv6 or IPv4 prefixes. Packets for them never leave in clear while home is wanted.',
          examples: [['fd12:3456:789a::/48', '2a00::100/120']],
        }),
      ),
      hosts: v.optional(
        v.pipe(
          list(AddressText, 16),
          about({
            label: 'Hosts at home',
            description: 'Addresses of hosts at home that answer pings. The connectivity test asks them.',
            examples: [['2a00::102']],
          }),
        ),
        [],
      ),
    }),
    about({ description: 'What home is.' }),
  ),
  internet: v.optional(
    v.pipe(
      table({
        hosts: v.optional(
          v.pipe(
            list(AddressText, 8),
            about({
              label: 'Hosts beyond home',
              description:
                'Addresses beyond home that answer pings. The connectivity test asks them through home, where a [[route]] to "::/0" leads there.',
              examples: [['2001:db8:ffff::80']],
            }),
          ),
          [],
        ),
        guarded: v.optional(
          v.pipe(
            v.boolean(),
            about({
              label: 'Guard the IPv6 internet',
              description:
                'true: nothing for the IPv6 internet leaves by another way while home is wanted, as with home’s own prefixes, also before the tunnel stands and after it broke. Then IPv6 works on the present network’s own links alone. It needs a [[route]] to "::/0" or "2000::/3".',
              examples: [true],
              otherwise: 'a network that advertises routes of its own to the IPv6 internet is used for them',
            }),
          ),
        ),
      }),
      about({
        description: 'The IPv6 internet, for a profile that routes it through home.',
        otherwise: 'the test asks nobody beyond home, and the IPv6 internet is not guarded',
      }),
    ),
  ),
  layer: v.pipe(
    list(Layer, 4),
    v.nonEmpty(),
    about({
      description:
        'The layers of the tunnel, outer to inner: one that encrypts (ike, esp, openvpn or tinc), and at most one that only carries (gre or ip6ip6).',
    }),
  ),
  address: v.optional(
    v.pipe(
      list(
        table({
          address: v.pipe(
            PrefixText,
            about({
              description:
                'An address that the laptop has at home, with the length of its network. It is put on the innermost link.',
              examples: ['2a00::101/120'],
            }),
          ),
        }),
        16,
      ),
      about({
        label: 'Addresses at home',
        description: 'The laptop’s own addresses at home, beside those that the gateway hands out: one table for each.',
      }),
    ),
    [],
  ),
  route: v.optional(
    v.pipe(
      list(
        table({
          to: v.pipe(
            PrefixText,
            about({
              description:
                'A network that is reached through home, beside home’s own prefixes. "::/0" is the whole IPv6 internet.',
              examples: ['::/0'],
            }),
          ),
          via: v.optional(
            v.pipe(
              AddressText,
              about({
                description:
                  'The next hop: the address of the router at home. OpenVPN’s tap is Ethernet, so each route to a network that is not on the link needs one there.',
                examples: ['2001:db8:abba:1000::1'],
                otherwise: 'packets go into the tunnel without a next hop',
                ways: 'openvpn',
              }),
            ),
          ),
        }),
        64,
      ),
      about({ label: 'Routes', description: 'Networks that are reached through home: one table for each.' }),
    ),
    [],
  ),
  behind: v.optional(
    v.pipe(
      table({
        link: v.pipe(
          InterfaceName,
          about({
            label: 'Link behind this laptop',
            description: 'The laptop’s link that the network is on. It may come later than the tunnel.',
            examples: ['eth1'],
          }),
        ),
        address: v.pipe(
          PrefixText,
          about({
            label: 'Own address behind it',
            description:
              'The laptop’s own IPv6 address on that link, with the length of the prefix that home routes to the laptop. Where layers name networks (local-networks of ike and esp, subnets of tinc), the prefix is in one of them.',
            examples: ['fd12:3456:789a:1::1/64'],
          }),
        ),
      }),
      about({
        description:
          'An IPv6 network behind the laptop. The laptop is its router while connected, to home and nowhere else.',
        otherwise: 'the laptop forwards nothing',
      }),
    ),
  ),
  start: v.optional(
    v.pipe(
      table({
        when: v.optional(
          v.pipe(
            v.picklist(['manual', 'login', 'demand']),
            about({
              label: 'Connect',
              description:
                '"manual": when you ask for it. "login": when you log in and the app starts. "demand" is kept for a later version and means "manual" now.',
              examples: ['login'],
            }),
          ),
          'manual',
        ),
      }),
      about({ description: 'When the laptop goes home by itself.' }),
    ),
    { when: 'manual' },
  ),
  certificate: v.optional(
    v.pipe(
      namedTable(Reference, Certificate),
      v.maxEntries(64, 'must be 64 certificates at most'),
      about({
        description:
          'Certificates and their keys, by names of your choice: letters, digits, "_", "." and "-". Other keys name them by these. At most 64.',
        ways: 'ike, openvpn',
      }),
    ),
    {},
  ),
})
export type Profile = v.InferOutput<typeof Profile>
/** What a list of profiles shows. */
export const ProfileSummary = v.object({
  name: v.string(),
  gateway: v.string(),
  layers: v.array(v.picklist(layerKinds)),
  prefixes: v.array(v.string()),
  addresses: v.array(v.string()),
  start: v.picklist(['manual', 'login', 'demand']),
  /** MTU expected on a 1500-byte link behind NAT with AES-GCM; null where it depends on what is negotiated. */
  expectedMtu: v.nullable(v.number()),
})
export type ProfileSummary = v.InferOutput<typeof ProfileSummary>

/** A file among the installed profiles that this Roam6 does not understand. It is left as it is. */
export const UnreadableProfile = v.object({
  file: v.string(),
  /** As far as it can be read. */
  name: v.nullable(v.string()),
  /** "version: 2 is of a later Roam6", as part of a sentence. */
  why: v.string(),
})
export type UnreadableProfile = v.InferOutput<typeof UnreadableProfile>
