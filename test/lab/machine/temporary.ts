/**
 * Folders of this run's own, gone with the process however it ends, short of SIGKILL. Processes that are ended that way
 * by whoever started them (vitest's workers) make theirs in a folder of that one's: ROAM6_TEMPORARY.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders = new Set<string>()

process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Makes a folder that is open to nobody else. */
export function temporaryFolder(what: string): string {
  const folder = mkdtempSync(join(process.env.ROAM6_TEMPORARY ?? tmpdir(), `roam6-${what}-`))
  folders.add(folder)
  return folder
}

/** Whoever wrote there has ended, but for children of an Electron that are still about to. */
export function removeTemporary(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  folders.delete(folder)
}
