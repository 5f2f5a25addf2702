/** Reads files and answers into a whole profile with its keys decrypted, or into questions, or a fault. Runs in the process without powers. */

import { certificateFacts, ownCertificate } from '../../certificate/certificate-facts.ts'
import type { ImportedFile, ImportWarning } from '../../contract/import.ts'
import type { Profile } from '../../contract/profile.ts'
import { certificateWarnings } from '../../core/certificate/warnings.ts'
import { toProblem } from '../../core/problem/wording.ts'
import { parseProfile } from '../../core/profile/parse-profile.ts'
import type { ReadAnswer, ReadRequest } from '../answer.ts'
import { assemble } from '../assemble.ts'
import { decryptKeys } from './decrypt-keys.ts'

const bytesOf = ({ content, encoding }: ImportedFile) => new Uint8Array(Buffer.from(content, encoding))

/** Whether the one file given is this profile as a person wrote it: then its text is kept, comments included. */
function isAsWritten(profile: Profile, [file, another]: readonly ImportedFile[]): boolean {
  const written = file?.encoding === 'utf8' && !another ? parseProfile(file.content) : undefined
  return written?.ok === true && JSON.stringify(written.profile) === JSON.stringify(profile)
}

/** Returns the name of a certificate with another certificate's key: no gateway accepts it. Other faults of a certificate may be mended later. */
function foreignKey({ certificate }: Profile): string | undefined {
  return Object.entries(certificate).find(
    ([name, own]) => own.key !== undefined && ownCertificate(name, own).privateKey === 'other',
  )?.[0]
}

function warningsOf(profile: Profile, now: string): ImportWarning[] {
  const chains = new Map(Object.entries(profile.certificate).map(([name, { pem }]) => [name, certificateFacts(pem)]))
  return certificateWarnings(profile, chains, now).map(({ place, finding }) => {
    const { message, remedies } = toProblem(finding)
    return { place, message, remedies: [...remedies] }
  })
}

export function readImport({ files, format, name, answers }: ReadRequest, now: string): ReadAnswer {
  const assembled = assemble({
    files: files.map((file) => ({ name: file.name, bytes: bytesOf(file) })),
    format,
    name,
    answers: new Map(Object.entries(answers)),
  })
  if (!assembled.ok) return assembled
  const opened = assembled.profile && decryptKeys(assembled.profile, answers)
  if (opened && !opened.ok) return opened
  const questions = [...assembled.questions, ...(opened?.questions ?? [])]
  const profile = questions.length > 0 ? null : (opened?.profile ?? null)
  const foreign = profile && foreignKey(profile)
  if (foreign)
    return {
      ok: false,
      fault: {
        place: `${files[0]?.name ?? ''}, certificate.${foreign}.key`,
        what: `The key of “${foreign}” does not belong to its certificate.`,
        remedy: 'Give the key that was made for this certificate.',
      },
    }
  return {
    ok: true,
    format: assembled.format,
    name: assembled.name,
    understood: [...assembled.understood],
    leftOut: [...assembled.leftOut],
    questions,
    warnings: profile ? warningsOf(profile, now) : [],
    profile,
    asWritten: profile !== null && isAsWritten(profile, files),
  }
}
