/** Makes an AppImage: the runtime that mounts it, and after that a squashfs of the table's content (https://github.com/AppImage/AppImageSpec). */
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, createReadStream, createWriteStream, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Arch } from 'electron-builder'
import { standInRuntime } from '../electron/stand-in.ts'
import type { Entry } from './expand.ts'
import { fileName, type Release } from './release.ts'

const packMs = 600_000

/** An AppImage leaves these paths out: only the system's own programs would read them. */
const outside = /^\/(etc|usr\/lib\/(systemd|sysusers\.d|NetworkManager)|usr\/share\/polkit-1)\//

/** Starts the app; under the name roam6 it is the command line. */
const appRun = `#!/bin/sh
here=$(dirname -- "$(readlink -f -- "$0")")
case $(basename -- "\${ARGV0:-}") in
  roam6) exec "$here/usr/lib/roam6/roam6" "$@" ;;
  *) exec "$here/usr/lib/roam6/app/roam6-app" "$@" ;;
esac
`

/** Writes the file by which gensquashfs(1) packs. It takes quotes around an installed path, and none around a source, which is the rest of the line. */
export function packFile(entries: readonly Entry[], run: string): string {
  const inside = entries.filter(({ path }) => !outside.test(path))
  const desktop = '/usr/share/applications/roam6.desktop'
  const icon = '/usr/share/icons/hicolor/256x256/apps/roam6.png'
  return [
    `file /AppRun 0755 0 0 ${run}`,
    ...inside.map(({ path, mode, source, isLink }) =>
      isLink ? `slink "${path}" 0777 0 0 ${source}` : `file "${path}" 0${mode.toString(8)} 0 0 ${source}`,
    ),
    `slink /roam6.desktop 0777 0 0 ${desktop.slice(1)}`,
    `slink /roam6.png 0777 0 0 ${icon.slice(1)}`,
    `slink /.DirIcon 0777 0 0 ${icon.slice(1)}`,
    '',
  ].join('\n')
}

/** @returns the path of the AppImage. @throws where gensquashfs (squashfs-tools-ng) is missing */
export async function packAppImage(
  release: Release,
  entries: readonly Entry[],
  work: string,
  output: string,
): Promise<string> {
  const run = join(work, 'AppRun')
  writeFileSync(run, appRun)
  const list = join(work, 'app-image.list')
  writeFileSync(list, packFile(entries, run))
  const image = join(work, 'app-image.squashfs')
  // The stand-in's runtime reads gzip alone; of today's one zstd is known to be read.
  const compressor = release.standIn ? 'gzip' : 'zstd'
  const options = [
    '--force',
    '--quiet',
    '--all-root',
    '--compressor',
    compressor,
    '--defaults',
    `mtime=${release.epoch}`,
  ]
  execFileSync('gensquashfs', [...options, '--pack-file', list, image], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: packMs,
  })
  const target = join(output, fileName(release, 'AppImage'))
  cpSync(await runtimeFor(release, work), target)
  await pipeline(createReadStream(image), createWriteStream(target, { flags: 'a' }))
  rmSync(image)
  chmodSync(target, 0o755)
  return target
}

async function runtimeFor(release: Release, work: string): Promise<string> {
  if (release.standIn) return standInRuntime(join(work, 'runtime'))
  // electron-builder has the runtime's hash, and downloads it; its table of tools is not among what it exports by name.
  const { getAppImageTools } = await import('app-builder-lib/out/toolsets/linux.js')
  const { runtime } = await getAppImageTools('1.0.3', Arch[release.architecture])
  return runtime
}
