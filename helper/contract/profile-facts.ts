/**
 * ProfileFacts are what a page says of one installed profile beyond its summary: who the two ends are and how they prove it, the dates of
 * the laptop's own certificate, and what the profile asks for. There is no secret in them.
 */
import * as z from 'zod'

export const OwnCertificateFacts = z.object({
  /** "CN=Client, O=Home" */
  subject: z.string(),
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  /** Whether the private key beside it is its own. */
  key: z.enum(['fits', 'other', 'encrypted', 'unreadable']),
})
export type OwnCertificateFacts = z.infer<typeof OwnCertificateFacts>

export const ProfileIdentity = z.object({
  /** As the gateway knows this laptop; null where the carrier has no names. */
  id: z.string().nullable(),
  by: z.enum(['certificate', 'eap-certificate', 'shared-key', 'password', 'node-key', 'static-key', 'typed-keys']),
  /** Null where another proof is used, or where no certificate can be read in the profile. */
  certificate: OwnCertificateFacts.nullable(),
})
export type ProfileIdentity = z.infer<typeof ProfileIdentity>

export const ProfileFacts = z.object({
  identity: ProfileIdentity,
  /** `id`: what the gateway must prove to be. `signedBy`: subjects of the authorities that may have signed its certificate. */
  gateway: z.object({ id: z.string().nullable(), signedBy: z.array(z.string()) }),
  /** "UDP 1194"; null where the carrier decides by itself. */
  transport: z.string().nullable(),
  /** Whether the tunnel goes along from one network to another. */
  roams: z.boolean(),
  /**
   * `from` says where an address comes from. `profile`: the profile sets it. `virtual`: the gateway hands it out; `address` is "0.0.0.0" or
   * "::" where the profile takes any of that family. `router`: home's router advertises it. `behind`: it is the laptop's own
   * address in the network behind the laptop.
   */
  addresses: z.array(z.object({ address: z.string(), from: z.enum(['profile', 'virtual', 'router', 'behind']) })),
  routes: z.array(z.object({ to: z.string(), via: z.string().nullable() })),
  /** Whether the IPv6 internet leaves through home or not at all. */
  guarded: z.boolean(),
  /** MTU of the narrowest link that leaves the 1280 bytes inside which IPv6 needs (RFC 8200, 5). */
  narrowestLink: z.number(),
})
export type ProfileFacts = z.infer<typeof ProfileFacts>
