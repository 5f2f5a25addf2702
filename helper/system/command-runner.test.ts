import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCommandRunner } from './command-runner.ts'
import { openOwnProcesses } from './own-processes.ts'
import type { CommandRunner } from './ports.ts'

let folder: string
let runner: CommandRunner
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-runner-'))
  runner = createCommandRunner(openOwnProcesses({ mark: join(folder, 'mark'), log: () => undefined }))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Of a program that stalls for 8 s. */
const soonMs = 2_000
async function timed<Result>(running: Promise<Result>): Promise<{ result: Result; ms: number }> {
  const begun = performance.now()
  return { result: await running, ms: performance.now() - begun }
}

test('a program that stalls is killed when it is aborted, and nobody waits for it', async () => {
  const abort = new AbortController()
  const running = runner.run('sleep', ['8'], { deadlineMs: 60_000, signal: abort.signal })
  setImmediate(() => abort.abort(new Error('home is left')))
  const { result, ms } = await timed(running.catch((error: Error) => error.name))
  expect(result).toBe('AbortError')
  expect(ms).toBeLessThan(soonMs)
})

test('a program that stalls is killed at its deadline, and has failed', async () => {
  const { result, ms } = await timed(runner.run('sleep', ['8'], { deadlineMs: 50 }))
  expect(result.exitCode).not.toBe(0)
  expect(ms).toBeLessThan(soonMs)
})

test('a program that cannot be started has failed, with the system’s words', async () => {
  const result = await runner.run('no-such-program', [], { deadlineMs: 1_000 })
  expect(result).toEqual({ exitCode: 127, stdout: '', stderr: 'spawn no-such-program ENOENT' })
})
