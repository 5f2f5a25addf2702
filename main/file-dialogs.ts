/**
 * This module opens the native dialogs. What the person chooses is read or written here, and its path stays here; what the window may not
 * decide is asked here.
 */
import { chmodSync, writeFileSync } from 'node:fs'
import { type BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions } from 'electron'
import type { Reply, WindowFile } from './contract/bridge.ts'
import { readFiles } from './read-files.ts'

export type Pick = 'files' | 'folder' | 'pem'

const dialogs: Readonly<Record<Pick, OpenDialogOptions>> = {
  files: { title: 'Import files', buttonLabel: 'Read', properties: ['openFile', 'multiSelections'] },
  folder: { title: 'Import a folder', buttonLabel: 'Read', properties: ['openDirectory'] },
  pem: { title: 'Choose a PEM file', buttonLabel: 'Read', properties: ['openFile'] },
}

/** Empty where the person cancelled; refused as a whole where there is too much. */
export async function pickFiles(window: BrowserWindow, what: Pick): Promise<Reply<readonly WindowFile[]>> {
  const { filePaths } = await dialog.showOpenDialog(window, dialogs[what])
  return readFiles(filePaths)
}

export const exporting = (suggested: string, secrets: boolean): SaveDialogOptions => ({
  title: secrets ? 'Export profile with its keys and secrets' : 'Export profile',
  buttonLabel: 'Export',
  defaultPath: suggested,
  filters: [{ name: 'Roam6 profile', extensions: ['toml'] }],
})

export const savingHistory: SaveDialogOptions = {
  title: 'Save history',
  buttonLabel: 'Save',
  defaultPath: 'roam6-history.txt',
  filters: [{ name: 'Text', extensions: ['txt'] }],
}

export const savingGatewayFile = (suggested: string): SaveDialogOptions => ({
  title: 'Save a file of the gateway',
  buttonLabel: 'Save',
  defaultPath: suggested,
})

/** @returns undefined where the person cancelled */
export async function chooseFolder(window: BrowserWindow): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: 'Save all files of the gateway',
    buttonLabel: 'Save here',
    properties: ['openDirectory', 'createDirectory'],
  })
  return filePaths[0]
}

/** @returns whether it was saved; false where the person cancelled */
export async function saveText(
  window: BrowserWindow,
  options: SaveDialogOptions,
  text: string,
): Promise<Reply<{ readonly saved: boolean }>> {
  const { filePath } = await dialog.showSaveDialog(window, options)
  if (!filePath) return { ok: true, value: { saved: false } }
  try {
    // There may be keys in it; a file that was there before keeps its mode unless it is told.
    writeFileSync(filePath, text, { mode: 0o600 })
    chmodSync(filePath, 0o600)
    return { ok: true, value: { saved: true } }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    return { ok: false, words: { message: `The file cannot be written: ${code}.` } }
  }
}

/** Whether the person wants the keys and secrets of this profile in the window. A page that was taken over cannot answer for them. */
export async function mayShowSecrets(window: BrowserWindow, profile: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Open “${profile}” for editing?`,
    detail: 'Its keys and secrets come into the window for it.',
    buttons: ['Open', 'Cancel'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  return response === 0
}
