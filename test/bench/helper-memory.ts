/** The helper, waiting, over an empty Node: the same binary, each alone with its copy, in a network of its own. */
import { spawn } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { removeTemporary, temporaryFolder } from '../lab/machine/temporary.ts'
import { idle, memory } from './footprint.ts'
import { alternate, type Comparison } from './spread.ts'

const root = resolve(import.meta.dirname, '../..')
/** Until garbage of the start is collected and nothing moves any more. */
const settleMs = 3_000
const idleSeconds = 20

/** The launcher gives these options to the helper's Node. */
function launcherOptions(): string[] {
  const line = readFileSync(join(root, 'dist/roam6-helper'), 'utf8').match(/^exec "\$node" (.*)"\$dist/m)?.[1] ?? ''
  return line.split(' ').filter((word) => word !== '')
}

async function sample(program: string, args: readonly string[], measure: (pid: number) => Promise<number>) {
  const child = spawn('unshare', ['--net', program, ...args], { stdio: 'ignore' })
  const ended = new Promise((done) => child.once('exit', done))
  try {
    await delay(settleMs)
    if (child.pid === undefined || child.exitCode !== null) throw new Error(`${program} ${args[0]} does not run`)
    return await measure(child.pid)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

export async function compareHelper(runs: number): Promise<{ memory: Comparison; idle: string }> {
  const folder = temporaryFolder('bench-helper')
  try {
    // Copies, so that pages of the program are nobody else's too.
    const [ourNode, emptyNode] = [join(folder, 'node-helper'), join(folder, 'node-empty')]
    for (const copy of [ourNode, emptyNode]) copyFileSync(process.execPath, copy)
    const places = ['socket', 'state', 'runtime'].flatMap((name) => [`--${name}`, join(folder, name)])
    const helper = [...launcherOptions(), join(root, 'dist/helper/main.mjs'), ...places]
    const pss = async (pid: number) => memory([pid])
    const figures = await alternate(runs, {
      ours: () => sample(ourNode, helper, pss),
      theirs: () => sample(emptyNode, ['--eval', 'setInterval(() => {}, 1e9)'], pss),
    })
    let words = ''
    await sample(ourNode, helper, async (pid) => {
      const { cpuMsPerSecond, wakeUpsPerSecond } = await idle(pid, idleSeconds)
      words = `Helper idle: ${cpuMsPerSecond.toFixed(1)} ms of processor and ${wakeUpsPerSecond.toFixed(1)} wake-ups a second, over ${idleSeconds} s`
      return 0
    })
    const memoryFigures = {
      what: 'Helper memory, PSS',
      baseline: 'an empty Node',
      unit: 'MB',
      goal: { atMost: 1.3 },
      ...figures,
    }
    return { memory: memoryFigures, idle: words }
  } finally {
    removeTemporary(folder)
  }
}
