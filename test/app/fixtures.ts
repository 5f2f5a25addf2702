/** What the app's tests stand on: a desktop for all, and for each test a fake helper and the real app. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type Page } from '@playwright/test'
import type { Settings } from '../../main/contract/bridge.ts'
import { type FakeHelper, type Script, startFakeHelper } from '../fakes/helper.ts'
import { type Desktop, startDesktop } from './desktop.ts'
import { type LaunchedApp, launchApp } from './launch.ts'

export { expect } from '@playwright/test'

interface Options {
  settings: Partial<Settings>
  script: Partial<Script>
  args: string[]
}

interface Fixtures {
  /** A path where a helper may listen, reachable by the app's account. */
  socket: string
  helper: FakeHelper
  app: LaunchedApp
  page: Page
}

export const test = base.extend<Fixtures & Options, { desktop: Desktop }>({
  settings: [{ theme: 'light' }, { option: true }],
  script: [{}, { option: true }],
  args: [[], { option: true }],

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
  socket: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'roam6-socket-'))
    chmodSync(folder, 0o755)
    await use(join(folder, 'helper.sock'))
    rmSync(folder, { recursive: true, force: true })
  },

  helper: async ({ socket, script }, use) => {
    const helper = await startFakeHelper(socket, script)
    await use(helper)
    await helper.close()
  },

  app: async ({ desktop, helper, settings, args }, use) => {
    const app = await launchApp({ desktop, socket: helper.socket, settings, args })
    await use(app)
    await app.close()
  },

  page: async ({ app }, use) => {
    const page = await app.window()
    // Every complaint of the page is a defect: a refused style as much as an exception.
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    await use(page)
    base.expect(complaints).toEqual([])
  },
})

/** The themes in which everything visible is looked at. */
export const themes = ['light', 'dark'] as const
