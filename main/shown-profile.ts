/** Reads what a helper shows of a profile, as far as the text for its gateway needs it. */

import { parse } from 'smol-toml'
import * as v from 'valibot'
import { Profile } from '../helper/contract/profile.ts'
import type { RequestResult } from '../helper/contract/requests.ts'

export interface ShownProfile {
  readonly profile: Profile
  /** The public half of tinc's key on the laptop, as PEM; null where the profile has none. */
  readonly laptopKey: string | null
}

/** Reads a profile whose secrets are masked. Such a profile has the form of one, but could not be installed. */
function masked(toml: string): Profile {
  const { version: _, ...document } = parse(toml)
  return v.parse(Profile, document)
}

const publicKeyIn = (hostFile: string) => /-----BEGIN .+/s.exec(hostFile)?.[0] ?? null

export const shownProfile = ({ toml, profile, hostFile }: RequestResult<'show'>): ShownProfile => ({
  profile: profile ?? masked(toml),
  laptopKey: hostFile ? publicKeyIn(hostFile.content) : null,
})
