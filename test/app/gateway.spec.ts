/** What home must have, in the window: the same files as `roam6 gateway` prints. */
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gatewayTexts } from '../../helper/core/gateway/gateway-texts.ts'
import { mask } from '../../helper/core/profile/mask.ts'
import { summarise } from '../../helper/core/profile/summary.ts'
import { filesText } from '../../main/contract/words/gateway.ts'
import { goldenProfile, textsOf } from '../fakes/real-import.ts'
import { ownFolder } from './account.ts'
import { expect, test } from './fixtures.ts'
import { focusOrder } from './focus-order.ts'
import { openProfiles } from './profiles-page.ts'
import { resize } from './resize.ts'
import { lookAtSizes } from './sizes.ts'

const profile = goldenProfile('ipsec.conf/gre-updown-answered', 'Home lab')
test.use({ script: { profiles: [summarise(profile)], toml: { 'Home lab': textsOf(profile) } } })

const printed = (kind: 'strongswan' | 'openiked') =>
  gatewayTexts(mask(profile), kind, { secrets: false, laptopKey: null })

test('it shows, copies and saves what the command line prints, with what is to be filled in', async ({
  app,
  page,
  desktop,
}) => {
  const { files, blanks } = printed('strongswan')
  const copied = () => app.electron.evaluate(({ clipboard }) => clipboard.readText())
  await openProfiles(page)
  await page.getByRole('button', { name: 'What home must have' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()

  await test.step('every file is there, each blank is marked and has a field', async () => {
    for (const { path } of files) await expect(page.getByRole('heading', { name: path })).toBeAttached()
    expect(new Set(await page.locator('mark').allTextContents())).toEqual(new Set(blanks.map(({ mark }) => mark)))
    await expect(page.getByRole('textbox')).toHaveCount(blanks.length)
    await page.getByRole('button', { name: 'Copy all' }).click()
    expect(await copied()).toBe(filesText(files))
    await lookAtSizes(app, page, 'gateway')
  })

  await test.step('a value is filled in everywhere; one that cannot be says why, and is not', async () => {
    const field = page.getByRole('textbox', { name: 'Its outer interface' })
    await field.fill('eth0; reboot')
    await expect(page.getByText('It must be a device name.')).toBeVisible()
    await field.fill('eth0')
    await expect(page.getByText(`${blanks.length - 1} of ${blanks.length}`)).toBeVisible()
    await expect(page.locator('mark').getByText('its outer interface')).toHaveCount(0)
  })

  await test.step('another program has other files, and the values stay', async () => {
    await page.getByRole('radio', { name: 'OpenIKED' }).check()
    await expect(page.getByRole('heading', { name: '/etc/iked.conf' })).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Its outer interface' })).toHaveValue('eth0')
  })

  await test.step('one file, or all of them, are saved where the person says; nothing is written over', async () => {
    const folder = ownFolder(desktop.account, mkdtempSync(join(desktop.env.HOME ?? '', 'gateway-')))
    await app.electron.evaluate(
      ({ dialog }, [one, all]) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: one })
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [all] })
      },
      [join(folder, 'one'), folder] as const,
    )
    await page.getByRole('button', { name: 'Save /etc/iked.conf…' }).click()
    await expect(page.getByText('Saved')).toBeAttached()
    expect(readFileSync(join(folder, 'one'), 'utf8')).toContain('ikev2')
    await page.getByRole('button', { name: 'Save all…' }).click()
    await expect
      .poll(() => statSync(join(folder, 'gateway/etc/iked.conf'), { throwIfNoEntry: false })?.size)
      .toBeTruthy()
    writeFileSync(join(folder, 'gateway/etc/iked.conf'), 'mine')
    await page.getByRole('button', { name: 'Save all…' }).click()
    await expect(page.getByRole('alert')).toContainText('is there already. Choose an empty folder.')
    expect(readFileSync(join(folder, 'gateway/etc/iked.conf'), 'utf8')).toBe('mine')
  })

  await test.step('it leads to "Which way is mine", and back to the profile, where the keyboard goes on', async () => {
    await page.getByRole('button', { name: 'Which way is mine?' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Which way is mine?' })).toBeVisible()
    await page.getByRole('button', { name: 'Cancel' }).click()
    for (const [width, height, focused] of [
      [420, 680, '.detail'],
      [960, 640, '[role=option]'],
    ] as const) {
      await resize(app, page, { width, height, zoom: 1 })
      await page.getByRole('button', { name: 'What home must have' }).click()
      await page.getByRole('button', { name: 'Copy all' }).waitFor()
      expect(await focusOrder(page, 2)).toEqual(['Copy all', 'Save all…'])
      await page.keyboard.press('Alt+ArrowLeft')
      await expect(page.getByRole('heading', { level: 1, name: 'Home lab' })).toBeVisible()
      await expect(page.locator(focused)).toBeFocused()
    }
  })
})
