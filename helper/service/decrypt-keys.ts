/** Private keys behind a passphrase, opened with answers that are used once. */
import type { Question } from '../contract/import.ts'
import type { Profile } from '../contract/profile.ts'
import { isEncryptedKey } from '../core/certificate/pem.ts'
import { crypto } from '../crypto.ts'

/** PKCS#8 or the older PEM forms (RFC 1421 headers), to plain PKCS#8; null where the passphrase is another. */
function decrypted(pem: string, passphrase: string): string | null {
  try {
    return crypto().createPrivateKey({ key: pem, passphrase }).export({ type: 'pkcs8', format: 'pem' }).toString()
  } catch {
    return null
  }
}

/** The profile with plain keys; a question for each key that no answer opens. */
export function decryptKeys(
  profile: Profile,
  answers: Readonly<Record<string, string>>,
): { readonly profile: Profile; readonly questions: readonly Question[] } {
  const questions: Question[] = []
  const certificate = Object.fromEntries(
    Object.entries(profile.certificate).map(([name, found]) => {
      if (found.key === undefined || !isEncryptedKey(found.key)) return [name, found]
      const id = `passphrase:${name}`
      const answer = Object.hasOwn(answers, id) ? answers[id] : undefined
      const key = answer === undefined ? null : decrypted(found.key, answer)
      if (key !== null) return [name, { ...found, key }]
      const wrong = answer === undefined ? '' : 'That is not it. '
      questions.push({
        id,
        kind: 'passphrase',
        what: `The passphrase of the private key of “${name}”`,
        why: `${wrong}The key is encrypted. The passphrase is used once and not kept.`,
        from: null,
      })
      return [name, found]
    }),
  )
  return { profile: { ...profile, certificate }, questions }
}
