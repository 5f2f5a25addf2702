/** A profile of one's own, from a form for each way home. */
import { createPrivateKey } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import * as imports from '../fakes/imports.ts'
import { parsed } from '../fakes/parsed.ts'
import * as world from '../fakes/world.ts'
import { expect, test } from './fixtures.ts'
import { lookAt } from './picture.ts'
import { imported, openProfiles, script } from './profiles-page.ts'

test.use({ script })

async function begin(page: Page, way: string): Promise<void> {
  await page.getByRole('button', { name: 'New…' }).click()
  await page
    .getByRole('listitem')
    .getByRole('button', { name: new RegExp(`^${way}`) })
    .click()
  await page.getByRole('textbox', { name: 'Gateway' }).waitFor()
}

const fill = (within: Page | Locator, name: string, value: string) =>
  within.getByRole('textbox', { name, exact: true }).fill(value)

async function fillHome(page: Page, name: string): Promise<void> {
  await fill(page.getByRole('group', { name: 'This profile' }), 'Name', name)
  await fill(page, 'Gateway', 'tunnel.my.domain')
  await fill(page, 'Prefixes', 'fd12:3456:789a::/48')
  await fill(page, 'Addresses', 'fd12:3456:789a:3::2/64')
}

test('each way has its form, in which nothing is wrong and something is empty', async ({ page }) => {
  await openProfiles(page)
  await page.getByRole('button', { name: 'New…' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New profile')
  await lookAt(page, 'new-ways')
  await page.getByRole('button', { name: 'Cancel' }).click()
  for (const [way, ...layers] of [
    ['IKEv2 Networks', 'IKEv2'],
    ['IKEv2, GRE inside', 'IKEv2', 'GRE'],
    ['Manual ESP', 'Manual ESP'],
    ['ip6ip6, manual ESP inside', 'ip6ip6', 'Manual ESP'],
    ['OpenVPN tap', 'OpenVPN tap'],
    ['tinc', 'tinc'],
  ] as const)
    await test.step(way, async () => {
      await begin(page, way)
      const headings = page.getByRole('heading', { level: 2, name: /^Layer/ })
      await expect(headings).toHaveText(layers.map((layer, at) => `Layer ${at + 1}: ${layer}`))
      await expect(page.getByRole('status')).toHaveText(/^\d+ fields are still empty\.$/)
      await expect(page.locator('[aria-invalid]')).toHaveCount(0)
      await lookAt(page, `new-${layers.join('-').replaceAll(' ', '-').toLowerCase()}`, '[aria-label^=Layer]')
      await page.getByRole('button', { name: 'Cancel' }).click()
    })
})

test('filled in, it is installed, never in the place of another', async ({ page, helper }) => {
  await openProfiles(page)
  await begin(page, 'IKEv2, GRE inside')
  await fillHome(page, 'Home lab')
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(
    /A profile called Home lab is installed\.$/,
  )
  await fill(page, 'Name', 'Cabin')
  await fill(page, 'Identity', 'client@my.domain')
  await fill(page, 'Its identity', 'tunnel.my.domain')
  await fill(page.getByRole('group', { name: 'What ESP carries' }), 'Networks there', '192.168.101.0/24')
  await fill(page.getByRole('region', { name: 'Layer 2: GRE' }), 'There', '192.168.101.2')
  await fill(page.getByRole('group', { name: 'ca' }), 'Certificate', imports.authorityPem)
  const own = page.getByRole('group', { name: 'laptop' })
  await fill(own, 'Certificate', imports.pem('CERTIFICATE', 'TEFQVE9Q'))
  await expect(page.getByRole('status')).toHaveText('Nothing is missing.')
  await fill(own, 'Private key', imports.pem('PRIVATE KEY', 'S0VZ'))
  await expect(page.getByRole('status')).toHaveText('Nothing is missing.')
  await lookAt(page, 'new-filled')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cabin')
  await expect(page.getByRole('option', { name: /^Cabin/ })).toBeFocused()
  const last = imported(helper.calls).at(-1)
  expect(last).toMatchObject({ dryRun: false, replace: false, format: 'toml' })
  expect(parsed(last?.files[0]?.content)).toMatchObject({
    name: 'Cabin',
    layer: [
      { kind: 'ike', identity: { id: 'client@my.domain', certificate: 'laptop' }, 'request-addresses': ['0.0.0.0'] },
      { kind: 'gre', local: 'virtual', remote: '192.168.101.2' },
    ],
    certificate: { laptop: { key: imports.pem('PRIVATE KEY', 'S0VZ') } },
  })
})

test('the key of a tinc node is made here, and is not shown', async ({ page, helper }) => {
  await openProfiles(page)
  await begin(page, 'tinc')
  await fillHome(page, 'Net')
  const tinc = page.getByRole('region', { name: 'Layer 1: tinc' })
  await fill(tinc.getByRole('group', { name: 'This laptop' }), 'Subnets', 'fd12:3456:789a:7::/64')
  await fill(tinc, 'RSA public key', imports.pem('RSA PUBLIC KEY', 'UFVC'))
  await page.getByRole('button', { name: 'Make one here: RSA key' }).press('Enter')
  await expect(page.getByText('Kept, not shown.')).toBeVisible()
  expect(await page.locator('main').innerHTML()).not.toContain('PRIVATE KEY')
  await page.getByText('Kept, not shown.').scrollIntoViewIfNeeded()
  await lookAt(page, 'new-tinc-key')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Net')
  const saved = parsed(imported(helper.calls).at(-1)?.files[0]?.content)
  const key = saved.layer[0]?.kind === 'tinc' ? saved.layer[0].key : ''
  expect(key).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/)
  expect(createPrivateKey(key).asymmetricKeyDetails?.modulusLength).toBe(3072)
})

test('what was begun is left only on purpose', async ({ page }) => {
  await openProfiles(page)
  await begin(page, 'OpenVPN tap')
  await page.getByRole('option', { name: /^Tap/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tap')
  await begin(page, 'OpenVPN tap')
  await fill(page, 'Name', 'Attic')
  await page.getByRole('option', { name: /^Tap/ }).click()
  await expect(page.getByRole('dialog', { name: 'Leave without saving?' })).toContainText('What you typed is lost.')
  await page.getByRole('button', { name: 'Leave' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tap')
})

test.describe('without any profile', () => {
  test.use({ script: { ...script, profiles: [], snapshot: { ...world.off(new Date()), profile: null } } })

  test('a form is one way to the first', async ({ page }) => {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('menuitem', { name: 'Profiles' }).click()
    await page.getByRole('button', { name: 'Or fill in a form' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('New profile')
  })
})
