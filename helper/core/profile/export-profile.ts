/** A profile as TOML, keys and secrets included. Reading it gives the same profile back. */
import { stringify } from 'smol-toml'
import { type Profile, profileVersion } from '../../contract/profile.ts'

/** By way of JSON: TOML has no undefined. */
export const exportProfile = (profile: Profile): string =>
  stringify({ version: profileVersion, ...JSON.parse(JSON.stringify(profile)) })
