/** Returns the profile of a text that is known to be one. */
import type { Profile } from '../../helper/contract/profile.ts'
import { parseProfile } from '../../helper/core/profile/parse-profile.ts'

export function parsed(toml: string | undefined): Profile {
  const outcome = parseProfile(toml ?? '')
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults))
  return outcome.profile
}
