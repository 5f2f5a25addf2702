/** A profile out of what a configuration says of IKE; what it does not say is asked for, by name. */
import { parseAddress } from '../core/ip.ts'
import { settleBetweenHosts } from './between-hosts.ts'
import {
  authorityName,
  certificateTable,
  leaveOutUnused,
  mostAuthorities,
  names,
  type Trusted,
  trustedOf,
  withLists,
} from './certificate-table.ts'
import type { Credentials, FoundCertificate } from './certificates.ts'
import { chooseOwn, type OwnCredentials, referredCertificates } from './choose-credentials.ts'
import { type DraftBuilder, hostOf } from './draft.ts'
import { type Authentication, type IkeFacts, ownFamilyOf } from './ike-facts.ts'
import type { DraftProfile } from './importer.ts'
import { insideOf } from './inside.ts'
import type { Inside } from './inside-draft.ts'
import { stands } from './stands.ts'

/** "C=CH,O=Home" and "/C=CH/O=Home" are "C=CH, O=Home". */
const distinguishedParts = (text: string) =>
  text
    .split(/[,/]/)
    .map((part) =>
      part
        .split('=')
        .map((one) => one.trim())
        .join('=')
        .toLowerCase(),
    )
    .filter((part) => part !== '')
    .join(',')

const confirms = ({ facts }: FoundCertificate, id: string): boolean => {
  const bare = id.toLowerCase().replace(/^(email|userfqdn|fqdn|dns|ipv4|ipv6):/, '')
  const spelled = parseAddress(bare)?.address ?? bare
  return (
    facts.names.some((name) => (parseAddress(name)?.address ?? name.toLowerCase()) === spelled) ||
    distinguishedParts(facts.subject) === distinguishedParts(id.replace(/^asn1dn:/i, ''))
  )
}

function identityOf(facts: IkeFacts, own: OwnCredentials | undefined, draft: DraftBuilder): string | undefined {
  const given = facts.id
  if (own && given && !confirms(own.entity, given.value)) {
    const confirmed = [...new Set([...own.entity.facts.names, own.entity.facts.subject])].slice(0, 15)
    const inCertificate = stands(own.entity.from)
    return draft.ask({
      id: 'identity',
      kind: 'choice',
      what: 'Who this laptop says it is',
      why:
        `The configuration says ${given.value}, but the certificate is for ${own.entity.facts.names.join(', ') || own.entity.facts.subject}. ` +
        'A gateway refuses an identity that the certificate does not confirm, and one that it does not expect.',
      choices: [...new Set([...confirmed, given.value])],
      because: {
        [given.value]: stands(given.from),
        ...Object.fromEntries(confirmed.map((name) => [name, inCertificate])),
      },
      from: given.from,
    })
  }
  if (given) return given.value
  if (own) {
    draft.understand(
      `identity ${own.entity.facts.subject}: the certificate’s subject, as no other is said`,
      own.entity.from,
    )
    return own.entity.facts.subject
  }
  return draft.ask({
    id: 'identity',
    kind: 'text',
    what: 'Who this laptop says it is to the gateway',
    why: 'The configuration does not say, and a gateway may expect one identity only.',
    from: facts.place,
  })
}

const secretQuestion = (authentication: string, facts: IkeFacts) =>
  ({
    id: 'secret',
    kind: 'secret',
    what:
      authentication === 'psk'
        ? 'The pre-shared key'
        : `The password of ${facts.eapId ?? facts.id?.value ?? 'this laptop'}`,
    why: 'No file says it.',
    from: facts.place,
  }) as const

const peerQuestion = (facts: IkeFacts) =>
  ({
    id: 'peer-id',
    kind: 'text',
    what: 'Who the gateway says it is: the name in its certificate',
    why: 'Without it, anyone with a certificate of the same authority could pretend to be the gateway.',
    from: facts.place,
  }) as const

const gatewayQuestion = (facts: IkeFacts) =>
  ({
    id: 'gateway',
    kind: 'text',
    what: 'The gateway’s name or address on the internet',
    why: 'The configuration does not say it; one that is a gateway’s own cannot.',
    from: facts.place,
  }) as const

const ways: readonly Authentication[] = ['pubkey', 'psk', 'eap-mschapv2', 'eap-tls']

