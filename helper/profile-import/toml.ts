/** A profile's own TOML, as an import like all others. Nothing in it is left out: a key that is not known is an error. */
import type { Understood } from '../contract/import.ts'
import type { Profile } from '../contract/profile.ts'
import { faultPlace } from '../core/profile/faults.ts'
import { parseProfile } from '../core/profile/parse-profile.ts'
import { refused } from './draft.ts'
import type { Imported, Importer, ImportSource, SourceFile } from './importer.ts'

const looksLike = ({ name, text }: SourceFile) =>
  text !== null && (name.endsWith('.toml') || /^[ \t]*\[\[layer\]\]/m.test(text))

/** By where each value stands: people look for what they wrote. */
function understoodOf(profile: Profile, { name: file, text }: SourceFile): Understood[] {
  const lines = (text ?? '').split('\n')
  const from = (value: string) => {
    const line = lines.findIndex((one) => one.includes(value))
    return { file, line: line < 0 ? null : line + 1 }
  }
  const told: readonly (readonly [what: string, value: string])[] = [
    [`gateway ${profile.gateway}`, 'gateway'],
    ...profile.home.prefixes.map((prefix) => [`home is ${prefix}`, prefix] as const),
    ...profile.layer.map(({ kind }) => [`layer ${kind}`, `"${kind}"`] as const),
    ...profile.address.map(({ address }) => [`address ${address}`, address] as const),
    ...profile.route.map(({ to }) => [`route to ${to}`, `"${to}"`] as const),
    ...Object.keys(profile.certificate).map((name) => [`certificate ${name}`, `certificate.${name}`] as const),
  ]
  return told.map(([what, value]) => ({ what, from: from(value), as: 'directive' }))
}

function read({ files }: ImportSource): Imported {
  const file = files.find(looksLike) ?? files[0]
  const another = files.find((one) => one !== file)
  if (!file) return refused('', 'there is no file')
  if (another) return refused(another.name, 'is one file too many: a profile’s TOML is one')
  const parsed = parseProfile(file.text ?? '')
  if (parsed.ok)
    return {
      ok: true,
      draft: { profile: parsed.profile, understood: understoodOf(parsed.profile, file), leftOut: [], questions: [] },
    }
  const [first, ...more] = parsed.faults
  if (!first) return refused(file.name, 'is no profile')
  const others = more.length > 0 ? ` (and ${more.length} more: ${more.map(faultPlace).join('; ')})` : ''
  return refused(`${file.name}, ${faultPlace(first)}`, `${first.what}${others}`)
}

export const toml: Importer = {
  format: 'toml',
  title: 'Roam6',
  recognise: (files) => (files.some(looksLike) ? 1 : 0),
  read,
}
