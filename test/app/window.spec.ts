/** The window among others: tray, second start, login, enlarged text, keyboard, and the desktop's own wishes. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import * as imports from '../fakes/imports.ts'
import * as states from '../fakes/states.ts'
import * as world from '../fakes/world.ts'
import { removeTemporary, temporaryFolder } from '../lab/machine/temporary.ts'
import { ownFolder } from './account.ts'
import { startDesktop } from './desktop.ts'
import { filesOnDisk } from './drop.ts'
import { expect, test } from './fixtures.ts'
import { focusOrder } from './focus-order.ts'
import { desktopScreenshot, type LaunchedApp, launchApp } from './launch.ts'
import { lookAt, screens } from './picture.ts'

const isVisible = (app: LaunchedApp) =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()))

test('closing hides it; a second start brings it back, and ends', async ({ app, page, desktop }) => {
  await page.getByRole('button', { name: 'Close to tray' }).click()
  await expect.poll(() => isVisible(app)).toBe(false)
  const second = desktop.start(...(await ownCommand(app)))
  await new Promise((resolve) => second.once('exit', resolve))
  await expect.poll(() => isVisible(app)).toBe(true)
})

test.describe('called with files', () => {
  test.use({
    script: { imports: [imports.edited] },
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off this pattern
    args: async ({}, use) => {
      const disk = filesOnDisk({ 'first.ovpn': 'remote 5.6.7.8', 'second.ovpn': 'dev tap' })
      await use(['--hidden', join(disk.folder, 'first.ovpn')])
      disk.remove()
    },
  })

  test('it opens the import of them, also when it runs already, and installs nothing', async ({
    app,
    page,
    helper,
    desktop,
    args: [, first = ''],
  }) => {
    await expect(page.getByRole('option', { name: /first.ovpn, not installed yet/ })).toBeVisible()
    await page.getByRole('button', { name: 'Back' }).click()
    await page.getByRole('button', { name: 'Close to tray' }).click()
    await expect.poll(() => isVisible(app)).toBe(false)
    const [program, ...words] = (await ownCommand(app)).filter((word) => word !== first)
    // As a file manager's "Open with", from the folder that the desktop runs in.
    desktop.start(program ?? '', ...words, relative('/', first.replace('first', 'second')))
    await expect(page.getByRole('option', { name: /first.ovpn and 1 more, not installed yet/ })).toBeVisible()
    expect(await isVisible(app)).toBe(true)
    expect(
      helper.calls.filter(({ name, params }) => name === 'import' && !(params as { dryRun: boolean }).dryRun),
    ).toEqual([])
  })
})

/** How the running app is called, without what Playwright added. */
async function ownCommand(app: LaunchedApp): Promise<[string, ...string[]]> {
  const [program = '', ...args] = await app.electron.evaluate(() => process.argv)
  return [program, ...args.filter((word) => !/^--(inspect|remote-debugging)/.test(word))]
}

test.describe('at login', () => {
  test.use({ args: ['--hidden'], script: { profiles: [world.homeLab, world.parents] } })

  test('starts hidden, and connects the profile that says so', async ({ app, helper }) => {
    await expect
      .poll(() => helper.calls.filter(({ name }) => name === 'up'))
      .toEqual([{ name: 'up', params: { profile: 'Parents' } }])
    expect(await isVisible(app)).toBe(false)
    expect(app.electron.windows()).toEqual([])
  })
})

test.describe('at login, connected already', () => {
  test.use({ args: ['--hidden'], script: { profiles: [world.parents], snapshot: world.connected(new Date()) } })

  test('leaves alone what is wanted already', async ({ app, helper }) => {
    await expect.poll(() => helper.calls.some(({ name }) => name === 'watch')).toBe(true)
    await app.electron.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)))
    expect(helper.calls.some(({ name }) => name === 'up')).toBe(false)
  })
})

