/** Finds the profile that a call names: in a file, without a helper, or by its name among those that the helper has. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { Profile } from '../../../helper/contract/profile.ts'
import { faultText } from '../../../helper/core/profile/faults.ts'
import { type ParsedProfile, parseProfile } from '../../../helper/core/profile/parse-profile.ts'
import type { Answer } from '../../helper-failure.ts'
import { type ShownProfile, shownProfile } from '../../shown-profile.ts'
import { shellWord } from '../../start-line.ts'
import { textOf } from '../given-files.ts'
import { type Context, UsageError } from '../verb.ts'

/** @throws UsageError with the places where the profile is wrong */
function checked(path: string, parsed: ParsedProfile): Profile {
  if (parsed.ok) return parsed.profile
  const [first, ...more] = parsed.faults
  const others = more.length > 0 ? ` (and ${more.length} more)` : ''
  const missing = parsed.faults.some(
    ({ place, what }) => place.startsWith('certificate.') || what.startsWith('there is no [certificate.'),
  )
  const remedy = `See all that is wrong with it: roam6 check ${shellWord(path)}`
  throw new UsageError(
    `${path}, ${first ? faultText(first) : 'is no profile'}${others}`,
    missing ? `Make certificates with --with-ca FOLDER. ${remedy}` : remedy,
  )
}

export function fromFile(path: string, toml = textOf(path)): ShownProfile {
  const profile = checked(path, parseProfile(toml))
  const tinc = profile.layer.find((layer) => layer.kind === 'tinc')
  return { profile, laptopKey: tinc ? publicHalf(tinc.key) : null }
}

/** Exports the public half of a key in PKCS#1, as tinc's host files have it. */
function publicHalf(key: string): string | null {
  try {
    return createPublicKey(createPrivateKey(key)).export({ type: 'pkcs1', format: 'pem' }).toString()
  } catch {
    return null
  }
}

export async function fromHelper(context: Context, name: string, secrets: boolean): Promise<Answer<ShownProfile>> {
  const connected = await context.connect()
  if (!connected.ok) return connected
  const helper = connected.value
  try {
    const answer = await helper.request('show', { profile: name, secrets }, context.interrupted)
    if (!answer.ok) return answer
    return { ok: true, value: shownProfile(answer.value) }
  } finally {
    helper.close()
  }
}
