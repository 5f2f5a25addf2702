/** These verbs let the window read what happened, and save it where the person says. */
import type { BrowserWindow } from 'electron'
import type { AppModel } from './app-model.ts'
import type { BridgeHandlers } from './bridge-server.ts'
import { saveText, savingHistory } from './file-dialogs.ts'
import { wordFailure } from './helper-failure.ts'
import { withWindow } from './with-window.ts'

/** @param window what the dialog stands before; undefined while there is none */
export function historyVerbs(
  model: AppModel,
  window: () => BrowserWindow | undefined,
): Pick<BridgeHandlers, 'events' | 'saveHistory'> {
  return {
    events: async () => {
      const answer = await model.events()
      return answer.ok ? answer : { ok: false, words: wordFailure(answer.failure) }
    },
    saveHistory: ({ text }) => withWindow(window(), (own) => saveText(own, savingHistory, text)),
  }
}
