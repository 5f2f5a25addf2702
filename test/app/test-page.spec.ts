/** The connectivity test's page: verdict first, the path a line a layer, what did not pass opened. The reports are the helper's own. */
import { join } from 'node:path'
import * as reports from '../fakes/reports.ts'
import * as world from '../fakes/world.ts'
import { expect, test } from './fixtures.ts'
import { desktopScreenshot } from './launch.ts'
import { lookAt, screens } from './picture.ts'
import { resize } from './resize.ts'

const title = 'heading' as const
const failedTitle = 'The gateway’s GRE end 192.168.101.2 does not answer'

test('one click, live progress, all passed, and the packet that proves it', async ({ page, helper }) => {
  const held = Promise.withResolvers<void>()
  helper.script.holdsAt = { check: 11, until: held.promise }
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByText(/^12 of 23: /)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Tunnel, under way. 2 of 4.' })).toBeVisible()
  await lookAt(page, 'test-running')
  held.resolve()
  await expect(page.getByRole(title, { level: 1 })).toHaveText('Home is reachable')
  await expect(page.getByText('An answer from 2a00::102 through GRE proves it.')).toBeVisible()
  await expect(page.getByRole('button', { expanded: false, name: /, passed: / })).toHaveCount(9)
  await expect(page.getByText('0 ms', { exact: true })).toHaveCount(0)
  await lookAt(page, 'test-healthy')
})

test('a layer opens to its checks, and a check to its evidence', async ({ page }) => {
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page.getByRole('button', { name: 'Run again' }).waitFor()
  await page.getByRole('button', { name: /^Tunnel, passed: / }).click()
  await page.getByRole('button', { name: /^Passed: ESP carries both ways/ }).click()
  await expect(page.getByRole('table', { name: 'Evidence: ESP carries both ways' })).toContainText('1344 bytes went')
  await expect(page.getByText('rules from')).toHaveCount(0)
  await lookAt(page, 'test-opened')
})

test('the broken layer is opened: cause, evidence, what to do, and one line for what depends on it', async ({
  page,
  helper,
}) => {
  helper.script.report = reports.withoutGre
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole(title, { level: 1 })).toHaveText(failedTitle)
  const broken = page.getByRole('button', { name: /^Tunnel, failed: .* 3 passed, 1 failed\.$/ })
  await expect(broken).toHaveAttribute('aria-expanded', 'true')
  await expect(page.getByRole(title, { name: 'Failed: GRE is not answered' })).toBeVisible()
  await expect(page.getByRole('row').last()).toHaveText(
    '192.168.101.2 answers outside itThe far end is up, so GRE itself is lost',
  )
  await expect(page.getByRole(title, { name: 'What to do' })).toBeVisible()
  await expect(
    page.getByText('4 checks depend on this and were not asked: path MTU, home twice, IPv6 internet'),
  ).toBeVisible()
  await lookAt(page, 'test-broken')
})

for (const [name, report, says] of [
  ['past-the-tunnel', reports.pastTheTunnel, 'Home goes past the tunnel'],
  ['gateway-silent', reports.gatewaySilent, 'UDP 500 does not answer'],
] as const)
  test(`another failure: ${name}`, async ({ page, helper }) => {
    helper.script.report = report
    await page.getByRole('button', { name: 'Test connection' }).click()
    await page.getByRole('button', { name: 'Run again' }).waitFor()
    await expect(page.getByRole(title, { name: `Failed: ${says}` })).toBeVisible()
    await lookAt(page, `test-${name}`)
  })

test('where nothing is proved, the verdict is grey and asks for what would prove it', async ({ page, helper }) => {
  helper.script.report = reports.unproved
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole(title, { level: 1 })).toHaveText('Nothing proves whether the gateway can be reached')
  await expect(page.locator('article.s-idle [data-face=unproved]')).toBeVisible()
  await expect(page.getByRole(title, { name: 'What would prove it' }).first()).toBeVisible()
  await expect(page.getByText(/3 are not known, \d+ were not asked/)).toBeVisible()
  await lookAt(page, 'test-unproved')
})

