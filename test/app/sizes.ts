/** A wide page in the sizes that it has to fit: the compact window, its own, a small screen, and its own with text at 200 %. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { LaunchedApp } from './launch.ts'
import { lookAt, screens } from './picture.ts'

const sizes = [
  { name: '420x680', size: [420, 680], zoom: 1 },
  { name: '1024x600', size: [1024, 600], zoom: 1 },
  { name: '200-percent', size: [960, 640], zoom: 2 },
  { name: '960x640', size: [960, 640], zoom: 1 },
] as const

/** Leaves the window as large as wide pages are, since its size is kept. */
export async function lookAtSizes(app: LaunchedApp, page: Page, name: string, within?: string): Promise<void> {
  for (const { name: called, size, zoom } of sizes) {
    await app.electron.evaluate(
      ({ BrowserWindow }, [width, height, factor]) => {
        const [window] = BrowserWindow.getAllWindows()
        window?.setSize(width, height)
        window?.webContents.setZoomFactor(factor)
      },
      [...size, zoom] as const,
    )
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(size[0] / zoom)
    await lookAt(page, `${name}-${called}`, within)
    if (zoom !== 1) await pictureAsShown(app, page, `${name}-${called}`)
  }
}

/** Playwright's picture of an enlarged page is a corner of it: Electron's own shows what the window does. */
async function pictureAsShown(app: LaunchedApp, page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.evaluate(() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))))
    const png = await app.electron.evaluate(async ({ BrowserWindow }) => {
      const picture = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage()
      return picture?.toPNG().toString('base64') ?? ''
    })
    writeFileSync(join(screens, `${name}-${colorScheme}.png`), Buffer.from(png, 'base64'))
  }
  await page.emulateMedia({ colorScheme: null })
}
