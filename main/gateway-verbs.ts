/**
 * These verbs give the window the other end of a profile: its files as text, with the values that a person gave, and a way to save them.
 */
import { basename } from 'node:path'
import type { BrowserWindow } from 'electron'
import { fill } from '../helper/core/gateway/blanks.ts'
import { gatewayTexts, kindsFor } from '../helper/core/gateway/gateway-texts.ts'
import type { GatewayText } from '../helper/core/gateway/text.ts'
import type { AppModel } from './app-model.ts'
import type { BridgeHandlers } from './bridge-server.ts'
import type { GatewayChoice, GatewayView, Reply } from './contract/bridge.ts'
import { chooseFolder, saveText, savingGatewayFile } from './file-dialogs.ts'
import { writeGatewayFiles } from './gateway-files.ts'
import { wordFailure } from './helper-failure.ts'
import { shownProfile } from './shown-profile.ts'
import { withWindow } from './with-window.ts'

interface Asked {
  readonly view: GatewayView
  /** Null where such a profile has no text. */
  readonly text: GatewayText | null
}

/** @param window what dialogs stand before; undefined while there is none */
export function gatewayVerbs(
  model: AppModel,
  window: () => BrowserWindow | undefined,
): Pick<BridgeHandlers, 'gateway' | 'saveGateway'> {
  const ask = async (choice: GatewayChoice): Promise<Reply<Asked>> => {
    const answer = await model.request('show', { profile: choice.profile, secrets: false })
    if (!answer.ok) return { ok: false, words: wordFailure(answer.failure) }
    const { profile, laptopKey } = shownProfile(answer.value)
    const kinds = kindsFor(profile)
    const kind = kinds.find((one) => one === choice.kind) ?? kinds[0]
    if (kind === undefined) return { ok: true, value: { view: noText, text: null } }
    const empty = gatewayTexts(profile, kind, { secrets: false, laptopKey })
    return { ok: true, value: filled(empty, kinds, choice.values) }
  }
  return {
    async gateway(choice) {
      const asked = await ask(choice)
      return asked.ok ? { ok: true, value: asked.value.view } : asked
    },
    async saveGateway({ file, ...choice }) {
      const asked = await ask(choice)
      if (!asked.ok) return asked
      const files = asked.value.text?.files ?? []
      const one = files.find(({ name }) => name === file)
      return withWindow(window(), (own) =>
        one ? saveText(own, savingGatewayFile(basename(one.path)), one.content) : saveAll(own, files),
      )
    },
  }
}

const noText: GatewayView = { kinds: [], kind: null, files: [], blanks: [], missing: [], faults: {} }

/** Puts in the values that are right; of the others each is told by itself. */
function filled(empty: GatewayText, kinds: readonly string[], values: GatewayChoice['values']): Asked {
  const faults: Record<string, string> = {}
  const right: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) {
    const tried = fill(empty, { [name]: value })
    if (tried.ok) right[name] = value
    else for (const { what } of tried.faults) faults[name] = what
  }
  const result = fill(empty, right)
  const text = result.ok ? result.text : empty
  const missing = text.blanks.map(({ name }) => name)
  return { text, view: { kinds, kind: text.kind, files: text.files, blanks: empty.blanks, missing, faults } }
}

async function saveAll(
  window: BrowserWindow,
  files: GatewayText['files'],
): Promise<Reply<{ readonly saved: boolean }>> {
  const folder = await chooseFolder(window)
  if (folder === undefined) return { ok: true, value: { saved: false } }
  const written = writeGatewayFiles(folder, files, false)
  if (written.ok) return { ok: true, value: { saved: true } }
  const message =
    'there' in written
      ? `${written.there} is there already. Choose an empty folder.`
      : `The files cannot be written: ${written.refused}.`
  return { ok: false, words: { message } }
}
