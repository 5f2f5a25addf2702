/** This module reads and writes the desktop entry that brings the app up, hidden, at login. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const name = 'autostart/roam6.desktop'

/** The folders of configuration, the user's own first: of two entries with one name the earlier counts (XDG Base Directory Specification). */
const folders = (): readonly [own: string, ...system: string[]] => [
  process.env.XDG_CONFIG_HOME || join(homedir(), '.config'),
  ...(process.env.XDG_CONFIG_DIRS || '/etc/xdg').split(':').filter(Boolean),
]

/** Says whether the app comes up at login: by the user's own entry, or by the one that a package has installed for all. */
export function opensAtLogin(): boolean {
  const [entry] = folders().flatMap((folder) => textOf(join(folder, name)) ?? [])
  return entry !== undefined && !/^(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m.test(entry)
}

/**
 * Writes the user's own entry, also to switch off: a package's entry for all users would hold again without it.
 *
 * @param command program and arguments, as they are: quoting is done here
 */
export function setAutostart(wanted: boolean, command: readonly string[]): void {
  const [own] = folders()
  const file = join(own, name)
  mkdirSync(join(own, 'autostart'), { recursive: true })
  writeFileSync(`${file}.new`, autostartEntry(wanted, command))
  renameSync(`${file}.new`, file)
}

/** `Hidden` means as good as absent (Desktop Entry Specification, "Recognized desktop entry keys"). */
export function autostartEntry(wanted: boolean, command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Roam6',
    'Comment=Takes the laptop home',
    `Exec=${[...command, '--hidden'].map(quoteExec).join(' ')}`,
    'Terminal=false',
    `Hidden=${!wanted}`,
    '',
  ].join('\n')
}

/** Undefined where there is no such file. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/**
 * One argument of an Exec line (Desktop Entry Specification, "The Exec key"): quoted, its `"`, backtick, `$` and `\`
 * escaped, `%` doubled; then each backslash once more, as the value is a string of the file format.
 */
export function quoteExec(argument: string): string {
  const plain = /^[\w@%+=:,./-]+$/.test(argument) // nothing that Exec gives a meaning to, but %
  const quoted = plain ? argument : `"${argument.replace(/["`$\\]/g, '\\$&')}"`
  return quoted.replaceAll('%', '%%').replaceAll('\\', '\\\\')
}
