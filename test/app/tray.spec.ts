/** The tray in a real panel, with a real pointer and real keys. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import * as world from '../fakes/world.ts'
import { type Desktop, startDesktop } from './desktop.ts'
import { expect, test } from './fixtures.ts'
import { desktopScreenshot, type LaunchedApp, launchApp } from './launch.ts'

const screens = join(import.meta.dirname, '../../test-results/screens')

const run = (desktop: Desktop, program: string, ...args: string[]) =>
  execFileSync(program, args, { env: desktop.env, timeout: 5_000, encoding: 'utf8' })

/** The middle of the panel: it holds our icon and nothing else. */
function iconPlace(desktop: Desktop): [x: string, y: string] {
  const [panel = ''] = run(desktop, 'xdotool', 'search', '--onlyvisible', '--class', 'trayer').trim().split('\n')
  const shell = run(desktop, 'xdotool', 'getwindowgeometry', '--shell', panel)
  const value = (name: string) => Number(new RegExp(`^${name}=(\\d+)$`, 'm').exec(shell)?.[1])
  return [String(value('X') + value('WIDTH') / 2), String(value('Y') + value('HEIGHT') / 2)]
}

function click(desktop: Desktop, button: 'left' | 'right'): void {
  const [x, y] = iconPlace(desktop)
  run(desktop, 'xdotool', 'mousemove', x, y, 'click', button === 'left' ? '1' : '3')
}

/** What the icon looks like now. */
function picture(desktop: Desktop): string {
  const [x, y] = iconPlace(desktop).map((at) => Number(at) - 10)
  const pixels = execFileSync('import', ['-window', 'root', '-crop', `20x20+${x}+${y}`, 'rgb:-'], {
    env: desktop.env,
    timeout: 5_000,
  })
  return createHash('sha256').update(pixels).digest('hex')
}

const isVisible = (app: LaunchedApp) =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()))

test.describe('hidden', () => {
  test.use({ args: ['--hidden'] })

  test('six shapes, repainted while nothing of ours has the focus', async ({ app, helper, desktop }) => {
    const seen = new Set<string>()
    const states = [
      world.off(new Date()),
      world.connecting(new Date(), 'ike'),
      world.connected(new Date()),
      world.attention(new Date()),
      world.failed(new Date()),
      world.atHome(new Date()),
    ]
    for (const snapshot of states) {
      helper.show(snapshot)
      const before = seen.size
      await expect.poll(() => seen.add(picture(desktop)).size, { message: snapshot.state }).toBe(before + 1)
    }
    expect(await isVisible(app)).toBe(false)
  })

  test('a click opens the window', async ({ app, desktop }) => {
    await expect.poll(() => iconPlace(desktop)).toBeTruthy()
    click(desktop, 'left')
    await expect.poll(() => isVisible(app)).toBe(true)
  })

  test('its menu connects and disconnects', async ({ app, helper, desktop }) => {
    await expect.poll(() => helper.calls.some(({ name }) => name === 'watch')).toBe(true)
    const choose = async (picture: string) => {
      await new Promise((resolve) => setTimeout(resolve, 500)) // the menu is handed over to the panel
      click(desktop, 'right')
      await new Promise((resolve) => setTimeout(resolve, 500)) // it opens
      desktopScreenshot(desktop, join(screens, picture))
      // The state line cannot be chosen: the first that can is the action.
      run(desktop, 'xdotool', 'key', 'Down', 'Return')
    }
    await choose('tray-menu-off.png')
    await expect.poll(() => helper.script.snapshot.state).toBe('connected')
    await choose('tray-menu-connected.png')
    await expect.poll(() => helper.script.snapshot.state).toBe('off')
    expect(await isVisible(app)).toBe(false)
  })
})

test('without a tray the window says so once, and stays reachable', async ({ helper }) => {
  const desktop = await startDesktop({ tray: false })
  const app = await launchApp({ desktop, socket: helper.socket, settings: { theme: 'light' } })
  try {
    const page = await app.window()
    await expect(page.getByText('This desktop has no tray.')).toBeVisible({ timeout: 10_000 })
    await page.getByRole('button', { name: 'Got it' }).click()
    await expect(page.getByText('This desktop has no tray.')).toHaveCount(0)
    await page.getByRole('button', { name: 'Close to the task bar' }).click()
    await expect
      .poll(() => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized()))
      .toBe(true)
    expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  } finally {
    await app.close()
    await desktop.stop()
  }
})
