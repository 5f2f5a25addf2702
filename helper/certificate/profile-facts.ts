/** Reads out of an installed profile what a page says of it. The dates of certificates are OpenSSL's; nothing of a secret is in the facts. */
import type { IkeLayer } from '../contract/layer/ike.ts'
import type { OpenVpnLayer } from '../contract/layer/openvpn.ts'
import type { Layer, Profile } from '../contract/profile.ts'
import type { OwnCertificateFacts, ProfileFacts, ProfileIdentity } from '../contract/profile-facts.ts'
import { isTransport } from '../core/layer/ike/transport.ts'
import { narrowestLink } from '../core/profile/summary.ts'
import { certificateFacts, ownCertificate } from './certificate-facts.ts'

type Ends = Pick<ProfileFacts, 'identity' | 'gateway' | 'transport'>
type Certificates = Profile['certificate']

const noGateway: ProfileFacts['gateway'] = { id: null, signedBy: [] }

function ownFacts(certificates: Certificates, name: string | undefined): OwnCertificateFacts | null {
  const held = name === undefined ? undefined : certificates[name]
  if (name === undefined || !held) return null
  const { chain, privateKey } = ownCertificate(name, held)
  const [own] = chain
  return own ? { subject: own.subject, notBefore: own.notBefore, notAfter: own.notAfter, key: privateKey } : null
}

const signers = (certificates: Certificates, names: readonly string[] = []): string[] =>
  names.flatMap((name) => certificateFacts(certificates[name]?.pem ?? '').map(({ subject }) => subject))

/** RFC 7296, 2.16: a password proves a person by EAP; a certificate may be used inside of EAP as well. */
const proofs: Readonly<Record<NonNullable<IkeLayer['identity']['authentication']>, ProfileIdentity['by']>> = {
  pubkey: 'certificate',
  psk: 'shared-key',
  'eap-mschapv2': 'password',
  'eap-tls': 'eap-certificate',
}

function endsOfIke({ identity, peer }: IkeLayer, certificates: Certificates): Ends {
  const how = identity.authentication ?? (identity.certificate ? 'pubkey' : 'psk')
  return {
    identity: { id: identity.id, by: proofs[how], certificate: ownFacts(certificates, identity.certificate) },
    gateway: { id: peer.id, signedBy: signers(certificates, peer.authorities) },
    transport: null,
  }
}

function endsOfOpenVpn({ tls, port, protocol }: OpenVpnLayer, certificates: Certificates): Ends {
  const certificate = ownFacts(certificates, tls?.certificate)
  const by = !tls ? 'static-key' : tls.certificate ? 'certificate' : 'password'
  return {
    identity: { id: tls?.username ?? null, by, certificate },
    gateway: { id: tls?.['server-name'] ?? null, signedBy: signers(certificates, tls?.authorities) },
    transport: `${protocol.toUpperCase()} ${port}`,
  }
}

/** Of the carrier; overlays only carry, and prove nothing. */
function endsOf(layer: Layer | undefined, certificates: Certificates): Ends {
  switch (layer?.kind) {
    case 'ike':
      return endsOfIke(layer, certificates)
    case 'openvpn':
      return endsOfOpenVpn(layer, certificates)
    case 'tinc':
      return {
        identity: { id: layer.name, by: 'node-key', certificate: null },
        gateway: noGateway,
        transport: null,
      }
    default:
      return { identity: { id: null, by: 'typed-keys', certificate: null }, gateway: noGateway, transport: null }
  }
}

function addressesOf(profile: Profile): ProfileFacts['addresses'] {
  const virtual = profile.layer.flatMap((layer) => (layer.kind === 'ike' ? layer['request-addresses'] : []))
  const byRouter = profile.layer.some((layer) => layer.kind === 'openvpn' && layer.autoconfiguration)
  return [
    ...profile.address.map(({ address }) => ({ address, from: 'profile' as const })),
    ...virtual.map((address) => ({ address, from: 'virtual' as const })),
    ...(byRouter ? [{ address: '::', from: 'router' as const }] : []),
    ...(profile.behind ? [{ address: profile.behind.address, from: 'behind' as const }] : []),
  ]
}

const carriers = new Set<Layer['kind']>(['ike', 'esp', 'openvpn', 'tinc'])

export function profileFacts(profile: Profile): ProfileFacts {
  const carrier = profile.layer.find(({ kind }) => carriers.has(kind))
  return {
    ...endsOf(carrier, profile.certificate),
    roams: carrier?.kind !== 'esp' && !isTransport(carrier),
    addresses: addressesOf(profile),
    routes: profile.route.map(({ to, via }) => ({ to, via: via ?? null })),
    guarded: profile.internet?.guarded === true,
    narrowestLink: narrowestLink(profile),
  }
}
