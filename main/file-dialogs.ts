/** The native dialogs: what the person chooses is read or written here, and its path stays here. */
import { lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
import type { Reply, WindowFile, Words } from './contract/bridge.ts'
import { maxFileBytes, maxFiles, maxImportBytes } from './contract/limits.ts'

/** Folders within folders; tinc's and OpenVPN's go two deep. */
const maxDepth = 6

export type Pick = 'files' | 'folder' | 'pem'

const dialogs: Readonly<Record<Pick, OpenDialogOptions>> = {
  files: { title: 'Import files', buttonLabel: 'Read', properties: ['openFile', 'multiSelections'] },
  folder: { title: 'Import a folder', buttonLabel: 'Read', properties: ['openDirectory'] },
  pem: { title: 'Choose a PEM file', buttonLabel: 'Read', properties: ['openFile'] },
}

/** Empty where the person cancelled; refused as a whole where there is too much. */
export async function pickFiles(window: BrowserWindow, what: Pick): Promise<Reply<readonly WindowFile[]>> {
  const { filePaths } = await dialog.showOpenDialog(window, dialogs[what])
  try {
    const found = filePaths.flatMap((path) => list(path, basename(path), maxDepth))
    const words = tooMuch(found)
    if (words) return { ok: false, words }
    return { ok: true, value: found.map(({ path, name }) => ({ name, bytes: new Uint8Array(readFileSync(path)) })) }
  } catch (error) {
    return { ok: false, words: cannot('read', error) }
  }
}

/** @returns whether it was saved; false where the person cancelled */
export async function saveText(
  window: BrowserWindow,
  suggested: string,
  text: string,
): Promise<Reply<{ readonly saved: boolean }>> {
  const { filePath } = await dialog.showSaveDialog(window, {
    title: 'Export profile',
    buttonLabel: 'Export',
    defaultPath: suggested,
    filters: [{ name: 'Roam6 profile', extensions: ['toml'] }],
  })
  if (!filePath) return { ok: true, value: { saved: false } }
  try {
    // There may be keys in it.
    writeFileSync(filePath, text, { mode: 0o600 })
    return { ok: true, value: { saved: true } }
  } catch (error) {
    return { ok: false, words: cannot('write', error) }
  }
}

interface Found {
  readonly path: string
  readonly name: string
  readonly size: number
}

/** What was chosen may be a link; what lies in a chosen folder and is one leads elsewhere, and is passed over. */
function list(path: string, name: string, depth: number): Found[] {
  const stat = depth === maxDepth ? statSync(path) : lstatSync(path)
  if (stat.isFile()) return [{ path, name, size: stat.size }]
  if (!stat.isDirectory() || depth === 0) return []
  return readdirSync(path).flatMap((entry) => list(join(path, entry), `${name}/${entry}`, depth - 1))
}

function tooMuch(found: readonly Found[]): Words | undefined {
  const large = found.find(({ size }) => size > maxFileBytes)
  if (large) return { message: `${large.name} is larger than 1 MiB, so nothing was read.` }
  if (found.length > maxFiles) return { message: `These are ${found.length} files; at most ${maxFiles} are read.` }
  const total = found.reduce((sum, { size }) => sum + size, 0)
  return total > maxImportBytes ? { message: 'Together these files are larger than 8 MiB.' } : undefined
}

const cannot = (verb: 'read' | 'write', error: unknown): Words => ({
  message: `The file cannot be ${verb === 'read' ? 'read' : 'written'}: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`,
})
