/** Which of the certificates and keys at hand a connection uses: by name where a file says so, else by what fits. */
import type { Origin } from '../contract/import.ts'
import {
  baseName,
  type Credentials,
  credentialsInAnswer,
  type FoundCertificate,
  type FoundKey,
  named,
  stemOf,
} from './certificates.ts'
import type { DraftBuilder } from './draft.ts'
import type { Sourced } from './ike-facts.ts'
import { stands } from './stands.ts'
import { chainFrom, fits } from './x509.ts'

const questionId = (kind: string, name: string) => `${kind}:${baseName(name)}`.slice(0, 128)

/** Certificates that a file refers to by name; those that are not here are asked for. */
export function referredCertificates(
  references: readonly Sourced<string>[],
  whose: string,
  credentials: Credentials,
  draft: DraftBuilder,
): readonly FoundCertificate[] {
  return references.flatMap(({ value, from }) => {
    const found = named(credentials.certificates, value)
    if (found.length > 0) return found
    if (draft.awaits('passphrase')) return []
    const id = questionId('certificate', value)
    const answer = draft.ask({
      id,
      kind: 'certificate',
      what: `The certificate ${baseName(value)}: ${whose}`,
      why: 'The configuration refers to this file, and it is not among those given.',
      from,
    })
    return answer === undefined ? [] : credentialsInAnswer(answer, id, draft).certificates
  })
}

function chooseEntity(
  candidates: readonly FoundCertificate[],
  place: Origin,
  credentials: Credentials,
  draft: DraftBuilder,
): FoundCertificate | undefined {
  const withKey = candidates.filter(({ facts }) => credentials.keys.some((key) => key.facts && fits(key.facts, facts)))
  const fitting = withKey.length > 0 ? withKey : candidates
  const [only, another] = fitting
  if (only && !another) return only
  if (only) {
    const choices = [...new Set(fitting.map(({ facts }) => facts.subject))]
    const subject = draft.ask({
      id: 'certificate-choice',
      kind: 'choice',
      what: 'Which certificate is this laptop’s',
      why: 'More than one of those given may be.',
      choices,
      because: Object.fromEntries(fitting.map(({ facts, from }) => [facts.subject, stands(from)])),
      from: place,
    })
    return fitting.find(({ facts }) => facts.subject === subject)
  }
  // It may well be in a container that is not open yet.
  if (draft.awaits('passphrase')) return undefined
  const answer = draft.ask({
    id: 'certificate',
    kind: 'certificate',
    what: 'This laptop’s certificate, with what stands between it and its root',
    why: 'The gateway knows the laptop by it, and it is not among the files.',
    from: place,
  })
  return answer === undefined ? undefined : credentialsInAnswer(answer, 'certificate', draft).certificates[0]
}

function chooseKey(
  entity: FoundCertificate,
  references: readonly Sourced<string>[],
  credentials: Credentials,
  draft: DraftBuilder,
): FoundKey | undefined {
  const sure = credentials.keys.find((key) => key.facts && fits(key.facts, entity.facts))
  if (sure) return sure
  // Encrypted keys do not tell whose they are: their names have to.
  const silent = credentials.keys.filter((key) => key.facts === null || fits(key.facts, entity.facts) === null)
  const named =
    silent.find(({ name }) => references.some(({ value }) => baseName(value) === name)) ??
    silent.find(({ name }) => stemOf(name) === stemOf(entity.name))
  if (named) return named
  if (silent.length === 1) return silent[0]
  const name = references[0]?.value ?? `${stemOf(entity.name)}.key`
  const id = questionId('key', name)
  const misfit = (answer: string) => {
    const [key] = credentialsInAnswer(answer, id, draft).keys
    if (!key) return 'holds no key that can be read'
    return key.facts && fits(key.facts, entity.facts) === false ? 'is another certificate’s key' : null
  }
  const answer = draft.ask(
    {
      id,
      kind: 'key',
      what: `The private key of ${entity.facts.subject}${references[0] ? ` (${baseName(name)})` : ''}`,
      why: 'No key among the files belongs to this certificate.',
      from: references[0]?.from ?? entity.from,
    },
    misfit,
  )
  return answer === undefined ? undefined : credentialsInAnswer(answer, id, draft).keys[0]
}

export interface OwnCredentials {
  readonly entity: FoundCertificate
  /** End entity first, without a self-signed root. */
  readonly chain: readonly FoundCertificate[]
  readonly key: FoundKey | undefined
}

/** Our certificate and its key; undefined while they are asked for. */
export function chooseOwn(
  certificates: readonly Sourced<string>[],
  keys: readonly Sourced<string>[],
  notOurs: readonly FoundCertificate[],
  place: Origin,
  credentials: Credentials,
  draft: DraftBuilder,
): OwnCredentials | undefined {
  const referred = referredCertificates(certificates, 'this laptop’s', credentials, draft)
  const [first] = referred
  if (certificates.length > 0 && !first) return undefined
  const candidates = credentials.certificates.filter((one) => !one.facts.authority && !notOurs.includes(one))
  // The first in a file is the end entity's; a file of a key's own certificate may also be given the other way round.
  const entity = first
    ? (referred.find(({ facts }) => !facts.authority) ?? first)
    : chooseEntity(candidates, place, credentials, draft)
  if (!entity) return undefined
  const chain = chainFrom(entity, [...referred, ...credentials.certificates])
  return { entity, chain, key: chooseKey(entity, keys, credentials, draft) }
}
