/** Finds the profile that a call names: in a file, without a helper, or by its name among those that the helper has. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { parse } from 'smol-toml'
import { Profile } from '../../../helper/contract/profile.ts'
import { faultText } from '../../../helper/core/profile/faults.ts'
import { type ParsedProfile, parseProfile } from '../../../helper/core/profile/parse-profile.ts'
import type { Answer } from '../../helper-failure.ts'
import { textOf } from '../given-files.ts'
import { type Context, UsageError } from '../verb.ts'

export interface GivenProfile {
  readonly profile: Profile
  /** The public half of tinc's key on the laptop, as PEM. */
  readonly laptopKey: string | null
}

/** @throws UsageError with the places where the profile is wrong */
function checked(path: string, parsed: ParsedProfile): Profile {
  if (parsed.ok) return parsed.profile
  const faults = parsed.faults.map(faultText)
  const missing = parsed.faults.some(({ what }) => what.startsWith('there is no [certificate.'))
  const more = missing ? ['--with-ca makes certificates that are missing'] : []
  throw new UsageError(`${path}: ${[...faults, ...more].join('; ')}`)
}

export function fromFile(path: string, toml = textOf(path)): GivenProfile {
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

/** Reads a profile whose secrets are masked. Such a profile has the form of one, but could not be installed. */
function masked(toml: string): Profile {
  const { version: _, ...document } = parse(toml)
  return Profile.parse(document)
}

const publicKeyIn = (hostFile: string) => /-----BEGIN .+/s.exec(hostFile)?.[0] ?? null

export async function fromHelper(context: Context, name: string, secrets: boolean): Promise<Answer<GivenProfile>> {
  const connected = await context.connect()
  if (!connected.ok) return connected
  const helper = connected.value
  try {
    const answer = await helper.request('show', { profile: name, secrets }, context.interrupted)
    if (!answer.ok) return answer
    const { toml, profile, hostFile } = answer.value
    const laptopKey = hostFile ? publicKeyIn(hostFile.content) : null
    return { ok: true, value: { profile: profile ?? masked(toml), laptopKey } }
  } finally {
    helper.close()
  }
}
