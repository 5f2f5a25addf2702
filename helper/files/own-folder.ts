import { mkdirSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * A folder that is root's and that nobody else may write: what is kept there is trusted by the next helper.
 * @throws where it is someone else's, or writable by others
 */
export function ownFolder(path: string, mode: number): string {
  const folder = resolve(path)
  mkdirSync(folder, { recursive: true, mode })
  const { uid, mode: found } = statSync(folder)
  if (uid !== 0 || (found & 0o022) !== 0) throw new Error(`${folder} must belong to root and be writable by root alone`)
  return folder
}
