import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openOwnProcesses } from './own-processes.ts'
import { createProcesses, type ProcessStarter } from './processes.ts'

let folder: string
let processes: ProcessStarter
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-processes-'))
  const log = () => undefined
  processes = createProcesses(
    openOwnProcesses({ mark: join(folder, 'mark'), log, users: [process.getuid?.() ?? 0] }),
    log,
  )
})
afterEach(() => rmSync(folder, { recursive: true }))

const role = '/run/x/daemon'
async function start(script: string): Promise<string[]> {
  const lines: string[] = []
  processes.output(role, (line) => lines.push(line))
  await processes.start({ kind: 'process', role, program: 'sh', arguments: ['-c', script], environment: {} })
  return lines
}

test('its last lines are heard before its end is told', async () => {
  // What is in the pipe at its exit comes from a child here, so that it surely comes after the exit.
  const lines = await start('{ sleep 0.05; echo last words >&2; } & echo first; exit 3')
  expect(await processes.exited(role)).toEqual({ exitCode: 3, signal: null })
  expect(lines).toEqual(['first', 'last words'])
})

test('a child that holds the output open does not hold up the end', async () => {
  await start('sleep 1.5 & exit 0')
  const begun = performance.now()
  expect(await processes.exited(role)).toEqual({ exitCode: 0, signal: null })
  expect(performance.now() - begun).toBeLessThan(1_000)
})

test('it is asked by a signal, and ended by another', async () => {
  const lines = await start("trap 'echo asked' USR1; echo ready; while :; do sleep 0.01; done")
  while (lines.length === 0) await new Promise(setImmediate)
  processes.signal(role, 'SIGUSR1')
  while (lines.length === 1) await new Promise(setImmediate)
  expect(lines).toEqual(['ready', 'asked'])
  const exited = processes.exited(role)
  expect(await processes.end(role)).toEqual([])
  expect(await exited).toEqual({ exitCode: null, signal: 'SIGTERM' })
})

test('nobody who gives up waits for its end, and it is killed all the same', async () => {
  const lines = await start("trap '' TERM; echo ready; while :; do sleep 0.01; done")
  while (lines.length === 0) await new Promise(setImmediate)
  const exited = processes.exited(role)
  const abort = new AbortController()
  const ending = processes.end(role, abort.signal)
  const reason = new Error('down is to be answered')
  abort.abort(reason)
  await expect(ending).rejects.toBe(reason)
  expect(await exited).toEqual({ exitCode: null, signal: 'SIGKILL' })
})

test('a program that is not there is an error, and no daemon', async () => {
  const change = { kind: 'process', role, program: '/nowhere', arguments: [], environment: {} } as const
  await expect(processes.start(change)).rejects.toThrow('ENOENT')
  expect(await processes.exited(role)).toEqual({ exitCode: null, signal: null })
})
