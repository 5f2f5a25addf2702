/** No helper, another version's, or one that comes and goes. */
import { chmodSync } from 'node:fs'
import { startFakeHelper } from '../fakes/helper.ts'
import * as world from '../fakes/world.ts'
import { expect, test } from './fixtures.ts'
import { launchApp } from './launch.ts'
import { lookAt } from './picture.ts'

test.use({ own: true })

test('offers to start it, says what stands in the way, and connects when it comes', async ({ desktop, socket }) => {
  const app = await launchApp({ desktop, socket, settings: { theme: 'light' } })
  try {
    const page = await app.window()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The helper is not running')
    await expect(page.getByText(/^sudo \S+\/roam6-helper start --allow-uid \d+ --socket /)).toBeVisible()
    await lookAt(page, 'no-helper')
    await page.getByRole('button', { name: 'Copy the command' }).click()
    expect(await app.electron.evaluate(({ clipboard }) => clipboard.readText())).toMatch(/^sudo .*roam6-helper start/)
    const helper = await startFakeHelper(socket)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not connected')
    helper.show(world.connected(new Date()))
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connected to home')
    await helper.close()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The helper is not running')
    await expect(page.getByRole('region', { name: 'Blocked' })).toContainText('Home was wanted when the helper ended')
    await lookAt(page, 'no-helper-guarded')
    const next = await startFakeHelper(socket)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not connected')
    await next.close()
  } finally {
    await app.close()
  }
})

test.describe('another version', () => {
  test.use({ script: { protocol: 99 } })

  test('says which, and what to do', async ({ page }) => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The helper cannot be used')
    await expect(page.getByText(/speaks protocol 99; this program speaks \d+/)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Restart…' })).toBeVisible()
    await expect(page.getByText(/^sudo \S+\/roam6-helper start/)).toBeVisible()
    await expect(page.getByText('Replace it by the one that came with this program.')).toBeVisible()
    await lookAt(page, 'other-version')
  })
})

test('started for another user, it says whom it serves, and gives the line that works', async ({ desktop, socket }) => {
  const helper = await startFakeHelper(socket)
  // As the kernel refuses whoever is not served, in connect(2).
  chmodSync(socket, 0o000)
  const app = await launchApp({ desktop, socket, settings: { theme: 'light' } })
  try {
    const page = await app.window()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The helper serves another user')
    const uid = await app.electron.evaluate(() => process.getuid?.())
    await expect(page.getByText(new RegExp(`It was started for root.*; you are .*user ${uid}`))).toBeVisible()
    await expect(page.getByRole('button', { name: 'Restart…' })).toBeVisible()
    await expect(page.getByText(`roam6-helper start --allow-uid ${uid} --socket ${socket}`)).toBeVisible()
    await lookAt(page, 'other-user')
  } finally {
    await app.close()
    await helper.close()
  }
})
