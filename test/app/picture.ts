/** What each screen is held against: a picture to look at, and the rules of accessibility. */
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { screenshot } from './launch.ts'

export const screens = join(import.meta.dirname, '../../test-results/screens')

export async function lookAt(page: Page, name: string): Promise<void> {
  await screenshot(page, join(screens, `${name}.png`))
  // Electron has no second page for axe's own: it runs in this one.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  expect(told).toEqual([])
}
