/** The installed profiles: shown, exported, removed; each asks, and each refusal has words. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import type { Page } from '@playwright/test'
import * as imports from '../fakes/imports.ts'
import * as world from '../fakes/world.ts'
import { expect, test } from './fixtures.ts'
import { focusOrder } from './focus-order.ts'
import { lookAt } from './picture.ts'
import { openProfiles, script } from './profiles-page.ts'
import { lookAtSizes } from './sizes.ts'

test.use({ script })

test('what the gateway of a tinc network needs is there to be copied', async ({ app, page }) => {
  await openProfiles(page)
  await expect(page.getByRole('region', { name: 'For the gateway' })).toHaveCount(0)
  await page.getByRole('option', { name: /^Mesh/ }).click()
  await expect(page.getByRole('textbox', { name: 'hosts/laptop' })).toHaveValue(imports.meshHostFile.content)
  await lookAt(page, 'host-file')
  await page.getByRole('button', { name: 'Copy hosts/laptop' }).press('Enter')
  await expect(page.getByText('Copied')).toBeAttached()
  expect(await app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(imports.meshHostFile.content)
})

test('editing that is not allowed says so, and shows nothing', async ({ page, helper }) => {
  await openProfiles(page)
  helper.script.refuses = { show: { code: 'not-authorised', message: 'Only an administrator may read secrets.' } }
  await page.getByRole('button', { name: 'Edit…' }).click()
  await expect(page.getByRole('alert')).toHaveText('Only an administrator may read secrets.')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Home lab')
  await lookAt(page, 'edit-refused')
})

test('removing asks, and says that it disconnects first', async ({ page, helper }) => {
  helper.show(world.connected(new Date()))
  await openProfiles(page)
  const more = page.getByRole('button', { name: 'More' })
  const remove = async () => {
    await more.click()
    await page.getByRole('menuitem', { name: 'Remove…' }).click()
  }
  await remove()
  await expect(page.getByRole('dialog', { name: 'Remove Home lab?' })).toContainText('It is disconnected first.')
  await lookAt(page, 'remove-connected')
  await page.keyboard.press('Escape')
  await expect(more).toBeFocused()
  expect(helper.calls.some(({ name }) => name === 'remove')).toBe(false)

  await remove()
  await page.getByRole('button', { name: 'Disconnect and remove' }).click()
  await expect(page.getByRole('option', { name: 'Home lab' })).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tap')
  await expect(page.getByRole('option', { name: 'Tap' })).toBeFocused()
  await expect(page.getByText('Removed Home lab')).toBeAttached()
  expect(helper.calls.filter(({ name }) => name === 'remove')).toEqual([
    { name: 'remove', params: { profile: 'Home lab' } },
  ])
})

async function openExport(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Export…' }).click()
}

test('exports with or without secrets, into a file that only its owner reads', async ({
  app,
  page,
  desktop,
  helper,
}) => {
  const path = `${desktop.env.HOME}/home.toml`
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
  await openProfiles(page)
  await openExport(page)
  await lookAt(page, 'export')
  await page.getByRole('dialog').getByRole('button', { name: 'Export…' }).click()
  await expect(page.getByText('Exported Home lab')).toBeAttached()
  expect(readFileSync(path, 'utf8')).toBe(imports.homeLabTexts.masked)
  expect(statSync(path).mode & 0o777).toBe(0o600)

  await openExport(page)
  await page.getByRole('radio', { name: /^Whole/ }).check()
  await page.getByRole('dialog').getByRole('button', { name: 'Export…' }).click()
  await expect.poll(() => readFileSync(path, 'utf8')).toBe(imports.homeLabTexts.whole)
  // What the page says is asked without secrets, too.
  const shown = helper.calls.filter(({ name }) => name === 'show').map(({ params }) => params)
  expect(shown.filter((params) => (params as { secrets: boolean }).secrets)).toHaveLength(1)
})

test('an export that is cancelled writes nothing; one that is refused says why', async ({
  app,
  page,
  helper,
  desktop,
}) => {
  await app.electron.evaluate(({ dialog }) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' })
  })
  await openProfiles(page)
  const save = async () => {
    await openExport(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Export…' }).click()
  }
  await save()
  helper.script.refuses = { show: { code: 'not-authorised', message: 'Only an administrator may read secrets.' } }
  await save()
  await expect(page.getByRole('alert')).toHaveText('Only an administrator may read secrets.')
  expect(existsSync(`${desktop.env.HOME}/Home lab.toml`)).toBe(false)
})

test('the list is one tab stop, and the keyboard reads from it to the buttons', async ({ page }) => {
  await openProfiles(page)
  await page.getByRole('option', { name: 'Home lab' }).focus()
  expect(await focusOrder(page, 11)).toEqual([
    'New…',
    'Import…',
    'Rename…',
    'Duplicate…',
    'Edit…',
    'Connect',
    'More',
    'What home must have',
    'By hand',
    'Back',
    'Minimise',
  ])
})

test.describe('beside them one that is not understood', () => {
  test.use({ script: { ...script, unreadable: [world.later] } })

  test('is told of with its place, and takes nothing from the others', async ({ app, page, helper }) => {
    await openProfiles(page)
    await expect(page.getByRole('alert')).toContainText('The profile “Cabin” is not understood')
    await expect(page.getByRole('button', { name: 'Edit…' })).toBeEnabled()
    await lookAtSizes(app, page, 'profiles-unreadable')
    await page.getByRole('button', { name: 'Copy the file’s place' }).click()
    expect(await app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(world.later.file)
    await page.getByRole('button', { name: 'Remove…' }).click()
    await page.getByRole('dialog', { name: 'Remove Cabin?' }).getByRole('button', { name: 'Remove' }).click()
    await expect(page.getByRole('alert')).toHaveCount(0)
    expect(helper.calls.filter(({ name }) => name === 'remove')).toEqual([
      { name: 'remove', params: { profile: 'Cabin' } },
    ])
  })

  test('it can be imported again', async ({ page }) => {
    await openProfiles(page)
    await page.getByRole('button', { name: 'Import again…' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import a profile')
  })
})
