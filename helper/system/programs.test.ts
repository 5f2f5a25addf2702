import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isInstalled } from './programs.ts'

test('a program is installed where it may be run, in any of the folders', () => {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'))
  writeFileSync(join(folder, 'runs'), '', { mode: 0o755 })
  writeFileSync(join(folder, 'lies-there'), '', { mode: 0o644 })
  const folders = ['/nowhere', folder]
  expect(['runs', 'lies-there', 'missing'].map((name) => isInstalled(name, folders))).toEqual([true, false, false])
  rmSync(folder, { recursive: true })
})

test('by itself it looks where programs are started from', () => {
  expect([isInstalled('sh'), isInstalled('no-such-program')]).toEqual([true, false])
})
