/** A profile of one's own: the way first, by what one has at home; then a short form, with the rest folded. */
import { createPrivateKey } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import * as imports from '../fakes/imports.ts'
import { ownCertificateFor } from '../fakes/own-certificate.ts'
import { parsed } from '../fakes/parsed.ts'
import { goldenCase, realImport } from '../fakes/real-import.ts'
import * as world from '../fakes/world.ts'
import { expect, test } from './fixtures.ts'
import { lookAt } from './picture.ts'
import { imported, openProfiles, script as pages } from './profiles-page.ts'
import { resize } from './resize.ts'
import { lookAtSizes } from './sizes.ts'

const script = { ...pages, imports: [realImport] }
test.use({ script })

const authority = goldenCase('ipsec.conf/gre-updown-answered').answers.authority ?? ''
const choose = (page: Page, label: string) => page.getByRole('radio', { name: label, exact: true }).check()

/** By its own name, without the questions. */
async function begin(page: Page, way: string): Promise<void> {
  await page.getByRole('button', { name: 'New…' }).click()
  await page.getByRole('button', { name: /^All ways/ }).click()
  await page
    .getByRole('listitem')
    .getByRole('button', { name: new RegExp(`^${way}`) })
    .click()
  await page.getByRole('textbox', { name: 'Gateway', exact: true }).waitFor()
}

const fill = (within: Page | Locator, name: string, value: string) =>
  within.getByRole('textbox', { name, exact: true }).fill(value)

async function fillHome(page: Page, name: string): Promise<void> {
  await fill(page, 'Name', name)
  await fill(page, 'Gateway', 'tunnel.my.domain')
  await fill(page, 'Home’s prefixes', 'fd12:3456:789a::/48')
  await fill(page, 'Addresses at home', 'fd12:3456:789a:3::2/64')
}

