/** A small desktop for the app: an X server, a session bus, a window manager and, where wanted, a panel with a tray. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Account, ordinaryAccount, ownFolder } from './account.ts'

export interface Desktop {
  readonly account: Account
  /** What programs on this desktop need to know. */
  readonly env: Readonly<Record<string, string>>
  /** Runs a program on this desktop as its account until the desktop stops. */
  start(program: string, ...args: string[]): ChildProcess
  stop(): Promise<void>
}

export interface DesktopOptions {
  /** A panel that takes tray icons (trayer). */
  readonly tray: boolean
  /** The panel's colour, "0x17181B"; trayer's own grey where absent. */
  readonly tint?: string
  /** Pixels of the screen. */
  readonly size?: string
}

const startDeadline = 10_000

export async function startDesktop({ tray, tint, size = '1280x800' }: DesktopOptions): Promise<Desktop> {
  const account = ordinaryAccount()
  const folder = ownFolder(account, mkdtempSync(join(tmpdir(), 'roam6-desktop-')))
  const children: ChildProcess[] = []
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: ownFolder(account, join(folder, 'home')),
    XDG_RUNTIME_DIR: ownFolder(account, join(folder, 'run')),
    LANG: 'C.UTF-8',
    TZ: process.env.TZ ?? 'UTC',
    // No settings daemon and no accessibility bus to wait for.
    NO_AT_BRIDGE: '1',
    GTK_USE_PORTAL: '0',
  }
  const start = (program: string, ...args: string[]): ChildProcess => {
    const [first = program, ...rest] = [...account.as, program, ...args]
    const child = spawn(first, rest, { env, stdio: ['ignore', 'pipe', 'ignore'], cwd: '/' })
    children.push(child)
    return child
  }
  const stop = async () => {
    for (const child of children.reverse()) await end(child)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    // Each says on its standard output when it is ready: the display's number, the bus' address.
    const screen = ['-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset']
    env.DISPLAY = `:${await firstLine(start('Xvfb', '-displayfd', '1', ...screen))}`
    env.DBUS_SESSION_BUS_ADDRESS = await firstLine(
      start('dbus-daemon', '--session', '--nofork', '--print-address=1', `--address=unix:dir=${env.XDG_RUNTIME_DIR}`),
    )
    start('openbox')
    const painted = tint === undefined ? [] : ['--transparent', 'true', '--alpha', '0', '--tint', tint]
    const panel = ['--edge', 'top', '--align', 'right', '--widthtype', 'request', '--height', '24']
    if (tray) start('trayer', ...panel, ...painted)
  } catch (error) {
    await stop()
    throw error
  }
  return { account, env, start, stop }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${child.spawnargs.join(' ')}: ${why}`))
    const timer = setTimeout(() => fail('says nothing'), startDeadline)
    let text = ''
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code) => fail(`ended with ${code}`))
    child.stdout?.on('data', (data: Buffer) => {
      text += data
      if (!text.includes('\n')) return
      clearTimeout(timer)
      resolve(text.slice(0, text.indexOf('\n')))
    })
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 3_000)
  await ended
  clearTimeout(timer)
}