/** What a line says, the answer where it says something else, or what the credentials are for. */
function authenticationOf(facts: IkeFacts, draft: DraftBuilder): Authentication | undefined {
  if (facts.authentication) return facts.authentication
  if (!facts.unknownAuthentication)
    return facts.secret !== undefined && facts.certificates.length === 0 ? 'psk' : 'pubkey'
  const answer = draft.ask({
    id: 'authentication',
    kind: 'choice',
    what: 'How this laptop proves who it is',
    why: 'Roam6 does not know the way that the configuration names; the gateway has to take one of these.',
    choices: [...ways],
    from: facts.unknownAuthentication,
  })
  return ways.find((way) => way === answer)
}

const inTunnel = ({ requestAddresses }: IkeFacts, { localNetworks, remoteNetworks }: Inside) => ({
  ...(requestAddresses.length > 0 ? { 'request-addresses': requestAddresses.slice(0, 8) } : {}),
  ...(localNetworks.length > 0 ? { 'local-networks': [...localNetworks] } : {}),
  'remote-networks': [...remoteNetworks],
})

/** Everything that the importers of IKE configurations have in common. */
export function draftOfIke(facts: IkeFacts, credentials: Credentials, draft: DraftBuilder): DraftProfile {
  const gateway =
    facts.gateway ??
    draft.ask(gatewayQuestion(facts), (answer) => (hostOf(answer) ? null : 'must be a host name or an address'))
  if (facts.requestsOwnFamily) facts.requestAddresses.push(...ownFamilyOf(gateway))
  const authentication = authenticationOf(facts, draft)
  const withCertificate = authentication === 'pubkey' || authentication === 'eap-tls'
  const peerAuthentication = facts.peerAuthentication ?? (authentication === 'psk' ? 'psk' : 'pubkey')

  const referred =
    peerAuthentication === 'pubkey'
      ? referredCertificates(facts.peerCertificates, 'the gateway’s', credentials, draft)
      : []
  const own = withCertificate
    ? chooseOwn(facts.certificates, facts.keys, referred, facts.place, credentials, draft)
    : undefined
  const trust: Trusted =
    peerAuthentication === 'pubkey'
      ? trustedOf(facts, referred, credentials, draft)
      : { pinned: undefined, authorities: [] }

  // Who we are hangs on how we prove it, and on the certificate that is asked for.
  const asked = authentication === undefined || (withCertificate && !own)
  const id = asked ? facts.id?.value : identityOf(facts, own, draft)
  const secret =
    withCertificate || authentication === undefined
      ? undefined
      : (facts.secret ?? draft.ask(secretQuestion(authentication, facts)))
  const peerId = facts.peerId ?? trust.pinned?.facts.subject ?? draft.ask(peerQuestion(facts))
  const between = settleBetweenHosts(facts, gateway, draft)
  const inside = insideOf(facts, gateway, between, draft)

  const certificate = certificateTable(own, trust, draft)
  withLists(certificate, credentials, draft)
  leaveOutUnused(
    credentials,
    new Set([...(own ? [...own.chain, own.key] : []), ...trust.authorities, trust.pinned]),
    draft,
  )

  const profile: DraftProfile = {
    name: facts.name ?? 'Home',
    ...(gateway === undefined ? {} : { gateway: hostOf(gateway) ?? gateway }),
    ...(inside.prefixes.length > 0 ? { home: { prefixes: [...inside.prefixes] } } : {}),
    address: inside.addresses.map((address) => ({ address })),
    route: inside.routes.map((to) => ({ to })),
    start: { when: facts.start ?? 'manual' },
    certificate,
  }
  if (id === undefined || peerId === undefined || authentication === undefined || inside.remoteNetworks.length === 0)
    return profile
  const authorities = trust.authorities.slice(0, mostAuthorities).map((_, i) => authorityName(i))
  return {
    ...profile,
    layer: [
      {
        kind: 'ike',
        identity: {
          id,
          authentication,
          ...(own ? { certificate: names.own } : {}),
          ...(secret === undefined ? {} : { secret }),
          ...(facts.eapId === undefined || facts.eapId === id ? {} : { 'eap-id': facts.eapId }),
        },
        peer: {
          id: peerId,
          authentication: peerAuthentication,
          ...(authorities.length > 0 ? { authorities } : {}),
          ...(trust.pinned ? { certificate: names.pinned } : {}),
        },
        ...(between ? { mode: 'transport' } : inTunnel(facts, inside)),
        ...(facts.ikeProposals.length > 0 ? { 'ike-proposals': facts.ikeProposals.slice(0, 16) } : {}),
        ...(facts.espProposals.length > 0 ? { 'esp-proposals': facts.espProposals.slice(0, 16) } : {}),
      },
      ...(inside.overlay ? [inside.overlay] : []),
    ],
  }
}
