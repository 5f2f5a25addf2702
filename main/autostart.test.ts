import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { autostartEntry, opensAtLogin, quoteExec, setAutostart } from './autostart.ts'

afterEach(() => vi.unstubAllEnvs())

/** Folders of configuration as a user has them: their own, and the system's. */
function configuration(): { readonly own: string; readonly system: string } {
  const folder = mkdtempSync(join(tmpdir(), 'roam6-autostart-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [own, system] = [join(folder, 'own'), join(folder, 'xdg')]
  vi.stubEnv('XDG_CONFIG_HOME', own)
  vi.stubEnv('XDG_CONFIG_DIRS', `${join(folder, 'none')}:${system}`)
  return { own, system }
}

function installEntry(folder: string): void {
  mkdirSync(join(folder, 'autostart'), { recursive: true })
  cpSync(join(import.meta.dirname, '../build/linux/autostart.desktop'), join(folder, 'autostart/roam6.desktop'))
}

test.each([
  ['/opt/Roam6/roam6-app', '/opt/Roam6/roam6-app'],
  ['--hidden', '--hidden'],
  ['/home/me/My Apps/electron', '"/home/me/My Apps/electron"'],
  ['/home/100%/app', '/home/100%%/app'],
  // Twice escaped: once for Exec's quoting, once as a string of the file.
  ['/home/$me', '"/home/\\\\$me"'],
  ['/home/a"b', '"/home/a\\\\"b"'],
  ['/home/a`b', '"/home/a\\\\`b"'],
  ['/home/a\\b', '"/home/a\\\\\\\\b"'],
])('%s', (argument, quoted) => expect(quoteExec(argument)).toBe(quoted))

test('the entry starts it hidden', () => {
  expect(autostartEntry(true, ['/a b/electron', '/a b/app'])).toContain('\nExec="/a b/electron" "/a b/app" --hidden\n')
})

test('without any entry nothing starts; the choice is kept both ways', () => {
  configuration()
  expect(opensAtLogin()).toBe(false)
  setAutostart(true, ['/opt/roam6-app'])
  expect(opensAtLogin()).toBe(true)
  setAutostart(false, ['/opt/roam6-app'])
  expect(opensAtLogin()).toBe(false)
})

test('a package’s entry for all users starts it, and one user switches that off for themselves', () => {
  const { system } = configuration()
  installEntry(system)
  expect(opensAtLogin()).toBe(true)
  setAutostart(false, ['/usr/lib/roam6/app/roam6-app'])
  expect(opensAtLogin()).toBe(false)
})

test('GNOME’s own switch counts', () => {
  const { own } = configuration()
  mkdirSync(join(own, 'autostart'), { recursive: true })
  writeFileSync(
    join(own, 'autostart/roam6.desktop'),
    '[Desktop Entry]\nExec=roam6-app\nX-GNOME-Autostart-enabled=false\n',
  )
  expect(opensAtLogin()).toBe(false)
})
