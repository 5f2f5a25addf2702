import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { copyOpen } from '../app/stage.ts'

test('of a checkout that root alone can read, the app gets a copy that everybody can', () => {
  const folder = mkdtempSync(join(tmpdir(), 'roam6-closed-'))
  try {
    const [from, to] = [join(folder, 'from'), join(folder, 'to')]
    mkdirSync(from, { mode: 0o700 })
    for (const [name, mode] of [
      ['main.cjs', 0o600],
      ['electron', 0o700],
      ['chrome-sandbox', 0o4700],
    ] as const) {
      writeFileSync(join(from, name), '')
      chmodSync(join(from, name), mode)
    }
    copyOpen(from, to)
    const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8)
    expect(['', 'main.cjs', 'electron', 'chrome-sandbox'].map((name) => modeOf(join(to, name)))).toEqual([
      '755',
      '644',
      '755',
      '4755',
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
