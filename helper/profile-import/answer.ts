/**
 * The contract between the helper and the process that reads files for it: one request, one answer. The helper trusts the answer to have
 * this form, and nothing else: it checks the profile in it once more.
 */
import * as v from 'valibot'
import { ImportFormat, ImportRequest, ImportWarning, LeftOut, Question, Understood } from '../contract/import.ts'
import { Profile } from '../contract/profile.ts'
import { table } from '../contract/table.ts'

const { files, format, name, answers } = ImportRequest.entries
export const ReadRequest = table({ files, format, name, answers })
export type ReadRequest = v.InferOutput<typeof ReadRequest>

/** The longest answer. A profile, a thousand lines understood and a thousand left out take less than half of it. */
export const maxAnswerBytes = 4 * 1024 * 1024

export const ReadAnswer = v.variant('ok', [
  table({
    ok: v.literal(true),
    format: ImportFormat,
    name: v.string(),
    understood: v.array(Understood),
    leftOut: v.array(LeftOut),
    questions: v.array(Question),
    warnings: v.array(ImportWarning),
    /** Null while questions are open. */
    profile: v.nullable(Profile),
    /** True where the request has one file, and that file is this profile's TOML as a person wrote it. */
    asWritten: v.boolean(),
  }),
  table({
    ok: v.literal(false),
    fault: table({ place: v.string(), what: v.string(), remedy: v.optional(v.string()) }),
  }),
])
export type ReadAnswer = v.InferOutput<typeof ReadAnswer>

/** V8 maps 0.6 GB of data before it runs anything, and uses 45 MB of that (measured, Node 24). */
export const readerLimits = { dataBytes: 1024 * 1024 * 1024, cpuSeconds: 8, processes: 64, descriptors: 64 }
/** V8's heap: 8 MiB out of an archive, as text and as parsed values, take less than half of it. */
const heapMiB = 256
/** Returns the arguments of the Node that reads. */
export const readerArguments = (code: string): readonly string[] => [`--max-old-space-size=${heapMiB}`, code]

/** These words are said of files that the process did not survive. */
export const unreadable = {
  message: 'These files could not be read: they take more time or memory than any honest ones.',
  remedy: 'Give only the files that belong to the connection.',
}
