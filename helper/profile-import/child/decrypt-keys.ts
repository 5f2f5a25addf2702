/** Private keys behind a passphrase, opened with answers that are used once. */
import type { Question } from '../../contract/import.ts'
import type { Profile } from '../../contract/profile.ts'
import { isEncryptedKey } from '../../core/certificate/pem.ts'
import { crypto } from '../../crypto.ts'
import type { ImportFault } from '../importer.ts'
import { opensInTime } from '../key-cost.ts'

/** PKCS#8 or the older PEM forms (RFC 1421 headers), to plain PKCS#8; null where the passphrase is another. */
function decrypted(pem: string, passphrase: string): string | null {
  try {
    return crypto().createPrivateKey({ key: pem, passphrase }).export({ type: 'pkcs8', format: 'pem' }).toString()
  } catch {
    return null
  }
}

export type Opened =
  | { readonly ok: true; readonly profile: Profile; readonly questions: readonly Question[] }
  | { readonly ok: false; readonly fault: ImportFault }

const tooCostly = (name: string): ImportFault => ({
  place: `certificate.${name}.key`,
  what: `The key of “${name}” wants more rounds of hashing to be opened than is sane.`,
  remedy: 'Encrypt it anew: openssl pkcs8 -topk8 -in KEY -out NEW',
})

/** The profile with plain keys; a question for each key that no answer opens. */
export function decryptKeys(profile: Profile, answers: Readonly<Record<string, string>>): Opened {
  const questions: Question[] = []
  const certificate = { ...profile.certificate }
  for (const [name, found] of Object.entries(profile.certificate)) {
    if (found.key === undefined || !isEncryptedKey(found.key)) continue
    if (!opensInTime(found.key)) return { ok: false, fault: tooCostly(name) }
    const id = `passphrase:${name}`
    const answer = Object.hasOwn(answers, id) ? answers[id] : undefined
    const key = answer === undefined ? null : decrypted(found.key, answer)
    if (key !== null) {
      certificate[name] = { ...found, key }
      continue
    }
    const wrong = answer === undefined ? '' : 'That is not it. '
    questions.push({
      id,
      kind: 'passphrase',
      what: `The passphrase of the private key of “${name}”`,
      why: `${wrong}The key is encrypted. The passphrase is used once and not kept.`,
      from: null,
    })
  }
  return { ok: true, profile: { ...profile, certificate }, questions }
}
