/** Takes a profile in, from whatever files people have: whole, its keys opened, and stored whole or not at all. */
import type { ImportedFile, ImportRequest, ImportResult, ImportWarning } from '../contract/import.ts'
import type { Profile } from '../contract/profile.ts'
import { certificateWarnings } from '../core/certificate/warnings.ts'
import { toProblem } from '../core/problem/wording.ts'
import { exportProfile } from '../core/profile/export-profile.ts'
import { parseProfile } from '../core/profile/parse-profile.ts'
import { summarise } from '../core/profile/summary.ts'
import { assemble } from '../core/profile-import/assemble.ts'
import { RequestFailed } from '../rpc/request-failed.ts'
import { certificateFacts, ownCertificate } from '../strongswan/certificate-facts.ts'
import type { ProfileStore } from '../system/profile-store.ts'
import { decryptKeys } from './decrypt-keys.ts'

const bytesOf = ({ content, encoding }: ImportedFile) => new Uint8Array(Buffer.from(content, encoding))

/** What someone wrote by hand is kept with its comments, where it says the same. */
function tomlOf(profile: Profile, files: readonly ImportedFile[]): string {
  const [file] = files
  const written = file?.encoding === 'utf8' ? parseProfile(file.content) : undefined
  const same = written?.ok && JSON.stringify(written.profile) === JSON.stringify(profile)
  return file && same ? file.content : exportProfile(profile)
}

/** A key that is not its certificate's connects to nothing. What else is wrong with one may be mended in time. */
function refuseForeignKeys({ certificate }: Profile, [file]: readonly ImportedFile[]): void {
  for (const [name, own] of Object.entries(certificate)) {
    if (own.key === undefined || ownCertificate(name, own).privateKey !== 'other') continue
    throw new RequestFailed('bad-profile', `The key of “${name}” does not belong to its certificate.`, {
      place: `${file?.name ?? ''}, certificate.${name}.key`,
      remedy: 'Give the key that was made for this certificate.',
    })
  }
}

function warningsOf(profile: Profile, now: string): ImportWarning[] {
  const chains = new Map(Object.entries(profile.certificate).map(([name, { pem }]) => [name, certificateFacts(pem)]))
  return certificateWarnings(profile, chains, now).map(({ place, finding }) => {
    const { message, remedies } = toProblem(finding)
    return { place, message, remedies: [...remedies] }
  })
}

export function importProfile(request: ImportRequest, store: ProfileStore): ImportResult {
  const assembled = assemble({
    files: request.files.map((file) => ({ name: file.name, bytes: bytesOf(file) })),
    format: request.format,
    name: request.name,
    answers: new Map(Object.entries(request.answers)),
  })
  if (!assembled.ok) {
    const { what, place, remedy } = assembled.fault
    throw new RequestFailed('bad-profile', what, { place, ...(remedy === undefined ? {} : { remedy }) })
  }
  const { format, name, understood, leftOut } = assembled
  const opened = assembled.profile && decryptKeys(assembled.profile, request.answers)
  const questions = [...assembled.questions, ...(opened?.questions ?? [])]
  const told = { format, name, understood: [...understood], leftOut: [...leftOut], questions }
  if (!opened || questions.length > 0) return { ...told, installed: false, warnings: [], summary: null }
  const { profile } = opened
  refuseForeignKeys(profile, request.files)
  if (!request.dryRun) {
    const unreadable = store.unreadableAt(profile.name)
    if ((unreadable || store.get(profile.name)) && !request.replace) {
      const what = unreadable ? `, which is not understood: ${unreadable.why}` : ''
      throw new RequestFailed('profile-exists', `There is already a profile “${profile.name}”${what}.`, {
        remedy: 'Import it under another name, or replace it.',
      })
    }
    store.put({ profile, toml: tomlOf(profile, request.files) })
  }
  const warnings = warningsOf(profile, new Date().toISOString())
  return { ...told, installed: !request.dryRun, warnings, summary: summarise(profile) }
}
