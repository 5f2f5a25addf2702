/**
 * What people already have, taken in: files as content, what was understood of them and from where, what was left out
 * and why, and what must be asked because no file says it. Nothing is guessed in silence, nothing in a file is run.
 */
import * as z from 'zod'
import { ProfileSummary } from './profile.ts'
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
export const ImportFormat = z.enum(importFormats)
export type ImportFormat = z.infer<typeof ImportFormat>

/** Content, never a path. `name` may have folders in it ("inet6/hosts/gateway"): files refer to one another by it. */
export const ImportedFile = z.strictObject({
  name: z.string().min(1).max(255),
  content: z.string().max(1_398_104),
  /** base64 for what is no UTF-8 text: PKCS#12, DER, an archive. */
  encoding: z.enum(['utf8', 'base64']).default('utf8'),
})
export type ImportedFile = z.infer<typeof ImportedFile>

export const ImportRequest = z.strictObject({
  files: z.array(ImportedFile).min(1).max(256),
  /** Recognised by content where absent. */
  format: ImportFormat.optional(),
  /** Instead of the name that the file gives. */
  name: ProfileName.optional(),
  /** To the questions of an earlier answer, by their `id`. Used once; secrets are kept only inside the profile. */
  answers: z.record(z.string().max(128), z.string().max(65536)).default({}),
  dryRun: z.boolean(),
  /** Without it, a profile of the same name is an error. */
  replace: z.boolean(),
})
export type ImportRequest = z.infer<typeof ImportRequest>

/** "myhost.up", 5; null where a whole file is meant. */
export const Origin = z.object({ file: z.string(), line: z.number().nullable() })
export type Origin = z.infer<typeof Origin>

/**
 * What no file says. The first of `choices`, where there are any, is no default: someone chooses.
 * `passphrase` opens a key or container and is not stored.
 */
export const Question = z.object({
  /** Stable: "authority", "gre-remote", "passphrase:laptop.p12". */
  id: z.string(),
  kind: z.enum(['text', 'address', 'prefix', 'secret', 'passphrase', 'certificate', 'key', 'choice']),
  /** "The certificate of the authority that signed the gateway's" */
  what: z.string(),
  why: z.string(),
  /** For a `choice`, all answers that there are; for another kind, answers that the files suggest. */
  choices: z.array(z.string()).optional(),
  /** Why one of the choices may be the answer, by the choice: "stands in client.pem". */
  because: z.record(z.string(), z.string()).optional(),
  from: Origin.nullable(),
})
export type Question = z.infer<typeof Question>

export const Understood = z.object({
  what: z.string(),
  from: Origin,
  /** `directive`: a setting of the format; `fact`: read out of a script that is not run. */
  as: z.enum(['directive', 'fact']),
  /** The same as a sentence: "The gateway is 5.6.7.8." Absent where the line has no words of its own. */
  says: z.string().optional(),
  /** Whether it holds without that line as well: it repeats a default, or only orders the file. */
  usual: z.boolean().optional(),
})
export type Understood = z.infer<typeof Understood>

export const LeftOut = z.object({ what: z.string(), from: Origin, why: z.string() })
export type LeftOut = z.infer<typeof LeftOut>

/** Worth knowing of what is in the profile; it can be installed all the same. */
export const ImportWarning = z.object({
  /** "certificate.laptop.pem" */
  place: z.string(),
  message: z.string(),
  remedies: z.array(z.string()),
})
export type ImportWarning = z.infer<typeof ImportWarning>

export const ImportResult = z.object({
  format: ImportFormat,
  name: z.string(),
  /** False for a dry run, and while questions are open. */
  installed: z.boolean(),
  understood: z.array(Understood),
  leftOut: z.array(LeftOut),
  /** Empty when the profile is whole. */
  questions: z.array(Question),
  warnings: z.array(ImportWarning).default([]),
  /** Of the profile; null while questions are open. */
  summary: ProfileSummary.nullable(),
})
export type ImportResult = z.infer<typeof ImportResult>
