import { accessSync, constants } from 'node:fs'

/** Where a program is looked for. */
export const programFolders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'] as const

/** Whether a program is there that may be run. */
export const isInstalled = (program: string, folders: readonly string[] = programFolders): boolean =>
  folders.some((folder) => {
    try {
      accessSync(`${folder}/${program}`, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
