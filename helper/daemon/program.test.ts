import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { programVersion } from './program-version.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roam6-version-'))
})
afterEach(() => rm(folder, { recursive: true }))

const says = /^Bottle (\d+\.\d+\S*)/

async function program(words: string): Promise<string> {
  const path = join(folder, 'bottle')
  await writeFile(path, `#!/bin/sh\necho x >> ${folder}/starts\necho '${words}'\n`)
  await chmod(path, 0o755)
  return path
}

const ask = async (path: string) => execFileSync(path, ['--version'], { encoding: 'utf8' })

test('it is asked once, and again after an upgrade', async () => {
  const path = await program('Bottle 2.6.14 x86_64')
  expect(await programVersion(path, says, () => ask(path))).toBe('2.6.14')
  expect(await programVersion(path, says, () => ask(path))).toBe('2.6.14')
  expect(await readFile(`${folder}/starts`, 'utf8')).toBe('x\n')
  await program('Bottle 2.7.0 x86_64 ')
  expect(await programVersion(path, says, () => ask(path))).toBe('2.7.0')
})

test('another voice has no version, and is asked again', async () => {
  const path = await program('no bottle')
  expect(await programVersion(path, says, () => ask(path))).toBe('0')
  await program('Bottle 1.0 now')
  expect(await programVersion(path, says, () => ask(path))).toBe('1.0')
})
