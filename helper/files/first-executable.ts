import { constants } from 'node:fs'
import { access } from 'node:fs/promises'

/**
 * The first of these that can be run, or null. Absolute paths, where distributions put a program: whoever sets our PATH does
 * not choose a daemon.
 */
export async function firstExecutable(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (executable) return path
  }
  return null
}
