/** The tray in a real panel, with a real pointer and real keys. */
import { join } from 'node:path'
import * as states from '../fakes/states.ts'
import * as world from '../fakes/world.ts'
import { startDesktop } from './desktop.ts'
import { expect, test } from './fixtures.ts'
import { desktopScreenshot, type LaunchedApp, launchApp } from './launch.ts'
import { chooseAction, chooseEntry, click, iconPlace, mostContrast, openMenu, picture } from './panel.ts'
import { screens } from './picture.ts'

const isVisible = (app: LaunchedApp) =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()))

test.use({ own: true })

test.describe('hidden', () => {
  test.use({ args: ['--hidden'] })

  test('a shape for each state, repainted while nothing of ours has the focus', async ({ app, helper, desktop }) => {
    const seen = new Set<string>()
    const shown = [
      world.off(new Date()),
      world.connecting(new Date(), 'carrier'),
      world.connected(new Date()),
      world.attention(new Date()),
      world.failed(new Date()),
      world.atHome(new Date()),
      states.offline(new Date()),
    ]
    for (const snapshot of shown) {
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
      await openMenu(desktop)
      desktopScreenshot(desktop, join(screens, picture))
      chooseAction(desktop)
    }
    await choose('tray-menu-off.png')
    await expect.poll(() => helper.script.snapshot.state).toBe('connected')
    await choose('tray-menu-connected.png')
    await expect.poll(() => helper.script.snapshot.state).toBe('off')
    expect(await isVisible(app)).toBe(false)
  })
})

test.describe('from the tray', () => {
  test.use({ args: ['--hidden'] })

  test('Import… opens the page that asks for files', async ({ app, helper, desktop }) => {
    await expect.poll(() => helper.calls.some(({ name }) => name === 'watch')).toBe(true)
    await openMenu(desktop)
    // Connect, Test connection…, History…, Profiles…, Import…
    chooseEntry(desktop, 5)
    const page = await app.window()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import a profile')
  })
})

test.describe('the icon, on a light panel, a grey one and a dark one', () => {
  for (const [name, tint] of [
    ['light', '0xF1F1EF'],
    ['grey', '0x7F868E'],
    ['dark', '0x17181B'],
  ] as const)
    test(name, async ({ helper }) => {
      const desktop = await startDesktop({ tray: true, tint })
      const app = await launchApp({ desktop, socket: helper.socket, args: ['--hidden'] })
      try {
        helper.show(states.failed(new Date()))
        await expect.poll(() => mostContrast(desktop)).toBeGreaterThanOrEqual(3)
        desktopScreenshot(desktop, join(screens, `tray-on-${name}.png`))
      } finally {
        await app.close()
        await desktop.stop()
      }
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
