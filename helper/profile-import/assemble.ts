/** The one way in: given files and answers to a whole profile, or to what is still asked. Pure. */
import * as v from 'valibot'
import type { ImportFormat, LeftOut, Question, Understood } from '../contract/import.ts'
import type { Profile } from '../contract/profile.ts'
import { ProfileName } from '../contract/text.ts'
import { checkProfile } from '../core/profile/parse-profile.ts'
import { draftBuilder, shown } from './draft.ts'
import type { Importer, ImportFault, SourceFile } from './importer.ts'
import { importers } from './importers.ts'
import { otherEncodingAmong, strangeFile } from './no-format.ts'
import { withSentence } from './sentences/with-sentence.ts'
import { sourceFile } from './source-file.ts'
import { toml } from './toml.ts'
import { type PlainFile, unpack } from './unpack.ts'

export interface Taken {
  readonly files: readonly PlainFile[]
  /** Recognised by content where absent. */
  readonly format?: ImportFormat | undefined
  /** Instead of the name that the files give. */
  readonly name?: string | undefined
  readonly answers: ReadonlyMap<string, string>
}

export type Assembled =
  | {
      readonly ok: true
      readonly format: ImportFormat
      readonly name: string
      /** Null while something is asked. */
      readonly profile: Profile | null
      readonly understood: readonly Understood[]
      readonly leftOut: readonly LeftOut[]
      readonly questions: readonly Question[]
    }
  | { readonly ok: false; readonly fault: ImportFault }

const formats: readonly Importer[] = [toml, ...importers]

function chosen(files: readonly SourceFile[], format: ImportFormat | undefined): Importer | undefined {
  const [best] = formats
    .filter((importer) => format === undefined || importer.format === format)
    .map((importer) => ({ importer, certainty: importer.recognise(files) }))
    .sort((a, b) => b.certainty - a.certainty)
  return best && (format !== undefined || best.certainty > 0) ? best.importer : undefined
}

const known = `Known: ${formats.map(({ title }) => title).join('; ')}.`

/** Says why nothing can be made of the files: what an archive lacks, or that no format is theirs. */
function noFormat(place: string, sources: readonly SourceFile[], leftOut: readonly LeftOut[]): ImportFault {
  const [first] = leftOut
  const [strange] = sources.flatMap((file) => strangeFile(file) ?? [])
  if (sources.length > 0)
    return (
      strange ?? otherEncodingAmong(sources) ?? { place, what: 'is of no format that is known here', remedy: known }
    )
  if (!first) return { place, what: 'there is no file in it', remedy: known }
  const { what, why } = first
  return {
    place,
    what: what === place ? why : `${what} ${why}`,
    remedy: 'Fetch it again, or name the files in it that belong to the profile.',
  }
}

/** A name that is none is asked for, as anything else that no file says. */
function nameOf(
  wanted: string | undefined,
  answers: Taken['answers'],
): { name: string; questions: readonly Question[] } {
  if (v.is(ProfileName, wanted)) return { name: wanted, questions: [] }
  const builder = draftBuilder(answers)
  const answer = builder.ask(
    {
      id: 'name',
      kind: 'text',
      what: 'A name for this profile',
      why: wanted === undefined ? 'No file has one.' : `“${shown(wanted)}” cannot be one.`,
      from: null,
    },
    (text) => v.safeParse(ProfileName, text).issues?.[0].message ?? null,
  )
  const asked = builder.imported({})
  return { name: answer ?? '', questions: asked.ok ? asked.draft.questions : [] }
}

export function assemble({ files, format, name: given, answers }: Taken): Assembled {
  const unpacked = unpack(files)
  const sources = unpacked.files.map(sourceFile)
  // A file of another VPN says nothing of what the others are.
  const telling = format === undefined ? sources.filter((file) => strangeFile(file) === undefined) : sources
  const importer = chosen(telling, format)
  if (!importer || sources.length === 0)
    return { ok: false, fault: noFormat(files[0]?.name ?? '', sources, unpacked.leftOut) }
  const imported = importer.read({ files: sources, answers })
  if (!imported.ok) return imported
  const { draft } = imported
  const { name, questions: aboutName } = nameOf(given ?? draft.profile.name, answers)
  const questions = [...aboutName, ...draft.questions]
  const told = {
    format: importer.format,
    name,
    understood: draft.understood.map((one) => withSentence(importer.format, one)),
    leftOut: [...unpacked.leftOut, ...draft.leftOut],
    questions,
  }
  if (questions.length > 0) return { ok: true, ...told, profile: null }
  const checked = checkProfile({ ...draft.profile, name })
  if (checked.ok) return { ok: true, ...told, profile: checked.profile }
  const [first] = checked.faults
  return {
    ok: false,
    fault: {
      place: first?.place ?? '',
      what: first?.what ?? 'is no profile',
      remedy: 'What the files and answers say makes no profile; see the place named.',
    },
  }
}
