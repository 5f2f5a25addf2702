/**
 * A profile: everything needed to reach one home. A person writes it as TOML, keys in kebab-case as below.
 * Parsed once, strictly (an unknown key is an error), by `helper/core/profile/parse-profile.ts`, which also checks
 * what spans several keys (layer order, names of certificates). Certificates and keys are content, never paths.
 */
import * as z from 'zod'
import { EspLayer } from './layer/esp.ts'
import { GreLayer } from './layer/gre.ts'
import { IkeLayer } from './layer/ike.ts'
import { Ip6ip6Layer } from './layer/ip6ip6.ts'
import { OpenVpnLayer } from './layer/openvpn.ts'
import { TincLayer } from './layer/tinc.ts'
import { AddressText, HostText, InterfaceName, PrefixText, ProfileName, Reference } from './text.ts'

export const Layer = z.discriminatedUnion('kind', [IkeLayer, EspLayer, OpenVpnLayer, TincLayer, GreLayer, Ip6ip6Layer])
export type Layer = z.infer<typeof Layer>
export type LayerKind = Layer['kind']
export const layerKinds = ['ike', 'esp', 'openvpn', 'tinc', 'gre', 'ip6ip6'] as const satisfies readonly LayerKind[]

/** They encrypt; all others only carry. */
export type CarrierKind = 'ike' | 'esp' | 'openvpn' | 'tinc'

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

/**
 * Of the format, in a profile's file as `version`; a file without it is of version 1. Raised when a key changes its name or its
 * meaning, with a migration in helper/core/profile. A key that is only added needs none: an older Roam6 names what it does not know.
 */
export const profileVersion = 1

export const Profile = z.strictObject({
  name: ProfileName,
  /** Name or address of the gateway on the internet. */
  gateway: HostText,
  home: z.strictObject({
    /** What "home" means. These never leave in clear. */
    prefixes: z.array(PrefixText).min(1).max(64),
    /** Worth reaching; the connectivity test asks them. */
    hosts: z.array(AddressText).max(16).default([]),
  }),
  /**
   * The IPv6 internet, for a profile that routes it home ("::/0"). `hosts`: addresses beyond home that the test asks. `guarded`: as
   * with home's own prefixes, nothing of it leaves by another way while home is wanted, also before the tunnel stands and after it
   * broke. Then IPv6 works on this network's own links alone. Without it, a network that advertises routes of its own to the IPv6
   * internet is used for them.
   */
  internet: z
    .strictObject({ hosts: z.array(AddressText).max(8).default([]), guarded: z.boolean().optional() })
    .optional(),
  layer: z.array(Layer).min(1).max(4),
  address: z
    .array(z.strictObject({ address: PrefixText }))
    .max(16)
    .default([]),
  /** `via`: the next hop, where the innermost link is Ethernet (OpenVPN's tap). */
  route: z
    .array(z.strictObject({ to: PrefixText, via: AddressText.optional() }))
    .max(64)
    .default([]),
  /**
   * A network behind this laptop, which is its router while connected: IPv6, on a link of its own. `address` is the
   * laptop's own there, with the length of the prefix that home routes to it.
   */
  behind: z.strictObject({ link: InterfaceName, address: PrefixText }).optional(),
  start: z.strictObject({ when: z.enum(['manual', 'login', 'demand']).default('manual') }).default({ when: 'manual' }),
  certificate: z
    .record(Reference, Certificate)
    .refine((table) => Object.keys(table).length <= 64, 'must be 64 certificates at most')
    .default({}),
})
export type Profile = z.infer<typeof Profile>

/** What a list of profiles shows. */
export const ProfileSummary = z.object({
  name: z.string(),
  gateway: z.string(),
  layers: z.array(z.enum(layerKinds)),
  prefixes: z.array(z.string()),
  addresses: z.array(z.string()),
  start: z.enum(['manual', 'login', 'demand']),
  /** MTU expected on a 1500-byte link behind NAT with AES-GCM; null where it depends on what is negotiated. */
  expectedMtu: z.number().nullable(),
})
export type ProfileSummary = z.infer<typeof ProfileSummary>

/** A file among the installed profiles that this Roam6 does not understand. It is left as it is. */
export const UnreadableProfile = z.object({
  file: z.string(),
  /** As far as it can be read. */
  name: z.string().nullable(),
  /** "version: 2 is of a later Roam6", as part of a sentence. */
  why: z.string(),
})
export type UnreadableProfile = z.infer<typeof UnreadableProfile>
