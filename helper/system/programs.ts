import { accessSync, constants } from 'node:fs'

/** Where a program is looked for. */
export const programFolders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'] as const

export const isInstalled = (program: string): boolean =>
  programFolders.some((folder) => {
    try {
      accessSync(`${folder}/${program}`, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
