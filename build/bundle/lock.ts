/** One build at a time: two that write the same outputs would leave halves of both. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** A whole build from nothing takes a few seconds. */
const deadlineMs = 120_000

/** @throws when another build holds it past the deadline */
export async function withLock<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  mkdirSync(dirname(file), { recursive: true })
  const deadline = performance.now() + deadlineMs
  while (!take(file)) {
    if (performance.now() > deadline) throw new Error(`another build holds ${file}`)
    await pause(100)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    // Left behind by a build that was killed.
    if (!isAlive(holder(file))) rmSync(file, { force: true })
    return false
  }
}

function holder(file: string): number {
  try {
    // Empty for the moment between its creation and its content: taken for alive.
    return Number(readFileSync(file, 'utf8')) || process.pid
  } catch {
    return process.pid
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