test('settings are kept, and autostart is a desktop entry', async ({ app, page, desktop }) => {
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  await page.getByRole('switch', { name: 'Open at login' }).click()
  await page.getByRole('radio', { name: 'Dark', exact: true }).check()
  await expect(page.getByRole('switch', { name: 'Open at login' })).toBeChecked()
  await expect.poll(() => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true)
  // What is seen at an edge while the window is drawn larger.
  const edge = () =>
    app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBackgroundColor())
  await expect.poll(edge).toBe('#17181B')
  await page.getByRole('radio', { name: 'Outlined' }).check()
  await page.getByRole('button', { name: 'Larger' }).click()
  await expect(page.getByText('110 %')).toBeVisible()
  await page.getByRole('button', { name: 'Smaller' }).click()
  await lookAt(page, 'settings')
  const path = join(desktop.env.HOME ?? '', '.config/autostart/roam6.desktop')
  expect(readFileSync(path, 'utf8')).toMatch(/^Exec=.*electron.* --hidden$/m)
  const kept = JSON.parse(readFileSync(join(app.userData, 'settings.json'), 'utf8')) as object
  expect(kept).toMatchObject({ theme: 'dark', trayInk: 'outlined', zoom: 0 })
  await page.getByRole('switch', { name: 'Open at login' }).click()
  await expect(page.getByRole('switch', { name: 'Open at login' })).not.toBeChecked()
  // A package may have an entry for all users: this one says that it does not hold here.
  expect(readFileSync(path, 'utf8')).toContain('\nHidden=true\n')
})

test.describe('several apps', () => {
  test.use({ own: true })

  test('quitting ends the app alone; the next one shows what is', async ({ desktop, helper }) => {
    helper.show(world.connected(new Date()))
    const userData = ownFolder(desktop.account, temporaryFolder('app'))
    const options = { desktop, socket: helper.socket, userData, settings: { theme: 'dark' } } as const
    const first = await launchApp(options)
    await (await first.window()).getByText('Connected to home').waitFor()
    process.kill(first.pid, 'SIGKILL')
    await first.close()
    expect(helper.calls.some(({ name }) => name === 'down' || name === 'stop')).toBe(false)
    const second = await launchApp(options)
    const page = await second.window()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connected to home')
    expect(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true)
    await second.close()
    removeTemporary(userData)
  })

  test('the end of the session ends the app, and nothing else', async ({ app, desktop, helper }) => {
    // A second app, with a folder of its own and without Playwright, whose debugger would hold it.
    const [program, ...args] = await ownCommand(app)
    const folder = ownFolder(desktop.account, temporaryFolder('app'))
    // One for each app; the first one may ask to watch more than once.
    const connections = () => helper.calls.filter(({ name }) => name === 'hello').length
    const before = connections()
    const own = args.filter((word) => !word.startsWith('--user-data-dir='))
    const child = desktop.start(
      'env',
      `ROAM6_SOCKET=${helper.socket}`,
      program,
      ...own,
      `--user-data-dir=${folder}`,
      '--hidden',
    )
    await expect.poll(connections).toBeGreaterThan(before)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    removeTemporary(folder)
    expect(helper.calls.some(({ name }) => name === 'down' || name === 'stop')).toBe(false)
  })
})

test('everything is reached by keyboard, in reading order', async ({ page, helper }) => {
  helper.show(world.connected(new Date()))
  await page.getByRole('heading', { name: 'Connected to home' }).waitFor()
  expect(await focusOrder(page, 9)).toEqual([
    'Profile: Home lab',
    'Disconnect',
    'Copy ULA',
    'Copy public address',
    'Copy virtual IPv4',
    '1500 on wlan0, less IPv4 20, UDP 8, ESP 34, IPv4 20 and GRE 4, leaves 1414.',
    'Test connection',
    'Menu',
    'Minimise',
  ])
})

