import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CommandRunner } from '../system/ports.ts'
import { createPrograms, type Programs } from './program.ts'

const runner: CommandRunner = {
  run: async (program, args, { signal }) => {
    const { stdout, stderr } = await promisify(execFile)(program, args, { signal })
    return { exitCode: 0, stdout, stderr }
  },
}

let folder: string
let programs: Programs
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roam6-version-'))
  programs = createPrograms(runner)
})
afterEach(() => rm(folder, { recursive: true }))

const says = /^Bottle (\d+\.\d+\S*)/
const soon = () => AbortSignal.timeout(10_000)

async function program(script: string): Promise<string> {
  const path = join(folder, 'bottle')
  await writeFile(path, `#!/bin/sh\necho x >> ${folder}/starts\n${script}\n`)
  await chmod(path, 0o755)
  return path
}

test('a program is asked for its version once, and again after an upgrade', async () => {
  const path = await program("echo 'Bottle 2.6.14 x86_64'")
  expect(await programs.version(path, says, soon())).toBe('2.6.14')
  expect(await programs.version(path, says, soon())).toBe('2.6.14')
  expect(await readFile(`${folder}/starts`, 'utf8')).toBe('x\n')
  await program("echo 'Bottle 2.7.0 x86_64 '")
  expect(await programs.version(path, says, soon())).toBe('2.7.0')
})

test('another answer is no version, and is asked for again', async () => {
  const path = await program("echo 'no bottle'")
  expect(await programs.version(path, says, soon())).toBe('0')
  await program("echo 'Bottle 1.0 now'")
  expect(await programs.version(path, says, soon())).toBe('1.0')
})

test('a program that does not answer is given up as soon as the attempt is', async () => {
  const path = await program('exec sleep 1000')
  const abort = new AbortController()
  const asked = programs.version(path, says, abort.signal)
  abort.abort()
  await expect(asked).rejects.toThrow('abort')
})

test('the first path that can be executed is taken; none is a problem that names the package', async () => {
  const path = await program('true')
  const bottle = { name: 'bottle', package: 'bottles' }
  await writeFile(join(folder, 'plain'), '')
  const paths = [join(folder, 'nowhere'), join(folder, 'plain'), path]
  expect(await programs.find({ ...bottle, paths })).toEqual({ ok: true, value: path })
  expect(await programs.find({ ...bottle, paths: paths.slice(0, 2) })).toMatchObject({
    finding: { code: 'program-missing', args: { program: 'bottle', package: 'bottles' } },
  })
})
