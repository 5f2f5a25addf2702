/**
 * Between the helper and the process that reads files for it: the request as one message, the answer as one. The helper believes
 * nothing of the answer but that it has this form; what it says of the profile is checked once more.
 */
import * as z from 'zod'
import { ImportFormat, ImportRequest, ImportWarning, LeftOut, Question, Understood } from '../contract/import.ts'
import { Profile } from '../contract/profile.ts'

export const ReadRequest = ImportRequest.pick({ files: true, format: true, name: true, answers: true })
export type ReadRequest = z.infer<typeof ReadRequest>

/** More than any answer takes: a profile, and a thousand lines understood and left out. */
export const maxAnswerBytes = 4 * 1024 * 1024

export const ReadAnswer = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    format: ImportFormat,
    name: z.string(),
    understood: z.array(Understood),
    leftOut: z.array(LeftOut),
    questions: z.array(Question),
    warnings: z.array(ImportWarning),
    /** Null while something is asked. */
    profile: Profile.nullable(),
    /** The one file given is this profile's TOML, and says the same. */
    asWritten: z.boolean(),
  }),
  z.strictObject({
    ok: z.literal(false),
    fault: z.strictObject({ place: z.string(), what: z.string(), remedy: z.string().optional() }),
  }),
])
export type ReadAnswer = z.infer<typeof ReadAnswer>
