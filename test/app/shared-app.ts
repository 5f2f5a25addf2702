/**
 * One running app for many tests. Between them it is put back to how an app has just started, and that is verified:
 * where anything is left that cannot be put back (the last test's report, a setting without a verb), a new one is started.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Page } from '@playwright/test'
import * as v from 'valibot'
import { type Bridge, Settings } from '../../main/contract/bridge.ts'
import type { FakeHelper } from '../fakes/helper.ts'
import { type LaunchedApp, type LaunchOptions, launchApp } from './launch.ts'

/** An app that is connected to its helper shows so within this. */
const settleMs = 5_000

interface WithBridge {
  readonly roam6: Bridge
}

export interface SharedApp {
  /** As if just started: with these settings, showing the overview of this helper. */
  fresh(helper: FakeHelper, settings: Partial<Settings>): Promise<LaunchedApp>
  /** Ends it; the next one who wants it starts it anew. */
  close(): Promise<void>
}

/** @param options of every start; the socket is where each test's helper listens */
export function shareApp(options: Pick<LaunchOptions, 'desktop' | 'socket'>): SharedApp {
  let running: LaunchedApp | undefined
  const close = async () => {
    await running?.close()
    running = undefined
  }
  return {
    close,
    async fresh(helper, settings) {
      if (running && (await putBack(running, helper, settings))) return running
      await close()
      running = await launchApp({ ...options, settings })
      return running
    },
  }
}

async function putBack(app: LaunchedApp, helper: FakeHelper, given: Partial<Settings>): Promise<boolean> {
  const settings = v.parse(Settings, given)
  await app.reset()
  const page = await app.window()
  await page.emulateMedia({ media: null, colorScheme: null, reducedMotion: null, forcedColors: null, contrast: null })
  await page.evaluate(async ({ theme, notifications }) => {
    const { roam6 } = window as unknown as WithBridge
    await roam6.call('changeSettings', { theme, notifications })
    await roam6.call('dismissLastError', {})
  }, settings)
  await page.reload({ timeout: settleMs })
  await page.waitForSelector('main article')
  const { snapshot, profiles, unreadable } = helper.script
  const wanted = {
    windows: [{ bounds: [420, 680], zoom: 1, isVisible: true, isMinimised: false, theme: settings.theme }],
    state: {
      helper: 'running',
      snapshot,
      profiles,
      unreadable,
      test: { state: 'none' },
      settings,
      opensAtLogin: false,
      tray: true,
      lastError: null,
    },
    shown: { focus: 'BODY', forced: false, reduced: false, contrast: false },
  }
  if (!isDeepStrictEqual(await keptIn(page), { test: wanted.state.test, settings })) return false
  const deadline = Date.now() + settleMs
  while (Date.now() < deadline) if (isDeepStrictEqual(asJson(await stateOf(app, page)), asJson(wanted))) return true
  return false
}

/** What the main process keeps, and no verb takes back. */
const keptIn = (page: Page) =>
  page.evaluate(async () => {
    const reply = await (window as unknown as WithBridge).roam6.call('state', {})
    return reply.ok && { test: reply.value.test, settings: reply.value.settings }
  })

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** All that one test could leave to the next. */
async function stateOf(app: LaunchedApp, page: Page) {
  const windows = await app.electron.evaluate(({ BrowserWindow, nativeTheme }) =>
    BrowserWindow.getAllWindows().map((window) => ({
      bounds: window.getSize(),
      zoom: window.webContents.getZoomFactor(),
      isVisible: window.isVisible(),
      isMinimised: window.isMinimized(),
      theme: nativeTheme.themeSource,
    })),
  )
  return {
    windows,
    ...(await page.evaluate(async () => {
      const { roam6 } = window as unknown as WithBridge
      const reply = await roam6.call('state', {})
      if (!reply.ok) throw new Error(reply.words.message)
      const { version, helper, program, guarded, ...state } = reply.value
      const matches = (query: string) => matchMedia(`(${query})`).matches
      return {
        state: { ...state, helper: helper.state },
        shown: {
          focus: document.activeElement?.tagName,
          forced: matches('forced-colors: active'),
          reduced: matches('prefers-reduced-motion: reduce'),
          contrast: matches('prefers-contrast: more'),
        },
      }
    })),
  }
}
