/** Examines a package that was made: its list against the table, then the distributions' own checkers, each exception with its reason. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exceptions } from './exceptions.ts'
import type { Entry } from './expand.ts'
import type { Format } from './release.ts'

const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'inherit'] })

/** Paths of the files and links in a package, as its own program lists them. */
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

/** @throws with what is wrong, one complaint a line */
export function checkPackage(path: string, format: Format, entries: readonly Entry[]): void {
  if (format === 'AppImage') return
  const complaints = [...differences(listed[format](path), entries), ...judged(format, path)]
  if (format === 'deb') complaints.push(...judgedFiles(path))
  if (complaints.length > 0) throw new Error(`${path}:\n${complaints.join('\n')}`)
  console.log(`${path}: its list is the table's, and the checkers have nothing else to say`)
}

function differences(found: readonly string[], entries: readonly Entry[]): readonly string[] {
  const [there, wanted] = [new Set(found), new Set(entries.map(({ path }) => path))]
  return [
    ...[...wanted].filter((path) => !there.has(path)).map((path) => `missing: ${path}`),
    ...[...there].filter((path) => !wanted.has(path)).map((path) => `not in the table: ${path}`),
  ]
}

/** What a checker of packages prints, but for the exceptions. */
function judged(format: 'deb' | 'rpm', path: string): readonly string[] {
  const program = format === 'deb' ? 'lintian' : 'rpmlint'
  const { stdout, error } = spawnSync(program, format === 'deb' ? ['--allow-root', path] : [path], { encoding: 'utf8' })
  if (error) return [`${program} is not installed`]
  const found = stdout.split('\n').filter((line) => /\b[EW]: /.test(line))
  return found.filter((line) => !exceptions[program].some(({ says }) => says.test(line)))
}

/** Checkers of single files; each ends with another status than 0 where it has something to say. */
const fileCheckers: readonly { readonly program: string; readonly args: readonly string[]; readonly file: string }[] = [
  { program: 'desktop-file-validate', args: [], file: 'usr/share/applications/roam6.desktop' },
  { program: 'desktop-file-validate', args: [], file: 'etc/xdg/autostart/roam6.desktop' },
  { program: 'appstreamcli', args: ['validate', '--no-net'], file: 'usr/share/metainfo/io.github.roam6.metainfo.xml' },
]

function judgedFiles(path: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'roam6-package-'))
  try {
    run('dpkg-deb', '--extract', path, folder)
    return fileCheckers.flatMap(({ program, args, file }) => {
      const { status, stdout, error } = spawnSync(program, [...args, join(folder, file)], { encoding: 'utf8' })
      if (error) return [`${program} is not installed`]
      return status === 0 ? [] : [`${program} ${file}: ${stdout.trim()}`]
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
