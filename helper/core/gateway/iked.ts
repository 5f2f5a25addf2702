/** Writes OpenIKED's files for the gateway: iked.conf(5), and the authorities that it trusts. */
import type { IkeLayer } from '../../contract/layer/ike.ts'
import type { Profile } from '../../contract/profile.ts'
import { hostPrefix } from '../ip.ts'
import type { EspCipher } from '../profile/summary.ts'
import { overlayOf, virtualAddress } from './other-end.ts'
import { type GatewayFile, plainFile } from './text.ts'

const folder = '/etc/iked'

/**
 * Names the cipher of ESP in charon's words. On Linux OpenIKED makes its states by PF_KEY, which has no AEAD such as AES-GCM, and
 * which cuts HMAC-SHA2-256 to 96 bits instead of RFC 4868's 128 (icv_truncbits in the kernel's net/xfrm/xfrm_algo.c).
 */
export const ikedCipher: EspCipher = { encryption: 'AES_CBC', integrity: 'HMAC_SHA2_384_192' }

/** OpenIKED reads all certificates of a file of authorities. */
const authorityFile = (name: string, pem: string) =>
  plainFile({
    name: `ca/roam6-${name}.crt`,
    says: 'whoever signed the laptop’s certificate',
    path: `${folder}/ca/roam6-${name}.crt`,
    lines: [pem],
  })

export function ikedFiles(profile: Profile, layer: IkeLayer): readonly GatewayFile[] {
  const overlay = overlayOf(profile)
  const laptop = virtualAddress(layer, 4)
  const lines = [
    `# Lets the laptop of "${profile.name}" in. OpenIKED wants this file to be readable by root alone.`,
    '# All of this is for OpenIKED on Linux, in Debian the package openiked. Load it with: systemctl restart openiked',
    `# The certificate of the gateway is in ${folder}/certs, readable by all. Its private key is ${folder}/private/local.key.`,
    'ikev2 "laptop" passive esp \\',
    ...(overlay ? [`  from ${hostPrefix(overlay.remote)} to ${laptop}/32 \\`] : []),
    '  peer any local any \\',
    '  childsa enc aes-256 auth hmac-sha2-384 \\',
    `  srcid "${layer.peer.id}" dstid "${layer.identity.id}" \\`,
    `  config address ${laptop}`,
  ]
  const conf = plainFile({ name: 'iked.conf', says: 'lets the laptop in', path: '/etc/iked.conf', lines })
  return [
    { ...conf, secret: true },
    ...(layer.peer.authorities ?? []).map((name) => authorityFile(name, profile.certificate[name]?.pem ?? '')),
  ]
}
