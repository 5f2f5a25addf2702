/** This module writes every PEM field of a profile anew, and reports the fields that hold no PEM of their kind. */
import type { OpenVpnLayer } from '../../contract/layer/openvpn.ts'
import type { TincLayer } from '../../contract/layer/tinc.ts'
import type { Layer, Profile } from '../../contract/profile.ts'
import { longestPem } from '../../contract/text.ts'
import { type PemKind, pemKinds, rewritePem } from '../certificate/rewrite-pem.ts'

type CertificateContent = Profile['certificate'][string]

/** Returns the field's PEM written anew, and reports the field's place where there is none. */
export type Rewrite = <Text extends string | undefined>(place: string, text: Text, kind: PemKind) => Text

/** Other programs' files name theirs by one word with a slash or an ending. */
const isFileName = (text: string) => text.length < 256 && /^\S*[/.]\S+$/.test(text)

export function rewriter(fault: (place: string, what: string) => void): Rewrite {
  return <Text extends string | undefined>(place: string, text: Text, kind: PemKind): Text => {
    if (text === undefined) return text
    const anew = rewritePem(text, kind)
    if (anew === '' && isFileName(text))
      fault(place, `is the name of a file; ${kind.what} stands here itself, between """ and """`)
    else if (anew === '') fault(place, `holds no PEM of ${kind.what}`)
    else if (anew.length > longestPem) fault(place, 'is too long')
    return anew as Text
  }
}

/** A private key in the text of a certificate moves to `key`, which is never shown; a key that is there already stays. */
function certificate(place: string, { pem, key, crl }: CertificateContent, rewrite: Rewrite): CertificateContent {
  const inside = rewritePem(pem, pemKinds.privateKey)
  const own = key ?? (inside === '' ? undefined : inside)
  return {
    pem: rewrite(`${place}.pem`, pem, pemKinds.certificate),
    ...(own === undefined ? {} : { key: rewrite(`${place}.key`, own, pemKinds.privateKey) }),
    ...(crl === undefined ? {} : { crl: rewrite(`${place}.crl`, crl, pemKinds.revocationList) }),
  }
}

function openvpn(place: string, layer: OpenVpnLayer, rewrite: Rewrite): OpenVpnLayer {
  const { tls } = layer
  const staticKey = layer['static-key']
  const shared = <Key extends { readonly key: string }>(name: string, key: Key | undefined) =>
    key && { ...key, key: rewrite(`${place}.${name}.key`, key.key, pemKinds.openVpnStaticKey) }
  return {
    ...layer,
    ...(staticKey ? { 'static-key': shared('static-key', staticKey) } : {}),
    ...(tls
      ? {
          tls: {
            ...tls,
            ...(tls.auth ? { auth: shared('tls.auth', tls.auth) } : {}),
            ...(tls.crypt === undefined
              ? {}
              : { crypt: rewrite(`${place}.tls.crypt`, tls.crypt, pemKinds.openVpnStaticKey) }),
            ...(tls['crypt-v2'] === undefined
              ? {}
              : { 'crypt-v2': rewrite(`${place}.tls.crypt-v2`, tls['crypt-v2'], pemKinds.openVpnClientKey) }),
          },
        }
      : {}),
  }
}

function tinc(place: string, layer: TincLayer, rewrite: Rewrite): TincLayer {
  const ed25519 = layer['ed25519-key']
  return {
    ...layer,
    key: rewrite(`${place}.key`, layer.key, pemKinds.tincPrivateKey),
    ...(ed25519 === undefined
      ? {}
      : { 'ed25519-key': rewrite(`${place}.ed25519-key`, ed25519, pemKinds.tincEd25519Key) }),
    hosts: layer.hosts.map((host, n) => {
      const key = host['public-key']
      if (key === undefined) return host
      return { ...host, 'public-key': rewrite(`${place}.hosts[${n}].public-key`, key, pemKinds.tincPublicKey) }
    }),
  }
}

function layerAnew(place: string, layer: Layer, rewrite: Rewrite): Layer {
  switch (layer.kind) {
    case 'openvpn':
      return openvpn(place, layer, rewrite)
    case 'tinc':
      return tinc(place, layer, rewrite)
    case 'ike':
    case 'esp':
    case 'gre':
    case 'ip6ip6':
      return layer
  }
}

export const withPemAnew = (profile: Profile, rewrite: Rewrite): Profile => ({
  ...profile,
  layer: profile.layer.map((layer, n) => layerAnew(`layer[${n}]`, layer, rewrite)),
  certificate: Object.fromEntries(
    Object.entries(profile.certificate).map(([name, one]) => [name, certificate(`certificate.${name}`, one, rewrite)]),
  ),
})
