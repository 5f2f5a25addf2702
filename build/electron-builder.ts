/** How electron-builder unpacks the app: Electron, the app's code in one archive, and the fuses. Packages are made of it by `package/main.ts`. */
import { join } from 'node:path'
import type { Configuration } from 'electron-builder'
import type { PackagedElectron } from './package/electron.ts'

export interface AppToUnpack {
  readonly electron: PackagedElectron
  readonly standIn: boolean
  /** The app's own files, which become the archive: code, window, icons. */
  readonly code: string
  readonly output: string
}

export function appConfiguration({ electron, standIn, code, output }: AppToUnpack): Configuration {
  return {
    appId: 'io.github.roam6',
    productName: 'Roam6',
    directories: { app: code, output },
    // The code is whole: no module is loaded at run time, and electron-builder would add all that the checkout depends on.
    files: ['**/*', '!node_modules/**/*'],
    electronDist: electron.source,
    electronVersion: electron.version,
    npmRebuild: false,
    linux: { target: 'dir', executableName: 'roam6-app', icon: join(code, 'icons'), category: 'Network' },
    // What the app does not need, nobody may switch on from outside.
    electronFuses: {
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      // The stand-in's Electron is older than this fuse (29).
      ...(standIn ? {} : { grantFileProtocolExtraPrivileges: false }),
    },
  }
}
