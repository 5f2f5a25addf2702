/**
 * ProfileFacts are what a page says of one installed profile beyond its summary: who the two ends are and how they prove it, the dates of
 * the laptop's own certificate, and what the profile asks for. There is no secret in them.
 */
import * as v from 'valibot'

export const OwnCertificateFacts = v.object({
  /** "CN=Client, O=Home" */
  subject: v.string(),
  notBefore: v.pipe(v.string(), v.isoTimestamp()),
  notAfter: v.pipe(v.string(), v.isoTimestamp()),
  /** Whether the private key beside it is its own. */
  key: v.picklist(['fits', 'other', 'encrypted', 'unreadable']),
})
export type OwnCertificateFacts = v.InferOutput<typeof OwnCertificateFacts>

export const ProfileIdentity = v.object({
  /** As the gateway knows this laptop; null where the carrier has no names. */
  id: v.nullable(v.string()),
  by: v.picklist(['certificate', 'eap-certificate', 'shared-key', 'password', 'node-key', 'static-key', 'typed-keys']),
  /** Null where another proof is used, or where no certificate can be read in the profile. */
  certificate: v.nullable(OwnCertificateFacts),
})
export type ProfileIdentity = v.InferOutput<typeof ProfileIdentity>

export const ProfileFacts = v.object({
  identity: ProfileIdentity,
  /** `id`: what the gateway must prove to be. `signedBy`: subjects of the authorities that may have signed its certificate. */
  gateway: v.object({ id: v.nullable(v.string()), signedBy: v.array(v.string()) }),
  /** "UDP 1194"; null where the carrier decides by itself. */
  transport: v.nullable(v.string()),
  /** Whether the tunnel goes along from one network to another. */
  roams: v.boolean(),
  /**
   * `from` says where an address comes from. `profile`: the profile sets it. `virtual`: the gateway hands it out; `address` is "0.0.0.0" or
   * "::" where the profile takes any of that family. `router`: home's router advertises it. `behind`: it is the laptop's own
   * address in the network behind the laptop.
   */
  addresses: v.array(v.object({ address: v.string(), from: v.picklist(['profile', 'virtual', 'router', 'behind']) })),
  routes: v.array(v.object({ to: v.string(), via: v.nullable(v.string()) })),
  /** Whether the IPv6 internet leaves through home or not at all. */
  guarded: v.boolean(),
  /** MTU of the narrowest link that leaves the 1280 bytes inside which IPv6 needs (RFC 8200, 5). */
  narrowestLink: v.number(),
})
export type ProfileFacts = v.InferOutput<typeof ProfileFacts>
