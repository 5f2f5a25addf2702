/** Makes the files of a package that are not copied from anywhere. Each has the name that `content.ts` gives to its source. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { launcher, nodeOfPackage } from '../bundle/launcher.ts'
import { documents } from '../linux/documents.ts'
import type { UnpackedApp } from './app-folder.ts'
import { changelog } from './changelog.ts'
import { electronComponent, moduleComponents } from './components.ts'
import { compressedPath, madeName } from './content.ts'
import { copyright } from './copyright.ts'
import { dateOf, type Release, versionOf } from './release.ts'
import { sbom } from './sbom.ts'

const root = join(import.meta.dirname, '../..')
const text = (path: string) => readFileSync(join(root, path), 'utf8')

/** Node writes no name and no time into what it compresses. */
const compressed = (content: string | Buffer) => gzipSync(content, { level: 9 })

/** A name that a package for tests adds to the program's own, wherever a person reads it. */
const mark = ({ standIn }: Release) => (standIn ? ' (stand-in, for tests)' : '')

const filled = (path: string, release: Release) =>
  text(path)
    .replaceAll('@VERSION@', versionOf(release))
    .replaceAll('@DATE@', dateOf(release))
    .replaceAll('@HOMEPAGE@', release.publisher.homepage)
    .replaceAll('@MARK@', mark(release))

interface Parts {
  readonly app: UnpackedApp
  readonly modules: string
}

/** Name of each file, and its content. */
export function madeFiles(release: Release, { app, modules }: Parts): ReadonlyMap<string, string | Buffer> {
  const electron = electronComponent(app.folder, app.electron.version)
  const shipped = moduleComponents(modules)
  const node = readFileSync(join(modules, `node-linux-${release.architecture}`, 'LICENSE'))
  return new Map<string, string | Buffer>([
    ['roam6', launcher('roam6', 'cli/main.mjs', false, nodeOfPackage)],
    ['roam6-helper', launcher('roam6-helper', 'helper/main.mjs', true, nodeOfPackage)],
    ['roam6.desktop', filled('build/linux/roam6.desktop', release)],
    ['autostart.desktop', filled('build/linux/autostart.desktop', release)],
    ['metainfo.xml', filled('build/linux/metainfo.xml', release)],
    [
      'copyright',
      copyright({ homepage: release.publisher.homepage, own: text('LICENSE'), electron, modules: shipped }),
    ],
    ['changelog.gz', compressed(changelog(text('CHANGELOG.md'), release))],
    ['sbom.cdx.json.gz', compressed(sbom(root, shipped, electron, release))],
    ['LICENSES.chromium.html.gz', compressed(readFileSync(join(app.folder, 'LICENSES.chromium.html')))],
    ['LICENSE.node.gz', compressed(node)],
    ...documents(versionOf(release)).map(([path, content]) => {
      const name = compressedPath(path)
      return [madeName(name), name === path ? content : compressed(content)] as const
    }),
  ])
}

/** Writes the files below `work`, and returns their folder. */
export function writeMade(release: Release, parts: Parts, work: string): string {
  const folder = join(work, 'made')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, content] of madeFiles(release, parts)) writeFileSync(join(folder, name), content)
  return folder
}
