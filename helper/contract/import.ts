/**
 * What people already have, taken in: files as content, what was understood of them and from where, what was left out
 * and why, and what must be asked because no file says it. Nothing is guessed in silence, nothing in a file is run.
 */
import * as v from 'valibot'
import { ProfileSummary } from './profile.ts'
import { list, namedTable, table } from './table.ts'
import { ProfileName } from './text.ts'

export const importFormats = [
  'toml',
  'ipsec.conf',
  'swanctl.conf',
  'sswan',
  'mobileconfig',
  'nmconnection',
  'openvpn',
  'tinc',
  'setkey',
] as const
export const ImportFormat = v.picklist(importFormats)
export type ImportFormat = v.InferOutput<typeof ImportFormat>

/** Content, never a path. `name` may have folders in it ("inet6/hosts/gateway"): files refer to one another by it. */
export const ImportedFile = table({
  name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(255)),
  content: v.pipe(v.string(), v.maxLength(1_398_104)),
  /** base64 for what is no UTF-8 text: PKCS#12, DER, an archive. */
  encoding: v.optional(v.picklist(['utf8', 'base64']), 'utf8'),
})
export type ImportedFile = v.InferOutput<typeof ImportedFile>

export const ImportRequest = table({
  files: v.pipe(list(ImportedFile, 256), v.nonEmpty()),
  /** Recognised by content where absent. */
  format: v.optional(ImportFormat),
  /** Instead of the name that the file gives. */
  name: v.optional(ProfileName),
  /** To the questions of an earlier answer, by their `id`. Used once; secrets are kept only inside the profile. */
  answers: v.optional(namedTable(v.pipe(v.string(), v.maxLength(128)), v.pipe(v.string(), v.maxLength(65536))), {}),
  dryRun: v.boolean(),
  /** Without it, a profile of the same name is an error. */
  replace: v.boolean(),
})
export type ImportRequest = v.InferOutput<typeof ImportRequest>

/** "myhost.up", 5; null where a whole file is meant. */
export const Origin = v.object({ file: v.string(), line: v.nullable(v.number()) })
export type Origin = v.InferOutput<typeof Origin>

/**
 * What no file says. The first of `choices`, where there are any, is no default: someone chooses.
 * `passphrase` opens a key or container and is not stored.
 */
export const Question = v.object({
  /** Stable: "authority", "gre-remote", "passphrase:laptop.p12". */
  id: v.string(),
  kind: v.picklist(['text', 'address', 'prefix', 'secret', 'passphrase', 'certificate', 'key', 'choice']),
  /** "The certificate of the authority that signed the gateway's" */
  what: v.string(),
  why: v.string(),
  /** For a `choice`, all answers that there are; for another kind, answers that the files suggest. */
  choices: v.optional(v.array(v.string())),
  /** Why one of the choices may be the answer, by the choice: "stands in client.pem". */
  because: v.optional(v.record(v.string(), v.string())),
  from: v.nullable(Origin),
})
export type Question = v.InferOutput<typeof Question>

export const Understood = v.object({
  what: v.string(),
  from: Origin,
  /** `directive`: a setting of the format; `fact`: read out of a script that is not run. */
  as: v.picklist(['directive', 'fact']),
  /** The same as a sentence: "The gateway is 5.6.7.8." Absent where the line has no words of its own. */
  says: v.optional(v.string()),
  /** Whether it holds without that line as well: it repeats a default, or only orders the file. */
  usual: v.optional(v.boolean()),
})
export type Understood = v.InferOutput<typeof Understood>

export const LeftOut = v.object({ what: v.string(), from: Origin, why: v.string() })
export type LeftOut = v.InferOutput<typeof LeftOut>

/** Worth knowing of what is in the profile; it can be installed all the same. */
export const ImportWarning = v.object({
  /** "certificate.laptop.pem" */
  place: v.string(),
  message: v.string(),
  remedies: v.array(v.string()),
})
export type ImportWarning = v.InferOutput<typeof ImportWarning>

export const ImportResult = v.object({
  format: ImportFormat,
  name: v.string(),
  /** False for a dry run, and while questions are open. */
  installed: v.boolean(),
  understood: v.array(Understood),
  leftOut: v.array(LeftOut),
  /** Empty when the profile is whole. */
  questions: v.array(Question),
  warnings: v.optional(v.array(ImportWarning), []),
  /** Of the profile; null while questions are open. */
  summary: v.nullable(ProfileSummary),
})
export type ImportResult = v.InferOutput<typeof ImportResult>
