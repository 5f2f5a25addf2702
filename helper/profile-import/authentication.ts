/** How strongSwan's configurations name ways of authentication, in all their spellings. */
import type { Authentication } from './ike-facts.ts'

const ways: readonly (readonly [RegExp, Authentication])[] = [
  [/^(psk|secret)$/, 'psk'],
  [/^eap-mschapv2$/, 'eap-mschapv2'],
  [/^eap-tls$/, 'eap-tls'],
  // "rsa-3072-sha256", "ike:ecdsa-sha384", "ed25519", "rsasig": the certificate says the rest.
  [/^((ike:)?(pubkey|rsa|ecdsa|ed25519|ed448|rsasig|ecdsasig|rsa-sha\d|ecdsa-sha\d)([-/].*)?)$/, 'pubkey'],
]

/** Null for what is none, and for ways that Roam6 does not take. */
export const ikeAuthentication = (text: string): Authentication | null =>
  ways.find(([pattern]) => pattern.test(text.trim().toLowerCase()))?.[1] ?? null
