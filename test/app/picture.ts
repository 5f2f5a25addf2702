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
  expect(await cutOff(page)).toEqual([])
}

/** Text that runs out of the window sideways, where nothing scrolls to it, nor tells by an ellipsis that there is more. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    const isKept = (element: Element | null): boolean => {
      if (!element) return false
      const { overflowX, textOverflow } = getComputedStyle(element)
      const isForReadersAlone = element.getBoundingClientRect().width <= 1
      return isForReadersAlone || overflowX === 'auto' || textOverflow === 'ellipsis' || isKept(element.parentElement)
    }
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    while (texts.nextNode()) {
      const text = texts.currentNode
      range.selectNodeContents(text)
      const isOut = [...range.getClientRects()].some(({ left, right }) => left < -0.5 || right > innerWidth + 0.5)
      if (isOut && !isKept(text.parentElement)) found.push(text.textContent ?? '')
    }
    return found
  })

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
