/** What the app's tests stand on: a desktop for all, and for each test a fake helper and the real app. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type ConsoleMessage, type Page } from '@playwright/test'
import type { Settings } from '../../main/contract/bridge.ts'
import { type FakeHelper, type Script, startFakeHelper } from '../fakes/helper.ts'
import { healthy } from '../fakes/reports.ts'
import { type Desktop, startDesktop } from './desktop.ts'
import { type LaunchedApp, launchApp } from './launch.ts'
import { type SharedApp, shareApp } from './shared-app.ts'

export { expect } from '@playwright/test'

interface Options {
  settings: Partial<Settings>
  script: Partial<Script>
  /** Of the command line: what starts with others is started for its test alone. */
  args: readonly string[]
  /** Started for its test alone, and ended with it: for tests of starting, of the desktop, and of sizes that are kept. */
  own: boolean
}

interface Fixtures {
  /** A path where a helper may listen, reachable by the app's account. */
  socket: string
  helper: FakeHelper
  app: LaunchedApp
  page: Page
}

interface WorkerFixtures {
  desktop: Desktop
  /** Where the helpers of the shared app's tests listen, one after the other. */
  sharedSocket: string
  sharedApp: SharedApp
}

/** A path for a socket, in a folder of its own. */
async function withSocket(use: (path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'roam6-socket-'))
  chmodSync(folder, 0o755)
  await use(join(folder, 'helper.sock'))
  rmSync(folder, { recursive: true, force: true })
}

export const test = base.extend<Fixtures & Options, WorkerFixtures>({
  settings: [{ theme: 'light' }, { option: true }],
  script: [{}, { option: true }],
  args: [[], { option: true }],
  own: [false, { option: true }],

  desktop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off this pattern
    async ({}, use) => {
      const desktop = await startDesktop({ tray: true })
      await use(desktop)
      await desktop.stop()
    },
    { scope: 'worker' },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: as above
  sharedSocket: [async ({}, use) => withSocket(use), { scope: 'worker' }],

  sharedApp: [
    async ({ desktop, sharedSocket }, use) => {
      const app = shareApp({ desktop, socket: sharedSocket })
      await use(app)
      await app.close()
    },
    { scope: 'worker' },
  ],

  socket: async ({ own, args, sharedApp, sharedSocket }, use) => {
    if (!own && args.length === 0) return use(sharedSocket)
    // One app at a time: they would share the panel, the focus and the clipboard.
    await sharedApp.close()
    await withSocket(use)
  },

  helper: async ({ socket, script }, use) => {
    const helper = await startFakeHelper(socket, { report: healthy, ...script })
    await use(helper)
    await helper.close()
  },

  app: async ({ desktop, helper, settings, args, sharedSocket, sharedApp }, use) => {
    if (helper.socket === sharedSocket) return use(await sharedApp.fresh(helper, settings))
    const app = await launchApp({ desktop, socket: helper.socket, settings, args })
    await use(app)
    await app.close()
  },

  page: async ({ app }, use) => {
    const page = await app.window()
    // Every complaint of the page is a defect: a refused style as much as an exception.
    const complaints: string[] = []
    const onError = (error: Error) => complaints.push(error.message)
    const onMessage = (message: ConsoleMessage) => message.type() === 'error' && complaints.push(message.text())
    page.on('pageerror', onError).on('console', onMessage)
    await use(page)
    page.off('pageerror', onError).off('console', onMessage)
    base.expect(complaints).toEqual([])
  },
})
