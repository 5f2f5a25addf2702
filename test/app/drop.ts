/** Files dropped on the window as the desktop drops them: real ones, by Chromium's own drag and drop. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'

/** Files on disk that the app's account may read; returns their folder, and what removes it. */
export function filesOnDisk(content: Readonly<Record<string, string | Uint8Array>>): {
  folder: string
  remove(): void
} {
  const folder = mkdtempSync(join(tmpdir(), 'roam6-files-'))
  chmodSync(folder, 0o755)
  for (const [name, text] of Object.entries(content)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

type Step = 'dragEnter' | 'dragOver' | 'drop' | 'dragCancel'

/** @param files absolute paths, of files or folders */
export async function drag(page: Page, files: readonly string[], steps: readonly Step[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  for (const type of steps) await session.send('Input.dispatchDragEvent', { type, x: 200, y: 300, data })
  await session.detach()
}

export const drop = (page: Page, files: readonly string[]) => drag(page, files, ['dragEnter', 'dragOver', 'drop'])
