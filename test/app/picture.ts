/** What each screen is held against: a picture to look at, and the rules of accessibility. */
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { screenshot } from './launch.ts'

export const screens = join(import.meta.dirname, '../../test-results/screens')

/** What everything visible is looked at in. Of the rules, contrast alone depends on it. */
const themes = [
  { colorScheme: 'light', only: undefined },
  { colorScheme: 'dark', only: ['color-contrast'] },
] as const

/**
 * In both themes: pictures `NAME-light.png` and `NAME-dark.png`.
 * @param within a selector, where the rules were held against all the rest before
 */
export async function lookAt(page: Page, name: string, within = 'html'): Promise<void> {
  for (const { colorScheme, only } of themes) {
    await page.emulateMedia({ colorScheme })
    await screenshot(page, join(screens, `${name}-${colorScheme}.png`))
    expect(await violations(page, within, only)).toEqual([])
  }
  await page.emulateMedia({ colorScheme: null })
}

async function violations(page: Page, within: string, only: readonly string[] | undefined): Promise<string[]> {
  // Half a megabyte of script: once a page is enough.
  const loaded = await page.evaluate(() => 'axe' in window)
  // Electron has no second page for axe's own: it runs in this one.
  const axe = new AxeBuilder({ page, ...(loaded ? { axeSource: ';' } : {}) }).setLegacyMode(true)
  const found = await axe
    .include(within)
    .options({ resultTypes: ['violations'], preload: false, ...(only ? { runOnly: [...only] } : {}) })
    .analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