test('the focus is a ring of 2 px', async ({ page }) => {
  await page.getByRole('button', { name: 'Connect', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Profile: Home lab' }).focus()
  await page.keyboard.press('Tab')
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outline)
  expect(outline).toMatch(/solid 2px|2px solid/)
  await lookAt(page, 'focus')
})

test('text at 200 % scrolls and wraps, and nothing is cut off', async ({ app, page, helper, desktop }) => {
  for (const [name, snapshot] of [
    ['connected', world.connected(new Date())],
    ['failed', states.failed(new Date())],
  ] as const) {
    helper.show(snapshot)
    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2))
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(210)
    const cut = await page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          'main h1, main h2, main p, main .t, main .v, main .a, main .d, main .btn',
        ),
      ]
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect()
          const scrolls = element.closest('.pk') !== null
          return !scrolls && (left < 0 || right > innerWidth + 0.5 || element.scrollWidth > element.clientWidth + 1)
        })
        .map((element) => element.outerHTML.slice(0, 120)),
    )
    expect(cut).toEqual([])
    if (name === 'connected') {
      await expect(page.locator('.a wbr').first()).toBeAttached()
      const after = await page.locator('.a wbr').evaluateAll((all) => all.map((one) => one.nextSibling?.textContent))
      expect(after.length).toBeGreaterThan(0)
      expect(after.filter((text) => text?.startsWith(':'))).toEqual([])
    }
    await lookAt(page, `zoom-${name}`)
    // Playwright's own picture shows a quarter of it.
    desktopScreenshot(desktop, join(screens, `zoom-${name}-light.png`))
  }
})

test.describe('enlarged', () => {
  test.use({ own: true })

  test('Ctrl+plus, minus and nought change the size of the text, and it is kept', async ({ desktop, helper }) => {
    const userData = ownFolder(desktop.account, temporaryFolder('app'))
    const options = { desktop, socket: helper.socket, userData }
    const factor = ({ electron }: LaunchedApp) =>
      electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor())
    // Real keys: what Playwright types passes by the main process.
    const press = (key: string) => execFileSync('xdotool', ['key', key], { env: desktop.env, timeout: 5_000 })
    const first = await launchApp({ ...options, settings: { theme: 'light' } })
    await (await first.window()).getByRole('button', { name: 'Connect', exact: true }).waitFor()
    press('ctrl+plus')
    await expect.poll(() => factor(first)).toBeGreaterThan(1)
    press('ctrl+minus')
    press('ctrl+minus')
    await expect.poll(() => factor(first)).toBeLessThan(1)
    press('ctrl+0')
    await expect.poll(() => factor(first)).toBe(1)
    press('ctrl+plus')
    press('ctrl+plus')
    await expect.poll(() => factor(first)).toBeCloseTo(1.2)
    await first.close()
    const second = await launchApp(options)
    await second.window()
    await expect.poll(() => factor(second)).toBeCloseTo(1.2)
    await second.close()
    removeTemporary(userData)
  })
})

const boundsOf = ({ electron }: LaunchedApp) =>
  electron.evaluate(({ BrowserWindow, screen }) => {
    const { x = 0, y = 0, width = 0, height = 0 } = BrowserWindow.getAllWindows()[0]?.getBounds() ?? {}
    return { x, y, width, height, area: screen.getPrimaryDisplay().workArea }
  })

test.describe('a low screen', () => {
  test.use({ own: true })

  test('windows are clamped to the work area, stay where they were, and keep their feet in view', async ({
    helper,
  }) => {
    const desktop = await startDesktop({ tray: true, size: '1024x600' })
    const app = await launchApp({ desktop, socket: helper.socket, settings: { theme: 'light' } })
    try {
      helper.show(world.connected(new Date(Date.now() - 8_040_000)))
      const page = await app.window()
      await page.getByText('Connected to home').waitFor()
      const { area, ...first } = await boundsOf(app)
      expect(first.y).toBeGreaterThanOrEqual(area.y)
      expect(first.y + first.height).toBeLessThanOrEqual(area.y + area.height)
      await expect(page.getByText('182 MB in, 34 MB out')).toBeInViewport({ ratio: 1 })
      await expect(page.getByRole('button', { name: 'Test connection' })).toBeInViewport({ ratio: 1 })
      await lookAt(page, 'low-overview')
      for (const name of ['Settings', 'Profiles', 'History']) {
        await page.getByRole('button', { name: 'Menu' }).click()
        await page.getByRole('menuitem', { name }).click()
        const within = async () => {
          const { x, y, width, height } = await boundsOf(app)
          return x >= area.x && x + width <= area.x + area.width && y >= area.y && y + height <= area.y + area.height
        }
        await expect.poll(within).toBe(true)
        await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
        await lookAt(page, `low-${name.toLowerCase()}`)
        await page.getByRole('button', { name: 'Back' }).click()
        await expect.poll(() => boundsOf(app)).toEqual({ ...first, area })
      }
    } finally {
      await app.close()
      await desktop.stop()
    }
  })
})

