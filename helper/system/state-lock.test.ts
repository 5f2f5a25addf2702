import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Takes the lock of the folder, says "held" or why not, and lives on while it holds it. */
function helper() {
  const module = join(import.meta.dirname, 'state-lock.ts')
  const script = `
    const { lockState } = await import(${JSON.stringify(module)})
    try { lockState(process.argv[1]); console.log('held'); setInterval(() => {}, 1e6) } catch (error) { console.log(error.message) }`
  return spawn(process.execPath, ['--input-type=module', '--eval', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
const firstWord = async (child: ReturnType<typeof helper>) => String((await once(child.stdout, 'data'))[0]).trim()

test('two helpers on one state folder: the second says so and ends; after a SIGKILL of the first there is room again', async () => {
  const first = helper()
  expect(await firstWord(first)).toBe('held')
  const second = helper()
  const secondEnds = once(second, 'exit')
  expect(await firstWord(second)).toBe(`another helper keeps its state in ${folder}`)
  expect(await secondEnds).toEqual([0, null])
  const firstEnds = once(first, 'exit')
  first.kill('SIGKILL')
  await firstEnds
  const third = helper()
  expect(await firstWord(third)).toBe('held')
  third.kill('SIGKILL')
  await once(third, 'exit')
})
