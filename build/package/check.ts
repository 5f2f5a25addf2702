/** Examines a package that was made: its list against the table, then the distributions' own checkers, each exception with its reason. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { exceptions } from './exceptions.ts'
import type { Entry } from './expand.ts'
import type { Format } from './release.ts'

const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'inherit'] })

/** Lists the files and links in a package by the package manager's own program. */
const listed: Readonly<Record<'deb' | 'rpm', (path: string) => readonly string[]>> = {
  deb: (path) =>
    run('dpkg-deb', '--contents', path)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('d'))
      .map((line) => line.replace(/^(?:\S+\s+){5}\./, '').split(' -> ')[0] ?? ''),
  rpm: (path) =>
    run('rpm', '-qp', '--qf', '[%{FILEMODES:perms} %{FILENAMES}\n]', path)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('d'))
      .map((line) => line.replace(/^\S+ /, '')),
}

/** Throws an error whose message has a line for each complaint. */
export function checkPackage(path: string, format: Format, entries: readonly Entry[]): void {
  if (format === 'AppImage') return
  const complaints = [
    ...differences(listed[format](path), entries),
    ...(format === 'deb' ? unpacked(path, judgedDeb) : judged('rpmlint', path)),
  ]
  if (complaints.length > 0) throw new Error(`${path}:\n${complaints.join('\n')}`)
  console.log(`${basename(path)}: its list is the table's, and the checkers have nothing else to say`)
}

function differences(found: readonly string[], entries: readonly Entry[]): readonly string[] {
  const [there, wanted] = [new Set(found), new Set(entries.map(({ path }) => path))]
  return [
    ...[...wanted].filter((path) => !there.has(path)).map((path) => `missing: ${path}`),
    ...[...there].filter((path) => !wanted.has(path)).map((path) => `not in the table: ${path}`),
  ]
}

/** What a checker of packages prints, but for the exceptions. */
function judged(checker: keyof typeof exceptions, ...args: readonly string[]): readonly string[] {
  const { stdout, error } = spawnSync(checker, args, { encoding: 'utf8' })
  if (error) return [`${checker} is not installed`]
  const found = stdout.split('\n').filter((line) => /\b[EW]: /.test(line))
  return found.filter((line) => !exceptions[checker].some(({ says }) => says.test(line)))
}

function unpacked<Result>(path: string, use: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'roam6-package-'))
  try {
    run('dpkg-deb', '--raw-extract', path, join(folder, 'raw'))
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** lintian of Debian 12 does not read zstd: it gets the same package without compression. */
function judgedDeb(folder: string): readonly string[] {
  const [raw, twin] = [join(folder, 'raw'), join(folder, 'roam6.deb')]
  run('dpkg-deb', '-Znone', '--root-owner-group', '--build', raw, twin)
  return [...programs(raw), ...judgedFiles(raw), ...judged('lintian', '--allow-root', '--tag-display-limit', '0', twin)]
}

/** The programs run as they were packed: with all that they import, on the Node beside them. */
function programs(raw: string): readonly string[] {
  return ['roam6', 'roam6-helper'].flatMap((name) => {
    const { status, stderr } = spawnSync(join(raw, 'usr/lib/roam6', name), ['--version'], { encoding: 'utf8' })
    return status === 0 ? [] : [`${name} --version: ${stderr.trim()}`]
  })
}

/** Checkers of single files; each ends with another status than 0 where it has something to say. */
const fileCheckers: readonly { readonly program: string; readonly args: readonly string[]; readonly file: string }[] = [
  { program: 'desktop-file-validate', args: [], file: 'usr/share/applications/roam6.desktop' },
  { program: 'desktop-file-validate', args: [], file: 'etc/xdg/autostart/roam6.desktop' },
  { program: 'appstreamcli', args: ['validate', '--no-net'], file: 'usr/share/metainfo/io.github.roam6.metainfo.xml' },
]

function judgedFiles(raw: string): readonly string[] {
  return fileCheckers.flatMap(({ program, args, file }) => {
    const { status, stdout, error } = spawnSync(program, [...args, join(raw, file)], { encoding: 'utf8' })
    if (error) return [`${program} is not installed`]
    return status === 0 ? [] : [`${program} ${file}: ${stdout.trim()}`]
  })
}
