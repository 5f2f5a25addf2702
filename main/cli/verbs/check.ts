import type { ImportResult } from '../../../helper/contract/import.ts'
import type { Profile } from '../../../helper/contract/profile.ts'
import { faultPlace, type ProfileFault } from '../../../helper/core/profile/faults.ts'
import { parseProfile } from '../../../helper/core/profile/parse-profile.ts'
import { stackName } from '../../contract/words/layers.ts'
import { textOf } from '../given-files.ts'
import { readImport } from '../read-import.ts'
import { columns } from '../text/columns.ts'
import { warningRows } from '../text/import-text.ts'
import { type Line, toned } from '../text/style.ts'
import { json, type Verb } from '../verb.ts'

export const check: Verb = {
  name: 'check',
  summary: 'say whether a file is a profile, and where it is wrong',
  details:
    'Needs no helper, and changes nothing. Each mistake is a line, FILE:LINE:COLUMN: KEY: WHAT, as editors take it. Ends with 0 where it is a profile, 1 where it is not. For files of other programs: roam6 import --dry-run.',
  operand: { name: 'FILE', required: true, says: 'a profile’s TOML', completes: 'files' },
  run: async ({ operands: [path = ''] }, context) => {
    const toml = textOf(path)
    const parsed = parseProfile(toml)
    const faults = parsed.ok ? [] : parsed.faults
    if (!parsed.ok) {
      if (context.json) context.print(json({ ok: false, faults }))
      else context.printLines(faults.map((fault) => faultLine(path, fault)))
      return 1
    }
    // Certificates are looked into by OpenSSL, in a process without powers.
    const file = { name: path.split('/').at(-1) ?? path, content: toml, encoding: 'utf8' } as const
    const looked = await readImport(
      { files: [file], format: 'toml', answers: {}, dryRun: true, replace: true },
      context.interrupted,
    )
    if (!looked.ok) return looked.failure
    const { warnings, questions, summary } = looked.value
    if (context.json) context.print(json({ ok: true, faults, warnings, questions, summary }))
    else context.printLines([...soundLines(path, parsed.profile), ...remarkLines(looked.value)])
    return 0
  },
}

/** Writes a fault in the form of compilers' messages, which editors jump by (GNU Coding Standards, 4.4). */
function faultLine(path: string, { at, place, what }: ProfileFault): Line {
  const where = at ? `${path}:${at.line}:${at.column}:` : `${path}:`
  return [toned('strong', where), ' ', toned('bad', faultPlace({ place, what }) || 'not TOML'), `: ${what}`]
}

const soundLines = (path: string, { name, layer, gateway }: Profile): Line[] => [
  [toned('good', `${path} is a profile.`), ` ${name}: ${stackName(layer.map(({ kind }) => kind))} to ${gateway}`],
]

function remarkLines({ warnings, questions }: ImportResult): Line[] {
  const rows = [...warningRows(warnings), ...questions.map(({ id, what, why }) => [id, what, why])]
  return columns(rows).map((line) => [toned('warn', line)])
}
