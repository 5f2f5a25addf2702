import { expect, type Page } from '@playwright/test'
import type { LaunchedApp } from './launch.ts'

export interface Size {
  readonly width: number
  readonly height: number
  /** 2: text at 200 %. */
  readonly zoom?: number
}

/** Gives the window this size, and its text this factor. */
export async function resize({ electron }: LaunchedApp, page: Page, { width, height, zoom = 1 }: Size): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, size) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.setSize(size.width, size.height)
      window?.webContents.setZoomFactor(size.zoom)
    },
    { width, height, zoom },
  )
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([width / zoom, height / zoom])
}
