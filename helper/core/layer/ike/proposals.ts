/**
 * Proposals where the profile names none, in strongSwan's words. The first of what both ends know wins at most
 * gateways. AEAD and other ciphers cannot share one proposal (RFC 7296, 3.3).
 * Short enough that IKE_SA_INIT, which IKE cannot fragment, stays far below IPv6's 1280 (RFC 7383, 2.5.1).
 */

/**
 * RFC 8247: all of MUST and SHOULD, and SHA-1 and 2048 bit MODP for gateways of ten years ago. The first group is the
 * one that strongSwan prefers by default: another one would cost a round trip (INVALID_KE_PAYLOAD).
 */
export const defaultIkeProposals: readonly string[] = [
  'aes256gcm16-aes128gcm16-chacha20poly1305-prfsha384-prfsha256-ecp256-x25519-ecp384-modp3072-modp2048',
  'aes256-aes128-sha384-sha256-sha512-sha1-ecp256-x25519-ecp384-modp4096-modp3072-modp2048',
]

/**
 * RFC 8221. Each twice: with groups for gateways that want perfect forward secrecy when they rekey, and without for
 * those that refuse it. (For the first CHILD_SA, made by IKE_AUTH, no group is sent at all.)
 */
export const defaultEspProposals: readonly string[] = [
  'aes256gcm16-aes128gcm16-chacha20poly1305-x25519-ecp384-ecp256-modp3072-modp2048',
  'aes256gcm16-aes128gcm16-chacha20poly1305',
  'aes256-aes192-aes128-sha384-sha256-sha512-sha1-x25519-ecp384-ecp256-modp3072-modp2048',
  'aes256-aes192-aes128-sha384-sha256-sha512-sha1',
]
