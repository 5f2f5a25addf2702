/** The certificates of a profile: what the gateway is known by, and `[certificate.NAME]` of everything that is used. */
import { Certificate } from '../contract/profile.ts'
import { type Credentials, credentialsInAnswer, type FoundCertificate } from './certificates.ts'
import { type OwnCredentials, referredCertificates } from './choose-credentials.ts'
import type { DraftBuilder } from './draft.ts'
import type { IkeFacts } from './ike-facts.ts'
import type { DraftProfile } from './importer.ts'

type CertificateContent = NonNullable<DraftProfile['certificate']>[string]

/** Of the profile's certificates. */
export const names = { own: 'laptop', pinned: 'gateway' } as const
export const authorityName = (index: number) => (index === 0 ? 'ca' : `ca-${index + 1}`)

/** As the contract's peer.authorities has it. */
export const mostAuthorities = 16

export interface Trusted {
  /** The gateway's own certificate. */
  readonly pinned: FoundCertificate | undefined
  readonly authorities: readonly FoundCertificate[]
}

/** What the gateway is known by: authorities that are named, else all that are here; else they are asked for. */
export function trustedOf(
  facts: IkeFacts,
  referred: readonly FoundCertificate[],
  credentials: Credentials,
  draft: DraftBuilder,
): Trusted {
  const pinned = referred.find((one) => !one.facts.authority)
  const signers = referred.filter((one) => one.facts.authority)
  const here =
    facts.authorities.length > 0
      ? referredCertificates(facts.authorities, 'an authority’s', credentials, draft)
      : credentials.certificates.filter((one) => one.facts.authority)
  const found = [...new Map([...signers, ...here].map((one) => [one.pem, one])).values()]
  // A file that is named and absent was asked for already.
  if (
    pinned ||
    found.length > 0 ||
    draft.awaits('passphrase') ||
    facts.authorities.length + facts.peerCertificates.length > 0
  )
    return { pinned, authorities: found }
  const answer = draft.ask({
    id: 'authority',
    kind: 'certificate',
    what: 'The certificate of the authority that signed the gateway’s',
    why: 'Nothing else tells the gateway from someone who pretends to be it, and it is not among the files.',
    from: facts.place,
  })
  const authorities = answer === undefined ? [] : credentialsInAnswer(answer, 'authority', draft).certificates
  return { pinned, authorities }
}

const joined = (certificates: readonly FoundCertificate[]) => certificates.map(({ pem }) => pem).join('')

/** `[certificate.NAME]` of everything that is used. */
export function certificateTable(
  own: OwnCredentials | undefined,
  { pinned, authorities }: Trusted,
  draft: DraftBuilder,
) {
  const table: Record<string, CertificateContent> = {}
  const add = (name: string, certificates: readonly FoundCertificate[], key?: string) => {
    const [first] = certificates
    if (!first) return
    const what = `certificate ${name}: ${certificates.map(({ facts }) => facts.subject).join(' < ')}`
    const value = { pem: joined(certificates), ...(key === undefined ? {} : { key }) }
    const taken = draft.take(Certificate, value, what, first.from)
    if (taken) table[name] = taken
  }
  if (own) {
    add(names.own, own.chain, own.key?.pem)
    if (own.key) draft.understand(`private key of ${names.own}${own.key.encrypted ? ', encrypted' : ''}`, own.key.from)
  }
  authorities.slice(0, mostAuthorities).forEach((one, i) => {
    add(authorityName(i), [one])
  })
  for (const one of authorities.slice(mostAuthorities))
    draft.leaveOut(`certificate ${one.facts.subject}`, one.from, `there are more than ${mostAuthorities} authorities`)
  if (pinned) add(names.pinned, [pinned])
  return table
}

/** Revocation lists go with the authorities: charon finds whose they are by itself. */
export function withLists(
  table: Record<string, CertificateContent>,
  { revocationLists }: Credentials,
  draft: DraftBuilder,
) {
  const holder = table[authorityName(0)]
  for (const { pem, from } of revocationLists) {
    if (holder) {
      const crl = draft.take(Certificate.entries.crl, `${holder.crl ?? ''}${pem}`, 'revocation list', from)
      if (crl !== undefined) holder.crl = crl
    } else draft.leaveOut('revocation list', from, 'there is no authority to go with it')
  }
}

export function leaveOutUnused(credentials: Credentials, used: ReadonlySet<unknown>, draft: DraftBuilder) {
  for (const one of credentials.certificates) {
    const twice = credentials.certificates.some((other) => used.has(other) && other.pem === one.pem)
    const why = twice ? 'it is there twice' : 'this connection does not use it'
    if (!used.has(one)) draft.leaveOut(`certificate ${one.facts.subject}`, one.from, why)
  }
  for (const one of credentials.keys)
    if (!used.has(one))
      draft.leaveOut('private key', one.from, 'it belongs to no certificate that this connection uses')
}
