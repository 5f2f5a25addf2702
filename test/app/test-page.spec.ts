/** The connectivity test's page: live progress, verdict first, evidence and remedy. */
import * as world from '../fakes/world.ts'
import { expect, test } from './fixtures.ts'
import { lookAt } from './picture.ts'

test('one click, live progress, all passed', async ({ page, helper }) => {
  helper.script.checkMs = 60
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByText(/^Step \d+ of 13$/)).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Home is reachable, all as expected')
  await expect(page.getByText('13 passed')).toBeVisible()
  await lookAt(page, 'test-healthy')
})

test('the broken layer comes first, opened, and what depends on it is skipped', async ({ page, helper }) => {
  helper.script.report = world.brokenReport
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('GRE is not answered by the gateway')
  const broken = page.getByRole('button', { name: /^Failed: GRE carries IPv6/ })
  await expect(broken).toHaveAttribute('aria-expanded', 'true')
  await expect(page.getByText('Allow protocol 47 (GRE) from 192.168.101.1 at the gateway.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Skipped: Home hosts answer/ })).toContainText(
    'needs: GRE carries IPv6',
  )
  await lookAt(page, 'test-broken')
})

test('steps are one tab stop: arrows move, Enter opens, Escape closes', async ({ page, helper }) => {
  helper.script.report = world.brokenReport
  await page.getByRole('button', { name: 'Test connection' }).click()
  const broken = page.getByRole('button', { name: /^Failed: GRE/ })
  await broken.waitFor()
  await page.getByRole('button', { name: 'Run again' }).focus()
  await page.keyboard.press('Tab') // Copy report
  await page.keyboard.press('Tab')
  await expect(broken).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(broken).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('ArrowUp')
  const esp = page.getByRole('button', { name: /^Passed: ESP/ })
  await expect(esp).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(esp).toHaveAttribute('aria-expanded', 'true')
})

test('the report is plain text in the same order and words', async ({ app, page, helper }) => {
  helper.script.report = world.brokenReport
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page.getByRole('button', { name: 'Copy report' }).click()
  const report = await app.electron.evaluate(({ clipboard }) => clipboard.readText())
  expect(report).toMatch(/^GRE is not answered by the gateway\nBroken: GRE\nHome lab\. 6 passed, 1 warning, 1 failed/)
  expect(report).toContain('Skipped  Home hosts answer')
})

test('Ctrl+R runs it from anywhere, also while off and after a failure', async ({ page, helper }) => {
  helper.show(world.failed(new Date()))
  await page.keyboard.press('Control+r')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Home is reachable, all as expected')
})

test.describe('narrow', () => {
  test.use({ own: true })

  test('the evidence moves under the name', async ({ app, page }) => {
    await page.getByRole('button', { name: 'Test connection' }).click()
    await page.getByText('13 passed').waitFor()
    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(420, 680))
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(420)
    await lookAt(page, 'test-narrow')
  })
})
