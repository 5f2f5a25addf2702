/** A profile as TOML, keys and secrets included. Reading it gives the same profile back. */
import { stringify } from 'smol-toml'
import { type Profile, profileVersion } from '../../contract/profile.ts'

/** By way of JSON: TOML has no undefined. */
export const exportProfile = (profile: Profile): string =>
  inLines(stringify({ version: profileVersion, ...JSON.parse(JSON.stringify(profile)) }))

/**
 * Writes texts of several lines, which are PEM, as lines between three quotes: people compare and replace them. A text with a quotation
 * mark or another escape than that of a line's end stays as it is.
 */
const inLines = (toml: string): string =>
  toml.replace(
    /^([\w-]+ = )"((?:[^"\\]|\\n)+\\n)"$/gm,
    (_, key: string, text: string) => `${key}"""\n${text.replaceAll('\\n', '\n')}"""`,
  )
