/** Unpacks the app by electron-builder: Electron with our name, our code in app.asar, the fuses set. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Arch, build, Platform } from 'electron-builder'
import { appConfiguration } from '../electron-builder.ts'
import { electronFor, type PackagedElectron } from './electron.ts'
import { type Release, versionOf } from './release.ts'

const root = join(import.meta.dirname, '../..')

export interface UnpackedApp {
  readonly folder: string
  readonly electron: PackagedElectron
}

/** @param work a folder of this package's own; the app is unpacked below it */
export async function unpackApp(release: Release, work: string): Promise<UnpackedApp> {
  const electron = await electronFor(release, work)
  const output = join(work, 'unpacked')
  rmSync(output, { recursive: true, force: true })
  await build({
    targets: Platform.LINUX.createTarget('dir', Arch[release.architecture]),
    projectDir: root,
    publish: 'never',
    config: appConfiguration({ electron, standIn: release.standIn, code: codeFor(release, work), output }),
  })
  const folder = join(
    output,
    release.architecture === 'x64' ? 'linux-unpacked' : `linux-${release.architecture}-unpacked`,
  )
  return { folder, electron }
}

/** The app as it was built, with the package's version; with a stand-in it begins by saying so. */
function codeFor(release: Release, work: string): string {
  const code = join(work, 'code')
  rmSync(code, { recursive: true, force: true })
  cpSync(join(root, 'dist/app'), code, { recursive: true })
  const file = join(code, 'package.json')
  // The same order in the words of npm (semver.org, 11).
  const version = versionOf(release).replace('~', '-')
  const written = { ...(JSON.parse(readFileSync(file, 'utf8')) as object), version }
  const notice = 'stand-in-notice.cjs'
  if (release.standIn) cpSync(join(import.meta.dirname, notice), join(code, notice))
  writeFileSync(file, JSON.stringify(release.standIn ? { ...written, main: notice } : written))
  return code
}
