import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ProcessChange } from '../core/change/change.ts'
import { type OwnProcessesOptions, openOwnProcesses } from './own-processes.ts'
import { processFacts } from './proc.ts'
import { createProcesses } from './processes.ts'

let folder: string
/** Of this test: ended by their handles or pids, whatever becomes of it. */
let bystanders: ChildProcess[]
let strays: number[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-processes-'))
  bystanders = []
  strays = []
})
afterEach(() => {
  for (const child of bystanders) child.kill('SIGKILL')
  for (const pid of strays) {
    if (processFacts(pid)?.name === 'sleep') process.kill(pid, 'SIGKILL')
  }
  rmSync(folder, { recursive: true })
})

const me = process.getuid?.() ?? 0
const open = (more: Partial<OwnProcessesOptions> = {}) =>
  openOwnProcesses({ mark: join(folder, 'mark'), log: () => undefined, users: [me], ...more })
const sleeping = (pid: number) => processFacts(pid)?.name === 'sleep'

/** A program of ours that has lost its parent, as all have when the helper is killed. */
async function leftover(own = open()): Promise<number> {
  // Its own streams are closed: ours would be open for as long as it lives.
  const shell = own.spawn('sh', ['-c', 'sleep 1000 <&- >&- 2>&- & echo $!'], { input: 'ignore' })
  const [said] = await Promise.all([once(shell.stdout, 'data'), once(shell, 'exit')])
  const pid = Number(String(said[0]))
  strays.push(pid)
  while (!sleeping(pid)) await new Promise((resolve) => setImmediate(resolve))
  return pid
}

async function bystander(options: Parameters<typeof spawn>[2] = {}): Promise<number> {
  const child = spawn('sleep', ['1000'], { stdio: 'ignore', ...options })
  bystanders.push(child)
  await once(child, 'spawn')
  return child.pid ?? 0
}

describe('what outlived its helper', () => {
  test('is found by the mark it inherited, and ended', async () => {
    const pid = await leftover()
    expect(await open().endLeftovers()).toEqual([])
    expect(sleeping(pid)).toBe(false)
  })

  test('is what bears this folder’s mark: another helper’s is left alone', async () => {
    const other = await leftover(open({ mark: join(folder, 'other') }))
    expect(await open().endLeftovers()).toEqual([])
    expect(sleeping(other)).toBe(true)
  })

  test('is nobody else’s process with ROAM6_ROLE in its environment, a file of that name, or a descriptor that was passed on', async () => {
    const own = open()
    const role = { env: { ...process.env, ROAM6_ROLE: `${folder}/x` } }
    const elsewhere = mkdtempSync(join(folder, 'elsewhere-'))
    const named = openSync(join(elsewhere, 'mark'), 'w')
    const pids = [
      await bystander(role),
      await bystander({ stdio: ['ignore', 'ignore', 'ignore', named] }),
      await bystander({ cwd: folder }),
    ]
    // Of a user that none of our programs runs as.
    const passed = await leftover(own)
    expect(await open({ users: [me + 1] }).endLeftovers()).toEqual([])
    expect([...pids, passed].map(sleeping)).toEqual([true, true, true, true])
    expect(await own.endLeftovers()).toEqual([])
    expect([...pids, passed].map(sleeping)).toEqual([true, true, true, false])
  })

  test('a user who keeps starting processes with ROAM6_ROLE holds nothing up', async () => {
    const script = 'while :; do sleep 0.01 & sleep 0.01 & wait; done'
    const child = spawn('sh', ['-c', script], { stdio: 'ignore', env: { ...process.env, ROAM6_ROLE: `${folder}/x` } })
    bystanders.push(child)
    const pid = await leftover()
    const begun = performance.now()
    expect(await open().endLeftovers()).toEqual([])
    expect(performance.now() - begun).toBeLessThan(3_000)
    expect([sleeping(pid), child.exitCode, child.signalCode]).toEqual([false, null, null])
  })

  test('is never what this helper runs, nor what that has started', async () => {
    const own = open()
    const running = own.spawn('sh', ['-c', 'sleep 1000 & echo $!; wait'], { input: 'ignore' })
    const inner = Number(String((await once(running.stdout, 'data'))[0]))
    strays.push(inner)
    expect(await own.endLeftovers()).toEqual([])
    expect([running.exitCode, running.signalCode]).toEqual([null, null])
    expect(processFacts(inner)).not.toBeNull()
    const exited = once(running, 'exit')
    running.kill('SIGKILL')
    await exited
    // Its parent is gone now.
    expect(await own.endLeftovers()).toEqual([])
    expect(processFacts(inner)).toBeNull()
  })

  test('a survivor of SIGKILL is a value, waited for once, and keeps nothing else', async () => {
    const survivor = await leftover()
    const other = await leftover()
    const told: string[] = []
    const own = open({
      // To the survivor no signal comes through.
      send(pid, signal, stillMeant) {
        if (pid === survivor) told.push(signal)
        else if (stillMeant()) process.kill(pid, signal)
      },
    })
    expect(await own.endLeftovers()).toEqual([{ pid: survivor, name: 'sleep' }])
    expect(told).toEqual(['SIGTERM', 'SIGKILL'])
    expect(sleeping(other)).toBe(false)
    const begun = performance.now()
    expect(await own.endLeftovers()).toEqual([{ pid: survivor, name: 'sleep' }])
    expect(performance.now() - begun).toBeLessThan(2_000)
    process.kill(survivor, 'SIGKILL')
    while (processFacts(survivor)) await new Promise((resolve) => setImmediate(resolve))
    expect(await own.endLeftovers()).toEqual([])
  })

  test('a process that took the number meanwhile is not signalled', async () => {
    const pid = await leftover()
    const own = open({
      send: (given, _, stillMeant) => {
        process.kill(given, 'SIGKILL')
        while (processFacts(given)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
        expect(stillMeant()).toBe(false)
      },
    })
    expect(await own.endLeftovers()).toEqual([])
    expect(sleeping(pid)).toBe(false)
  })
})

describe('a daemon', () => {
  const change = (script: string): ProcessChange => ({
    kind: 'process',
    role: `${folder}/daemon`,
    program: 'sh',
    arguments: ['-c', script],
    environment: {},
  })

  test('has a clean environment, `/` and the mark, and is ended by its role', async () => {
    const own = open()
    const processes = createProcesses(own, () => undefined)
    const line = new Promise<string>((resolve) => processes.output(`${folder}/daemon`, resolve))
    await processes.start(change('echo $(pwd) $(readlink /proc/$$/fd/3) $(env | sort | tr "\\n" " "); exec sleep 1000'))
    expect(await line).toMatch(new RegExp(`^/ ${folder}/mark LC_ALL=C PATH=\\S* PWD=/`))
    const exited = processes.exited(`${folder}/daemon`)
    expect(await processes.end(`${folder}/daemon`)).toEqual([])
    expect(await exited).toMatchObject({ signal: 'SIGTERM' })
  })

  test('of an earlier helper is ended by its role, too', async () => {
    const pid = await leftover()
    expect(await createProcesses(open(), () => undefined).end(`${folder}/daemon`)).toEqual([])
    expect(sleeping(pid)).toBe(false)
  })

  test('that cannot be started has ended', async () => {
    const processes = createProcesses(open(), () => undefined)
    await expect(processes.start({ ...change(''), program: '/nonexistent' })).rejects.toThrow('ENOENT')
    expect(await processes.end(`${folder}/daemon`)).toEqual([])
  })
})