test('what one has at home names the way, with its reason', async ({ app, page }) => {
  await openProfiles(page)
  await page.getByRole('button', { name: 'New…' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Which way is mine?')
  await expect(page.getByRole('radiogroup')).toHaveCount(1)
  await lookAt(page, 'which-way-start')
  await choose(page, 'I do not know')
  await expect(page.getByRole('status')).toContainText('Your router’s status page says it.')
  await lookAt(page, 'which-way-unknown')
  await choose(page, 'A public IPv4 address')
  await choose(page, 'OpenIKED')
  await expect(page.getByRole('button', { name: 'Continue' })).toHaveCount(0)
  await choose(page, 'Home, and all IPv6 through it')
  await expect(page.getByRole('status')).toContainText('IKEv2, GRE inside')
  await expect(page.getByRole('status')).toContainText('OpenIKED hands out one virtual IPv4 address')
  await lookAtSizes(app, page, 'which-way')

  // In a small window, what was found comes into view by itself.
  await resize(app, page, { width: 420, height: 680, zoom: 1 })
  await choose(page, 'ESP with typed keys')
  await choose(page, 'On many networks, behind NAT')
  await expect(page.getByRole('status')).toContainText('a laptop that moves has none')
  await expect(page.getByRole('button', { name: 'Continue' })).toBeInViewport({ ratio: 1 })
  await resize(app, page, { width: 960, height: 640, zoom: 1 })
  await choose(page, 'Neither')
  await expect(page.getByRole('status')).toContainText('Nothing from outside reaches your home')
  await lookAt(page, 'which-way-neither')
  await page.getByRole('button', { name: 'Import them instead' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import a profile')
})

test('each way has a short form that says nothing of what is still empty', async ({ page }) => {
  await openProfiles(page)
  for (const way of [
    'IKEv2 Networks',
    'IKEv2, GRE inside',
    'Manual ESP',
    'ip6ip6, manual ESP inside',
    'OpenVPN tap',
    'tinc',
  ])
    await test.step(way, async () => {
      await begin(page, way)
      const fields = page.locator('form > div > .field')
      expect(await fields.count()).toBeLessThanOrEqual(8)
      await expect(page.locator('.remark')).toHaveCount(0)
      await expect(page.getByText('not built yet')).toHaveCount(0)
      await expect(page.getByRole('status')).toHaveText(/^\d+ fields are still empty\.$/)
      await expect(page.locator('[aria-invalid]')).toHaveCount(0)
      await lookAt(page, `new-${way.replaceAll(/\W+/g, '-').toLowerCase()}`)
      await page.getByRole('button', { name: 'Cancel' }).click()
    })
})

test('an empty field is spoken of when it was left', async ({ page }) => {
  await openProfiles(page)
  await begin(page, 'IKEv2, GRE inside')
  const gateway = page.getByRole('textbox', { name: 'Gateway', exact: true })
  await gateway.focus()
  await expect(gateway).not.toHaveAccessibleDescription(/Needed/)
  await page.keyboard.press('Tab')
  await expect(gateway).toHaveAccessibleDescription(/Needed\.$/)
  await expect(page.locator('.remark')).toHaveCount(1)
})

test('filled in, it is installed, never in the place of another', async ({ app, page, helper }) => {
  await openProfiles(page)
  await page.getByRole('button', { name: 'New…' }).click()
  await choose(page, 'A public IPv4 address')
  await choose(page, 'strongSwan')
  await choose(page, 'Home, and all IPv6 through it')
  await page.getByRole('button', { name: 'Continue' }).click()
  await fillHome(page, 'Home lab')
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(
    /A profile called Home lab is installed\.$/,
  )
  await fill(page, 'Name', 'Cabin')
  await fill(page, 'Identity', 'client@my.domain')
  await fill(page, 'GRE’s far end', '192.168.101.2')
  await fill(page, 'Signed by', authority)
  await expect(page.getByRole('button', { name: /^Gateway’s name/ })).toContainText(
    'It must prove to be tunnel.my.domain',
  )
  await expect(page.getByRole('button', { name: /^Networks/ })).toContainText('ESP leads to 192.168.101.2/32')
  await expect(page.getByRole('button', { name: /^Routes/ })).toContainText('All IPv6 goes home')
  const { pem, key } = ownCertificateFor('client@my.domain', 365)
  const own = page.getByRole('textbox', { name: 'Your certificate' })
  await own.fill(pem)
  await expect(page.getByText('The certificate is here; its key is missing.')).toBeVisible()
  await own.fill(key)
  await expect(page.getByText('The certificate and its key are here.')).toBeVisible()
  expect(await page.locator('main').innerHTML()).not.toContain('PRIVATE KEY')
  await expect(page.getByRole('status')).toHaveText('Nothing is missing.')
  await lookAtSizes(app, page, 'new-filled')
  await page.getByRole('button', { name: /^Networks/ }).click()
  await lookAt(page, 'new-networks')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cabin')
  await expect(page.getByRole('option', { name: /^Cabin/ })).toBeFocused()
  const last = imported(helper.calls).at(-1)
  expect(last).toMatchObject({ dryRun: false, replace: false, format: 'toml' })
  expect(parsed(last?.files[0]?.content)).toMatchObject({
    name: 'Cabin',
    layer: [
      {
        kind: 'ike',
        identity: { id: 'client@my.domain', certificate: 'laptop' },
        peer: { id: 'tunnel.my.domain', authorities: ['ca'] },
        'request-addresses': ['0.0.0.0'],
        'remote-networks': ['192.168.101.2/32'],
      },
      { kind: 'gre', local: 'virtual', remote: '192.168.101.2' },
    ],
    route: [{ to: '::/0' }],
    certificate: { laptop: { pem, key } },
  })
})

test('the key of a tinc node is made here, and is not shown', async ({ page, helper }) => {
  await openProfiles(page)
  await begin(page, 'tinc')
  await fillHome(page, 'Net')
  await fill(page, 'Own subnets', 'fd12:3456:789a:7::/64')
  await fill(page, 'RSA public key', imports.pem('RSA PUBLIC KEY', 'UFVC'))
  await page.getByRole('button', { name: 'Make one here: Own RSA key' }).press('Enter')
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
  await page.getByRole('button', { name: 'Choose another way' }).click()
  await expect(page.getByRole('dialog', { name: 'Leave without saving?' })).toContainText('What you typed is lost.')
  await page.getByRole('button', { name: 'Leave' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Which way is mine?')
})

test.describe('without any profile', () => {
  test.use({ script: { ...script, profiles: [], snapshot: { ...world.off(new Date()), profile: null } } })

  test('a form is one way to the first', async ({ page }) => {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('menuitem', { name: 'Profiles' }).click()
    await page.getByRole('heading', { level: 1, name: 'No profile yet' }).waitFor()
    await lookAt(page, 'profiles-none')
    await page.getByRole('button', { name: 'New…' }).last().click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Which way is mine?')
  })
})
