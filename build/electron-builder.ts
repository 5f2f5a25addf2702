/** Packages: not made yet beyond the unpacked app. What holds for all of them stands here. */
import { join } from 'node:path'
import type { Configuration } from 'electron-builder'
import { assertOfficial, provideElectron } from './electron/provide.ts'

const root = join(import.meta.dirname, '..')

/** @throws where the official, current Electron cannot be had: a stand-in never gets into a package */
export function packageConfiguration(): Configuration {
  const electron = provideElectron()
  assertOfficial(electron)
  return {
    appId: 'io.github.roam6',
    productName: 'Roam6',
    executableName: 'roam6-app',
    directories: { app: join(root, 'dist/app'), output: join(root, 'dist/package') },
    electronDist: electron.folder,
    electronVersion: electron.version,
    npmRebuild: false,
    linux: { target: 'dir', icon: join(root, 'dist/app/icons'), category: 'Network' },
    // What the app does not need, nobody may switch on from outside.
    electronFuses: {
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      grantFileProtocolExtraPrivileges: false,
    },
  }
}
