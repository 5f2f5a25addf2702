import type { Profile } from '../../contract/profile.ts'

const hidden = '(hidden)'

/** A profile as anyone may read it: no private key, no secret. */
export const mask = (profile: Profile): Profile => ({
  ...profile,
  layer: profile.layer.map((layer) =>
    layer.kind === 'ike' && layer.identity.secret !== undefined
      ? { ...layer, identity: { ...layer.identity, secret: hidden } }
      : layer,
  ),
  certificate: Object.fromEntries(
    Object.entries(profile.certificate).map(([name, certificate]) => [
      name,
      certificate.key === undefined ? certificate : { ...certificate, key: hidden },
    ]),
  ),
})
