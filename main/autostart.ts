/** This module writes the desktop entry that brings the app up, hidden, at login. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** $XDG_CONFIG_HOME/autostart, as the Desktop Application Autostart Specification has it. */
const folder = () => join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'autostart')
const file = () => join(folder(), 'roam6.desktop')

/** @param command program and arguments, as they are: quoting is done here */
export function setAutostart(wanted: boolean, command: readonly string[]): void {
  if (!wanted) {
    rmSync(file(), { force: true })
    return
  }
  mkdirSync(folder(), { recursive: true })
  writeFileSync(`${file()}.new`, autostartEntry(command))
  renameSync(`${file()}.new`, file())
}

export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Roam6',
    'Comment=Takes the laptop home',
    `Exec=${[...command, '--hidden'].map(quoteExec).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
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
