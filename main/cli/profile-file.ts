/** This module reads a profile in a file of the person's own without a helper, by the same code. */
import { exportProfile } from '../../helper/core/profile/export-profile.ts'
import { faultPlace } from '../../helper/core/profile/faults.ts'
import { mask } from '../../helper/core/profile/mask.ts'
import { parseProfile } from '../../helper/core/profile/parse-profile.ts'
import { type Answer, answered, failing } from '../helper-failure.ts'
import { shellWord } from '../start-line.ts'
import { textOf } from './given-files.ts'

/** No name of a profile has a slash; one that ends in .toml can be shown through the helper by `roam6 export`. */
export const isFile = (operand: string) => operand.includes('/') || operand.endsWith('.toml')

/** @throws UsageError where the file cannot be read */
export function shownFile(path: string, secrets: boolean): Answer<{ readonly toml: string }> {
  const toml = textOf(path)
  const parsed = parseProfile(toml)
  if (parsed.ok) return answered({ toml: secrets ? toml : exportProfile(mask(parsed.profile)) })
  const [fault] = parsed.faults
  const place = [path, fault && faultPlace(fault)].filter(Boolean).join(', ')
  const remedy = `See all that is wrong with it: roam6 check ${shellWord(path)}`
  return failing({
    code: 'refused',
    message: fault?.what ?? 'is no profile',
    reason: { code: 'bad-profile', place, remedy },
  })
}