test('the window’s title says the state', async ({ app, page, helper }) => {
  const title = () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle())
  await page.getByText('Not connected').waitFor()
  await expect.poll(title).toBe('Not connected – Roam6')
  helper.show(states.failed(new Date()))
  await expect.poll(title).toBe('The gateway tunnel.my.domain does not answer – Roam6')
})

test.describe('keys', () => {
  test('F1 lists them; Ctrl+comma, Escape and Alt+Left lead to a page and back', async ({ page }) => {
    const heading = page.getByRole('heading', { level: 1 })
    await page.keyboard.press('F1')
    await expect(heading).toHaveText('Keys')
    await lookAt(page, 'keys')
    await page.keyboard.press('Escape')
    await expect(heading).toHaveText('Not connected')
    await page.keyboard.press('Control+Comma')
    await expect(heading).toHaveText('Settings')
    await page.keyboard.press('Alt+ArrowLeft')
    await expect(heading).toHaveText('Not connected')
  })

  test('Escape closes an open menu first', async ({ page }) => {
    await page.keyboard.press('Control+Comma')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('menu').waitFor()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toHaveCount(0)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not connected')
  })

  test('Ctrl+W closes to the tray', async ({ app, page }) => {
    await page.keyboard.press('Control+w')
    await expect.poll(() => isVisible(app)).toBe(false)
  })

  test.describe('quit', () => {
    test.use({ own: true, script: { snapshot: world.connected(new Date()) } })

    test('Ctrl+Q ends the app and leaves home as it is', async ({ app, page, helper }) => {
      await page.getByText('Connected to home').waitFor()
      const ended = new Promise((resolve) => app.electron.process().once('exit', resolve))
      await page.keyboard.press('Control+q').catch(() => {})
      await ended
      expect(helper.calls.some(({ name }) => name === 'down' || name === 'stop')).toBe(false)
    })
  })
})

test('About says the versions, where the helper runs and as what, and the licences', async ({ app, page }) => {
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('menuitem', { name: 'About' }).click()
  await expect(page.getByText('root, process 4711')).toBeVisible()
  await expect(page.getByText(/helper\.sock$/)).toBeVisible()
  await page.getByRole('button', { name: /^Licences/ }).click()
  await expect(page.getByText('BSD-3-Clause and others')).toBeVisible()
  await lookAt(page, 'about')
  await page.getByRole('button', { name: 'Copy these facts' }).click()
  expect(await app.electron.evaluate(({ clipboard }) => clipboard.readText())).toMatch(/^Roam6 0\.1\.0\nVersion: /)
})

test.describe('the chosen profile', () => {
  test.use({ script: { profiles: [world.homeLab, world.parents] } })

  test('is marked in forced colours', async ({ page }) => {
    await page.emulateMedia({ forcedColors: 'active' })
    await page.getByRole('button', { name: 'Profile: Home lab' }).click()
    const outline = (name: RegExp) =>
      page.getByRole('option', { name }).evaluate((element) => getComputedStyle(element).outlineStyle)
    await page.keyboard.press('ArrowDown')
    expect(await outline(/Home lab/)).toBe('solid')
    expect(await outline(/Parents/)).not.toBe(undefined)
  })
})

test('with reduced motion all stands still', async ({ page, helper }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  helper.show(world.connecting(new Date(), 'carrier'))
  await page.getByText('Connecting to home').waitFor()
  const moving = await page.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
  )
  expect(moving).toBe(0)
})

test('forced colours and more contrast keep shapes and words', async ({ page, helper }) => {
  await page.emulateMedia({ forcedColors: 'active', contrast: 'more' })
  helper.show(states.otherAddress(new Date()))
  await page.getByText('1 of 3 differs').waitFor()
  await lookAt(page, 'forced-colours')
})
