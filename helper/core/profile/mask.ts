import type { Layer, Profile } from '../../contract/profile.ts'

const hidden = '(hidden)'
/** For a key whose form is checked where the profile is read again. */
const hiddenHex = '0x'

const given = <Value>(value: Value | undefined, shown: Value) => (value === undefined ? undefined : shown)

function maskLayer(layer: Layer): Layer {
  switch (layer.kind) {
    case 'ike':
      return { ...layer, identity: { ...layer.identity, secret: given(layer.identity.secret, hidden) } }
    case 'esp': {
      const masked = <Association extends typeof layer.in>(one: Association) => ({
        ...one,
        'encryption-key': hiddenHex,
        'integrity-key': given(one['integrity-key'], hiddenHex),
      })
      return { ...layer, in: masked(layer.in), out: masked(layer.out) }
    }
    case 'openvpn': {
      const { tls } = layer
      const staticKey = layer['static-key']
      return {
        ...layer,
        'static-key': staticKey && { ...staticKey, key: hidden },
        tls: tls && {
          ...tls,
          password: given(tls.password, hidden),
          auth: tls.auth && { ...tls.auth, key: hidden },
          crypt: given(tls.crypt, hidden),
          'crypt-v2': given(tls['crypt-v2'], hidden),
        },
      }
    }
    case 'tinc':
      return { ...layer, key: hidden, 'ed25519-key': given(layer['ed25519-key'], hidden) }
    case 'gre':
    case 'ip6ip6':
      return layer
  }
}

/** A profile as anyone may read it: no private key, no secret. */
export const mask = (profile: Profile): Profile => ({
  ...profile,
  layer: profile.layer.map(maskLayer),
  certificate: Object.fromEntries(
    Object.entries(profile.certificate).map(([name, certificate]) => [
      name,
      certificate.key === undefined ? certificate : { ...certificate, key: hidden },
    ]),
  ),
})
