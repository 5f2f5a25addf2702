/** These verbs let the window act on profiles. Each is one or two of the helper's, with its dialogs. */
import type { BrowserWindow } from 'electron'
import { stringify } from 'smol-toml'
import type { ImportedFile } from '../helper/contract/import.ts'
import { type Profile, profileVersion } from '../helper/contract/profile.ts'
import type { AppModel } from './app-model.ts'
import type { BridgeHandlers } from './bridge-server.ts'
import type { ImportDraft, Reply, Words } from './contract/bridge.ts'
import { exporting, mayShowSecrets, pickFiles, saveText } from './file-dialogs.ts'
import { type Answer, type HelperFailure, wordFailure } from './helper-failure.ts'
import { importedFile } from './imported-file.ts'
import { makeTincKey } from './make-tinc-key.ts'
import { withWindow } from './with-window.ts'

type ProfileVerb =
  | 'pickFiles'
  | 'previewImport'
  | 'installImport'
  | 'profileValue'
  | 'makeTincKey'
  | 'hostFile'
  | 'exportProfile'
  | 'removeProfile'
  | 'profileFacts'
  | 'duplicateProfile'
  | 'renameProfile'
  | 'changeStart'

/** @param window what dialogs stand before; undefined while there is none */
export function profileVerbs(
  model: AppModel,
  window: () => BrowserWindow | undefined,
): Pick<BridgeHandlers, ProfileVerb> {
  const ask = async (draft: ImportDraft, how: { dryRun: boolean; replace: boolean }) =>
    replyOf(await model.request('import', { ...requestOf(draft), ...how }))
  const changed = async <Value>(reply: Reply<Value>) => {
    if (reply.ok) await model.refreshProfiles()
    return reply
  }
  /** Through this process only: the window sees neither keys nor secrets of a profile that has another name or start. */
  const installWith = async (
    profile: string,
    change: Partial<Pick<Profile, 'name' | 'start'>>,
    replace: boolean,
  ): Promise<Reply<null>> => {
    const shown = replyOf(await model.request('show', { profile, secrets: true }))
    if (!shown.ok) return shown
    const { profile: value } = shown.value
    if (!value) return untold
    const source = { profile: { ...value, ...change } }
    const reply = await ask({ source, format: undefined, name: undefined, answers: {} }, { dryRun: false, replace })
    return reply.ok ? { ok: true, value: null } : reply
  }
  const remove = async (profile: string): Promise<Reply<null>> => {
    const reply = replyOf(await model.request('remove', { profile }))
    return reply.ok ? { ok: true, value: null } : reply
  }
  return {
    pickFiles: ({ what }) => withWindow(window(), (own) => pickFiles(own, what)),
    // A name that is taken is asked about in the window: no reason to say nothing of the rest.
    previewImport: (draft) => ask(draft, { dryRun: true, replace: true }),
    installImport: async ({ replace, ...draft }) => changed(await ask(draft, { dryRun: false, replace })),
    profileValue: async ({ profile }) => {
      const own = window()
      if (!own || !(await mayShowSecrets(own, profile))) return { ok: true, value: null }
      const reply = replyOf(await model.request('show', { profile, secrets: true }))
      if (!reply.ok) return reply
      const { profile: value } = reply.value
      return value ? { ok: true, value } : untold
    },
    makeTincKey: async () => ({ ok: true, value: await makeTincKey() }),
    hostFile: async ({ profile }) => {
      const reply = replyOf(await model.request('show', { profile, secrets: false }))
      return reply.ok ? { ok: true, value: reply.value.hostFile ?? null } : reply
    },
    exportProfile: async ({ profile, secrets }) => {
      const reply = replyOf(await model.request('show', { profile, secrets }))
      if (!reply.ok) return reply
      return withWindow(window(), (own) => saveText(own, exporting(`${profile}.toml`, secrets), reply.value.toml))
    },
    removeProfile: async ({ profile }) => changed(await remove(profile)),
    profileFacts: async ({ profile }) => {
      const reply = replyOf(await model.request('show', { profile, secrets: false }))
      return reply.ok ? { ok: true, value: reply.value.facts ?? null } : reply
    },
    duplicateProfile: async ({ profile, name }) => changed(await installWith(profile, { name }, false)),
    changeStart: async ({ profile, start }) => changed(await installWith(profile, { start: { when: start } }, true)),
    renameProfile: async ({ profile, name }) => {
      const { settings, snapshot } = model.state
      const wasWanted = snapshot?.intent === 'up' && snapshot.profile === profile
      const installed = await installWith(profile, { name }, false)
      if (!installed.ok) return installed
      const removed = await changed(await remove(profile))
      if (!removed.ok) return removed
      if (settings.profile === profile) model.changeSettings({ profile: name })
      if (wasWanted) await model.connectTo(name)
      return removed
    },
  }
}

function requestOf({ source, format, name, answers }: ImportDraft) {
  const files: ImportedFile[] =
    'files' in source
      ? source.files.map(importedFile)
      : [{ name: `${source.profile.name}.toml`, content: tomlOf(source.profile), encoding: 'utf8' }]
  const known = 'files' in source ? format : ('toml' as const)
  return { files, ...(known ? { format: known } : {}), ...(name === undefined ? {} : { name }), answers }
}

const untold = { ok: false, words: { message: 'The helper does not tell what is in it.' } } as const

const tomlOf = (profile: object) => stringify({ version: profileVersion, ...profile })

const replyOf = <Value>(answer: Answer<Value>): Reply<Value> =>
  answer.ok ? answer : { ok: false, words: wordsOf(answer.failure) }

/** The place apart from the message: a form says it at the field. */
function wordsOf(failure: HelperFailure): Words {
  if (failure.code !== 'refused') return wordFailure(failure)
  const { place, remedy } = failure.reason
  return { message: failure.message, ...(place ? { place } : {}), ...(remedy ? { remedy } : {}) }
}
