/**
 * A profile: everything needed to reach one home. A person writes it as TOML, keys in kebab-case as below.
 * Parsed once, strictly (an unknown key is an error), by `helper/core/profile/parse-profile.ts`, which also checks
 * what spans several keys (layer order, names of certificates). Certificates and keys are content, never paths.
 */
import * as z from 'zod'

/** No control characters or line separators: a value must never become a second line of some daemon's config. */
export const Text = z
  .string()
  .min(1)
  .max(1024)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be in it
  .regex(/^[^\u0000-\u001f\u007f\u0085\u2028\u2029]*$/, 'must be one line of printable text')

export const ProfileName = Text.max(64)
  .regex(/^[^/\\]+$/, 'must not contain / or \\')
  .refine(
    (name) => name.trim() === name && !name.startsWith('.'),
    'must not start with a dot or begin or end with white space',
  )

/** Address or prefix forms are checked by parse-profile with ipaddr.js; here they are only text. */
const AddressText = z
  .string()
  .max(64)
  .regex(/^[0-9a-fA-F.:]+$/, 'must be an IPv4 or IPv6 address')
const PrefixText = z
  .string()
  .max(64)
  .regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/, 'must be a prefix such as "fd12:3456:789a::/48"')
const Reference = z
  .string()
  .max(64)
  .regex(/^[\w.-]+$/, 'must be the name of a [certificate.NAME]')

/** A proposal in strongSwan's words: "aes256gcm16-sha384-ecp384". */
const Proposal = z
  .string()
  .max(256)
  .regex(/^[a-z0-9_-]+$/, 'must be a proposal such as "aes256gcm16-prfsha256-x25519"')

export const IkeIdentity = z.strictObject({
  id: Text,
  /** pubkey (default where a certificate is named), psk, eap-mschapv2, eap-tls */
  authentication: z.enum(['pubkey', 'psk', 'eap-mschapv2', 'eap-tls']).optional(),
  certificate: Reference.optional(),
  /** Pre-shared key or EAP password. */
  secret: z.string().min(1).max(1024).optional(),
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

export const IkeLayer = z.strictObject({
  kind: z.literal('ike'),
  identity: IkeIdentity,
  peer: IkePeer,
  /** Virtual addresses to ask for: "0.0.0.0" or "::" for any of that family, or the one expected. */
  'request-addresses': z.array(AddressText).max(8).default([]),
  /** What lies behind the gateway inside ESP (traffic selectors). */
  'remote-networks': z.array(PrefixText).min(1).max(64),
  'ike-proposals': z.array(Proposal).max(16).optional(),
  'esp-proposals': z.array(Proposal).max(16).optional(),
  /** Local UDP ports; random when absent. Some gateways' filters want 500 and 4500. */
  ports: z.strictObject({ ike: z.int().min(1).max(65535), nat: z.int().min(1).max(65535) }).optional(),
})
export type IkeLayer = z.infer<typeof IkeLayer>

export const GreLayer = z.strictObject({
  kind: z.literal('gre'),
  /** "virtual": the address of the same family that the layer outside it was given. */
  local: z.union([z.literal('virtual'), AddressText]),
  remote: AddressText,
  key: z.int().min(0).max(0xffffffff).optional(),
  checksum: z.boolean().default(false),
  sequence: z.boolean().default(false),
})
export type GreLayer = z.infer<typeof GreLayer>

export const Layer = z.discriminatedUnion('kind', [IkeLayer, GreLayer])
export type Layer = z.infer<typeof Layer>

export const Certificate = z.strictObject({
  /** One certificate, or a chain with the end entity first, as PEM. */
  pem: z.string().min(1).max(65536),
  /** Private key as PEM. An encrypted one is decrypted on import, with a passphrase asked once. */
  key: z.string().min(1).max(65536).optional(),
  /**
   * Of an authority: its revocation list as PEM, beside what certificates name to be fetched. charon finds it by its
   * authority key identifier (RFC 5280, 5.2.1); one without is passed over.
   */
  crl: z.string().min(1).max(65535).optional(),
})

export const Profile = z.strictObject({
  name: ProfileName,
  /** Name or address of the gateway on the internet. */
  gateway: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an address'),
  home: z.strictObject({
    /** What "home" means. These never leave in clear. */
    prefixes: z.array(PrefixText).min(1).max(64),
    /** Worth reaching; the connectivity test asks them. */
    hosts: z.array(AddressText).max(16).default([]),
  }),
  /** Hosts beyond home that the test asks for the IPv6 internet; addresses. */
  internet: z.strictObject({ hosts: z.array(AddressText).max(8).default([]) }).optional(),
  layer: z.array(Layer).min(1).max(4),
  address: z
    .array(z.strictObject({ address: PrefixText }))
    .max(16)
    .default([]),
  route: z
    .array(z.strictObject({ to: PrefixText }))
    .max(64)
    .default([]),
  start: z.strictObject({ when: z.enum(['manual', 'login', 'demand']).default('manual') }).default({ when: 'manual' }),
  certificate: z.record(Reference, Certificate).default({}),
})
export type Profile = z.infer<typeof Profile>

/** What a list of profiles shows. */
export const ProfileSummary = z.object({
  name: z.string(),
  gateway: z.string(),
  layers: z.array(z.enum(['ike', 'gre'])),
  prefixes: z.array(z.string()),
  addresses: z.array(z.string()),
  start: z.enum(['manual', 'login', 'demand']),
  /** MTU expected on a 1500-byte link behind NAT with AES-GCM; null where it depends on what is negotiated. */
  expectedMtu: z.number().nullable(),
})
export type ProfileSummary = z.infer<typeof ProfileSummary>
