import { expect, test } from 'vitest'
import { autostartEntry, quoteExec } from './autostart.ts'

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
  expect(autostartEntry(['/a b/electron', '/a b/app'])).toContain('\nExec="/a b/electron" "/a b/app" --hidden\n')
})
