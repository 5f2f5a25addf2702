import { accessSync, constants } from 'node:fs'

/** The folders in which a program is looked for, in this order. */
export const programFolders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'] as const

/** Whether a program of this name is installed and executable. */
export const isInstalled = (program: string, folders: readonly string[] = programFolders): boolean =>
  folders.some((folder) => {
    try {
      accessSync(`${folder}/${program}`, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
