/** Starts the real Electron with the real app, as an ordinary user with Chromium's sandbox on. */
import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import type { Settings } from '../../main/contract/bridge.ts'
import { ownFolder, runAsScript } from './account.ts'
import type { Desktop } from './desktop.ts'
import { stageApp } from './stage.ts'

/** An app that was told to quit is ended by force after this. */
const endMs = 5_000

export interface LaunchOptions {
  readonly desktop: Desktop
  /** Where the helper listens. */
  readonly socket: string
  readonly settings?: Partial<Settings>
  /** Given to start again with the same settings and the same single instance; else a new one, removed at the end. */
  readonly userData?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface LaunchedApp {
  readonly electron: ElectronApplication
  readonly userData: string
  /** Of Electron's main process. */
  readonly pid: number
  /** The window, as soon as it shows the state. */
  window(): Promise<Page>
  /** The window in front at its own size, nothing copied; a dialog that no test answers is an error. */
  reset(): Promise<void>
  close(): Promise<void>
}

export async function launchApp(options: LaunchOptions): Promise<LaunchedApp> {
  const { desktop, socket, settings = {}, args = [], env = {} } = options
  const { account } = desktop
  const { executable, appArguments } = stageApp(account, () => {})
  const userData = options.userData ?? ownFolder(account, mkdtempSync(join(tmpdir(), 'roam6-app-')))
  writeSettings(desktop, userData, settings)
  const scripts = mkdtempSync(join(tmpdir(), 'roam6-run-'))
  execFileSync('chmod', ['755', scripts])
  const electron = await _electron.launch({
    executablePath: runAsScript(account, executable, scripts),
    args: [...appArguments, `--user-data-dir=${userData}`, '--disable-gpu', ...args],
    chromiumSandbox: true,
    colorScheme: null, // the app's own setting decides
    env: { ...desktop.env, ROAM6_SOCKET: socket, ...env },
    cwd: '/',
    timeout: 20_000,
  })
  const pid = await electron.evaluate(() => process.pid)
  await refuseDialogs(electron)
  return {
    electron,
    userData,
    pid,
    async window() {
      const page = electron.windows()[0] ?? (await electron.waitForEvent('window', { timeout: 10_000 }))
      await page.waitForSelector('main article', { timeout: 10_000 })
      return page
    },
    async reset() {
      await refuseDialogs(electron)
      await electron.evaluate(({ BrowserWindow, clipboard }) => {
        clipboard.clear()
        for (const window of BrowserWindow.getAllWindows()) {
          if (window.isMinimized()) window.restore()
          window.show()
          window.focus()
          window.webContents.setZoomLevel(0)
        }
      })
    },
    async close() {
      const child = electron.process()
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve))
        const timer = setTimeout(() => child.kill('SIGKILL'), endMs)
        // As "Quit" does; a window that is only closed would hide.
        await electron.evaluate(({ app }) => app.quit()).catch(() => {})
        await ended
        clearTimeout(timer)
      }
      rmSync(scripts, { recursive: true, force: true })
      if (options.userData === undefined) rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Nobody is there to answer a native one: files are refused, and what is asked with the safe answer second is answered with the first. */
const refuseDialogs = (electron: ElectronApplication) =>
  electron.evaluate(({ dialog }) => {
    const refuse = () => Promise.reject(new Error('no answer was prepared for this dialog'))
    const agree = () => Promise.resolve({ response: 0, checkboxChecked: false })
    Object.assign(dialog, { showOpenDialog: refuse, showSaveDialog: refuse, showMessageBox: agree })
  })

function writeSettings({ account }: Desktop, userData: string, settings: Partial<Settings>): void {
  const path = join(userData, 'settings.json')
  if (existsSync(path) && Object.keys(settings).length === 0) return
  writeFileSync(path, JSON.stringify(settings))
  chownSync(path, account.uid, account.gid)
}

/** A picture of the window, without moving parts. */
export async function screenshot(page: Page, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
}

/** A picture of the whole desktop, tray and all. */
export function desktopScreenshot(desktop: Desktop, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  execFileSync('import', ['-window', 'root', path], { env: { ...desktop.env }, timeout: 10_000 })
}
