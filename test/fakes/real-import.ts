/** What the helper's own importers say of files, for a fake helper that has no process to read them in. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { ImportedFile, ImportRequest, ImportResult } from '../../helper/contract/import.ts'
import type { Profile } from '../../helper/contract/profile.ts'
import { exportProfile } from '../../helper/core/profile/export-profile.ts'
import { mask } from '../../helper/core/profile/mask.ts'
import { summarise } from '../../helper/core/profile/summary.ts'
import { readImport } from '../../helper/profile-import/child/read.ts'
import { hostFileToHand } from '../../helper/tinc/host-file-to-hand.ts'
import type { Refusal } from './refusal.ts'

const read = ({ files, format, name, answers }: ImportRequest) =>
  readImport({ files, format, name, answers }, new Date().toISOString())

export function realImport(request: ImportRequest): ImportResult | Refusal {
  const answer = read(request)
  if (!answer.ok) {
    const { what, place, remedy } = answer.fault
    return { code: 'bad-profile', message: what, place, ...(remedy === undefined ? {} : { remedy }) }
  }
  const { ok: _, profile, asWritten: __, ...told } = answer
  return { ...told, installed: false, summary: profile && summarise(profile) }
}

/** The texts of a profile as the helper gives them: whole, masked, and what its gateway needs. */
export function textsOf(profile: Profile) {
  const hostFile = hostFileToHand(profile)
  return {
    whole: exportProfile(profile),
    masked: exportProfile(mask(profile)),
    ...(hostFile ? { hostFile } : {}),
  }
}

/** Returns the profile that a request installs under the name that it asks for; undefined while something is asked. */
export function installedBy(request: ImportRequest): Profile | undefined {
  const answer = read(request)
  return answer.ok && answer.profile ? answer.profile : undefined
}

const golden = join(import.meta.dirname, '../golden/profile-import')
const ours = new Set(['answers.json', 'expected.json'])

/** Reads the files of a case, by their names in it, and the answers that were given there. */
export function goldenCase(name: string) {
  const folder = join(golden, name)
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !(entry.parentPath === folder && ours.has(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const answered = readdirSync(folder).includes('answers.json')
  return {
    files: Object.fromEntries(paths.map((path) => [relative(folder, path), new Uint8Array(readFileSync(path))])),
    answers: answered ? (JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as Record<string, string>) : {},
  }
}

/** Returns the same files as they lie in a folder of this name. */
export const inFolder = <Content>(folder: string, files: Readonly<Record<string, Content>>) =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]))

/** Returns the profile that the importers make of a case, under this name. */
export function goldenProfile(name: string, called: string): Profile {
  const { files, answers } = goldenCase(name)
  const given = Object.entries(files).map(
    ([file, bytes]): ImportedFile => ({
      name: file,
      content: Buffer.from(bytes).toString('base64'),
      encoding: 'base64',
    }),
  )
  const profile = installedBy({ files: given, answers, name: called, dryRun: true, replace: false })
  if (!profile) throw new Error(`${name} makes no whole profile`)
  return profile
}
