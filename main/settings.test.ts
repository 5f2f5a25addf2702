import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSettings } from './settings.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'roam6-settings-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

test.each([
  ['no file', undefined],
  ['half a file', '{"theme":"da'],
  ['no object', '[1]'],
  ['foreign values', '{"theme":"purple","toldNoTray":"yes","profile":"../x"}'],
])('%s gives the defaults', (_name, content) => {
  const path = join(folder(), 'settings.json')
  if (content !== undefined) writeFileSync(path, content)
  expect(openSettings(path).value).toEqual({
    theme: 'system',
    notifications: 'all',
    profile: null,
    trayInk: 'auto',
    zoom: 0,
    toldNoTray: false,
  })
})

test('one damaged field costs only itself', () => {
  const path = join(folder(), 'settings.json')
  writeFileSync(path, '{"theme":"dark","notifications":7}')
  expect(openSettings(path).value).toMatchObject({ theme: 'dark', notifications: 'all' })
})

test('changes are there for the next start, and no half file is left', () => {
  const place = folder()
  const path = join(place, 'settings.json')
  openSettings(path).change({ theme: 'light' })
  expect(openSettings(path).value.theme).toBe('light')
  expect(readdirSync(place)).toEqual(['settings.json'])
  expect(readFileSync(path, 'utf8')).toMatch(/\n$/)
})
