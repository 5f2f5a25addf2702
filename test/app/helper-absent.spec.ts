/** No helper, another version's, or one that comes and goes. */
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
    await lookAt(page, 'no-helper')
    const helper = await startFakeHelper(socket)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not connected')
    helper.show(world.connected(new Date()))
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connected to home')
    await helper.close()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The helper is not running')
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
    await expect(page.getByText(/Restart the helper/)).toBeVisible()
    await lookAt(page, 'other-version')
  })
})
