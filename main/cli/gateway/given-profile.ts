/** Finds the profile that a call names: in a file, without a helper, or by its name among those that the helper has. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { Profile } from '../../../helper/contract/profile.ts'
import { faultText } from '../../../helper/core/profile/faults.ts'
import { type ParsedProfile, parseProfile } from '../../../helper/core/profile/parse-profile.ts'
import type { Answer } from '../../helper-failure.ts'
import { type ShownProfile, shownProfile } from '../../shown-profile.ts'
import { textOf } from '../given-files.ts'
import { type Context, UsageError } from '../verb.ts'

/** @throws UsageError with the places where the profile is wrong */
function checked(path: string, parsed: ParsedProfile): Profile {
  if (parsed.ok) return parsed.profile
  const faults = parsed.faults.map(faultText)
  const missing = parsed.faults.some(({ what }) => what.startsWith('there is no [certificate.'))
  const more = missing ? ['--with-ca makes certificates that are missing'] : []
  throw new UsageError(`${path}: ${[...faults, ...more].join('; ')}`)
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
