/** The app with its window hidden and shown, over an Electron that has only a tray icon, or only an empty window. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { provideElectron } from '../../build/electron/provide.ts'
import { type Desktop, startDesktop } from '../app/desktop.ts'
import { stageApp } from '../app/stage.ts'
import { startFakeHelper } from '../fakes/helper.ts'
import { connected } from '../fakes/world.ts'
import { removeTemporary, temporaryFolder } from '../lab/machine/temporary.ts'
import { idle, memory, tree } from './footprint.ts'
import { alternate, type Comparison } from './spread.ts'

const settleMs = 6_000
/** Chromium puts off some of its start for half a minute. */
const idleSettleMs = 40_000
const idleSeconds = 30

/** Electron with nothing in it but what is compared with. */
const emptyApp = `
const { app, BrowserWindow, nativeImage, Tray } = require('electron')
app.disableHardwareAcceleration()
let kept
app.whenReady().then(() => {
  if (process.argv.includes('--with-window')) {
    kept = new BrowserWindow({ width: 420, height: 680, frame: false })
    // Without a page there is no process to draw one: that would be no window that anybody shows.
    kept.loadURL('about:blank')
  } else {
    kept = new Tray(nativeImage.createFromDataURL('data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='))
  }
})
app.on('window-all-closed', () => {})
`

/** The same Electron with another app in it; hard links, so that it costs no disk. */
function emptyElectron(folder: string): { executable: string; appArguments: readonly string[] } {
  const electron = provideElectron(() => undefined)
  const app = join(folder, 'empty-app')
  mkdirSync(app, { recursive: true })
  writeFileSync(join(app, 'package.json'), '{"name":"empty","main":"main.cjs"}')
  writeFileSync(join(app, 'main.cjs'), emptyApp)
  execFileSync('chmod', ['-R', 'a+rX', folder])
  if (electron.appArguments.length > 0) return { executable: electron.executable, appArguments: [app] }
  const copy = join(folder, 'electron')
  if (!existsSync(copy)) execFileSync('cp', ['-a', electron.folder, copy])
  const linked = join(copy, 'resources/app')
  rmSync(linked, { recursive: true, force: true })
  execFileSync('ln', ['-s', app, linked])
  return { executable: join(copy, 'electron'), appArguments: [] }
}

async function sample(
  { desktop, socket }: { desktop: Desktop; socket: string },
  program: { executable: string; appArguments: readonly string[] },
  args: readonly string[],
  measure: (pid: number) => Promise<number>,
): Promise<number> {
  const child = desktop.start(
    'env',
    `ROAM6_SOCKET=${socket}`,
    program.executable,
    ...program.appArguments,
    '--disable-gpu',
    ...args,
  )
  const ended = new Promise((done) => child.once('exit', done))
  try {
    await delay(settleMs)
    if (child.pid === undefined || child.exitCode !== null) throw new Error(`${program.executable} does not run`)
    return await measure(child.pid)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

export async function compareApp(
  runs: number,
  say: (line: string) => void,
): Promise<{ comparisons: Comparison[]; idle: string }> {
  const folder = temporaryFolder('bench-app')
  chmodSync(folder, 0o755)
  const desktop = await startDesktop({ tray: true })
  const helper = await startFakeHelper(join(folder, 'helper.sock'), { snapshot: connected(new Date()) })
  try {
    const place = { desktop, socket: helper.socket }
    const ours = stageApp(desktop.account, () => undefined)
    const empty = emptyElectron(folder)
    const data = (name: string) => `--user-data-dir=${join(desktop.env.HOME ?? folder, name)}`
    const pss = async (pid: number) => memory(tree(pid))
    const hidden = await alternate(runs, {
      ours: () => sample(place, ours, [data('hidden'), '--hidden'], pss),
      theirs: () => sample(place, empty, [data('tray')], pss),
    })
    say('hidden: measured')
    const shown = await alternate(runs, {
      ours: () => sample(place, ours, [data('shown')], pss),
      theirs: () => sample(place, empty, [data('window'), '--with-window'], pss),
    })
    let words = ''
    await sample(place, ours, [data('hidden'), '--hidden'], async (pid) => {
      await delay(idleSettleMs)
      const { cpuMsPerSecond, wakeUpsPerSecond } = await idle(pid, idleSeconds)
      words = `App idle, hidden: ${cpuMsPerSecond.toFixed(1)} ms of processor and ${wakeUpsPerSecond.toFixed(1)} wake-ups a second, over ${idleSeconds} s`
      return 0
    })
    await sample(place, empty, [data('tray')], async (pid) => {
      await delay(idleSettleMs)
      const { cpuMsPerSecond, wakeUpsPerSecond } = await idle(pid, idleSeconds)
      words += `; an empty Electron: ${cpuMsPerSecond.toFixed(1)} ms and ${wakeUpsPerSecond.toFixed(1)}`
      return 0
    })
    return {
      comparisons: [
        {
          what: 'App memory, window hidden, PSS',
          baseline: 'Electron with a tray icon',
          unit: 'MB',
          goal: { atMost: 1.1 },
          ...hidden,
        },
        {
          what: 'App memory, window shown, PSS',
          baseline: 'Electron with a blank page',
          unit: 'MB',
          goal: { atMost: 1.15 },
          ...shown,
        },
      ],
      idle: words,
    }
  } finally {
    await helper.close()
    await desktop.stop()
    removeTemporary(folder)
  }
}
