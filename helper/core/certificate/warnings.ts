/**
 * What is worth knowing of a profile's certificates before they are used. Nothing of it keeps a profile from being
 * installed: the clock may be wrong, and a connect says it again.
 */
import type { IkeLayer } from '../../contract/layer/ike.ts'
import type { Finding } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import { finding } from '../outcome.ts'
import { type CertificateFacts, confirms, judgeValidity } from './own-certificate.ts'

export interface CertificateDoubt {
  /** "certificate.laptop.pem" */
  readonly place: string
  readonly finding: Finding
}

/**
 * @param chains what is in each certificate of the profile by its name, end entity first
 * @param now in RFC 3339, UTC
 */
export function certificateWarnings(
  { certificate, layer }: Profile,
  chains: ReadonlyMap<string, readonly CertificateFacts[]>,
  now: string,
): readonly CertificateDoubt[] {
  const expectations = layer.flatMap((one) => (one.kind === 'ike' ? expectedOf(one) : []))
  const pinned = new Set(expectations.filter(({ whose }) => whose !== 'your').map(({ name }) => name))
  return Object.entries(certificate).flatMap(([name, { key }]) => {
    const chain = chains.get(name) ?? []
    const whose = key !== undefined ? 'your' : pinned.has(name) ? 'the gateway’s' : 'the authority’s'
    const dates = chain.map((facts) => judgeValidity(facts, whose, now))
    const names = expectations
      .filter((expected) => expected.name === name)
      .map((expected) => judgeName(chain, expected))
    return [...dates.flatMap((outcome) => (outcome.ok ? [] : [outcome.finding])), ...names.flat()].map((found) => ({
      place: `certificate.${name}.pem`,
      finding: found,
    }))
  })
}

interface Expected {
  /** Of the certificate in the profile. */
  readonly name: string
  readonly whose: 'your' | 'the gateway’s'
  readonly id: string
}

function expectedOf({ identity, peer }: IkeLayer): Expected[] {
  return [
    ...(identity.certificate ? [{ name: identity.certificate, whose: 'your', id: identity.id } as const] : []),
    ...(peer.certificate ? [{ name: peer.certificate, whose: 'the gateway’s', id: peer.id } as const] : []),
  ]
}

function judgeName([own]: readonly CertificateFacts[], { whose, id }: Expected): Finding[] {
  if (!own || confirms(own, id)) return []
  return [finding('certificate-other-name', { whose, expected: id, found: own.names.join(', ') || own.subject })]
}