test('forced colours keep the marks and the boxes', async ({ page, helper }) => {
  helper.script.report = reports.withoutGre
  await page.emulateMedia({ forcedColors: 'active' })
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page.getByRole('button', { name: 'Run again' }).waitFor()
  expect(await page.locator('.brk').evaluate((element) => getComputedStyle(element).borderStyle)).toBe('solid')
  await lookAt(page, 'test-forced-colours')
})

test('layers are one tab stop: Up and Down move, Right goes in, Left comes back, Escape closes', async ({
  page,
  helper,
}) => {
  helper.script.report = reports.withoutGre
  await page.getByRole('button', { name: 'Test connection' }).click()
  const tunnel = page.getByRole('button', { name: /^Tunnel, failed: / })
  await tunnel.waitFor()
  await page.getByRole('button', { name: 'Run again' }).focus()
  await page.keyboard.press('Tab') // Copy report
  await page.keyboard.press('Tab')
  await expect(tunnel).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('button', { name: /^4 checks depend/ })).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(tunnel).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('button', { name: /^Gateway, passed: / })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Escape')
  await expect(tunnel).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('Enter')
  await expect(tunnel).toHaveAttribute('aria-expanded', 'true')
})

test('a test that runs is stopped, and the page says that it has no verdict', async ({ page, helper }) => {
  helper.script.holdsAt = { check: 11, until: new Promise(() => {}) }
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page.getByRole('button', { name: 'Tunnel, under way. 2 of 4.' }).waitFor()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole(title, { level: 1 })).toHaveText('The test was stopped')
  helper.script.holdsAt = undefined
  await page.getByRole('button', { name: 'Run again' }).click()
  await expect(page.getByRole(title, { level: 1 })).toHaveText('Home is reachable')
})

test('the foot says when a test of the same profile last passed', async ({ page, helper }) => {
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole(title, { level: 1 })).toHaveText('Home is reachable')
  helper.script.report = reports.withoutGre
  await page.getByRole('button', { name: 'Run again' }).click()
  await expect(page.getByRole(title, { level: 1 })).toHaveText(failedTitle)
  await expect(page.getByText(/^It last passed at \d\d:\d\d\.$/)).toBeVisible()
  await lookAt(page, 'test-passed-before')
})

test('the report is plain text in the same order and words', async ({ app, page, helper }) => {
  helper.script.report = reports.withoutGre
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page.getByRole('button', { name: 'Copy report' }).click()
  const report = await app.electron.evaluate(({ clipboard }) => clipboard.readText())
  expect(report.split('\n').slice(0, 3)).toEqual([
    failedTitle,
    'Broken: GRE',
    expect.stringMatching(/^Home lab\. 18 of 23 passed, 1 failed, 4 were not asked\. /),
  ])
  expect(report).toContain('Not asked 2a00::102 at home answers')
})

test('Ctrl+R runs it from anywhere, also while off and after a failure', async ({ page, helper }) => {
  helper.show(world.failed(new Date()))
  await page.keyboard.press('Control+r')
  await expect(page.getByRole(title, { level: 1 })).toHaveText('Home is reachable')
})

test.describe('other sizes', () => {
  test.use({ own: true, script: { report: reports.withoutGre } })

  test('narrow, on a low screen, and enlarged: what broke is in view', async ({ app, page, desktop }) => {
    await page.getByRole('button', { name: 'Test connection' }).click()
    const head = page.getByRole(title, { name: 'Failed: GRE is not answered' })
    await head.waitFor()
    await page.getByRole('button', { name: 'Run again' }).waitFor()
    for (const [width, height, zoom] of [
      [420, 680, 1],
      [960, 560, 1],
      [960, 640, 2],
    ] as const) {
      await resize(app, page, { width, height, zoom })
      await expect(head).toBeInViewport()
      await lookAt(page, `test-broken-${width}x${height}-${zoom * 100}`)
      // Playwright's own picture of enlarged text shows a quarter of it.
      if (zoom > 1) desktopScreenshot(desktop, join(screens, 'test-broken-enlarged.png'))
    }
  })
})
