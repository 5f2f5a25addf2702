/** Imports a profile from whatever files people have: another process reads them, this one checks the profile and stores it whole or not at all. */
import type { ImportRequest, ImportResult } from '../contract/import.ts'
import { exportProfile } from '../core/profile/export-profile.ts'
import { checkProfile } from '../core/profile/parse-profile.ts'
import { summarise } from '../core/profile/summary.ts'
import { RequestFailed } from '../rpc/request-failed.ts'
import type { ProfileStore } from '../system/profile-store.ts'
import type { ReadFiles } from './import-child.ts'

/** These limits are many times what anybody has. The helper itself parses all installed profiles when it starts. */
const mostProfiles = 64
const longestText = 128 * 1024

export interface ImportPorts {
  readonly read: ReadFiles
  readonly store: ProfileStore
}

export async function importProfile(
  request: ImportRequest,
  { read, store }: ImportPorts,
  user: number,
  signal: AbortSignal,
): Promise<ImportResult> {
  const { files, format, name: wanted, answers } = request
  const answer = await read({ files, format, name: wanted, answers }, user, signal)
  if (!answer.ok) {
    const { what, place, remedy } = answer.fault
    throw new RequestFailed('bad-profile', what, { place, ...(remedy === undefined ? {} : { remedy }) })
  }
  const { name, understood, leftOut, questions, warnings } = answer
  const told = { format: answer.format, name, understood, leftOut, questions, warnings }
  if (!answer.profile) return { ...told, installed: false, summary: null }
  const checked = checkProfile(answer.profile)
  if (!checked.ok) {
    const [fault] = checked.faults
    throw new RequestFailed('bad-profile', fault?.what ?? 'It is no profile.', { place: fault?.place ?? '' })
  }
  const { profile } = checked
  signal.throwIfAborted()
  if (!request.dryRun) {
    const unreadable = store.unreadableAt(profile.name)
    if ((unreadable || store.get(profile.name)) && !request.replace) {
      const what = unreadable ? `, which is not understood: ${unreadable.why}` : ''
      throw new RequestFailed('profile-exists', `There is already a profile “${profile.name}”${what}.`, {
        remedy: 'Import it under another name, or replace it.',
      })
    }
    const [file] = files
    const isKept = answer.asWritten && file && file.content.length <= longestText
    const toml = isKept ? file.content : exportProfile(profile)
    if (toml.length > longestText) {
      throw new RequestFailed('bad-profile', `A profile has ${longestText / 1024} KiB at most.`, {
        remedy: 'Leave out the certificates that the connection does not use.',
      })
    }
    const others = store.list().filter((one) => one.profile.name !== profile.name).length + store.unreadable().length
    if (others >= mostProfiles) {
      throw new RequestFailed('bad-profile', `There are ${mostProfiles} profiles already.`, {
        remedy: 'Remove one that is not used.',
      })
    }
    store.put({ profile, toml })
  }
  return { ...told, installed: !request.dryRun, summary: summarise(profile) }
}
