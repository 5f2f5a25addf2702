/** The layers of a profile: put in another order, taken away, added; by pointer and by keyboard. */
import * as imports from '../fakes/imports.ts'
import { parsed } from '../fakes/parsed.ts'
import { expect, test } from './fixtures.ts'
import { lookAt } from './picture.ts'
import { imported, openEditor, script } from './profiles-page.ts'

test.use({ script })

test('a layer is moved by keyboard, which stays with it, and so does what was unfolded in it', async ({ page }) => {
  await openEditor(page)
  const gre = (at: number) => page.getByRole('region', { name: `Layer ${at}: GRE` })
  await gre(2).getByRole('button', { name: 'Header' }).click()
  await gre(2).getByRole('textbox', { name: 'Key' }).fill('7')
  const outwards = (at: number) => page.getByRole('button', { name: `Move layer ${at}, GRE, outwards` })
  await outwards(2).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('GRE is layer 1 of 2')).toBeAttached()
  await expect(page.getByRole('region', { name: 'Layer 2: IKEv2' })).toBeVisible()
  await expect(gre(1).getByRole('textbox', { name: 'Key' })).toHaveValue('7')
  await expect(outwards(1)).toBeFocused()
  await expect(outwards(1)).toBeDisabled()
  await page.keyboard.press('Enter')
  await expect(gre(1)).toBeVisible()
  await lookAt(page, 'edit-layers-moved')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(gre(2).getByRole('textbox', { name: 'Key' })).toHaveValue('7')
})

test('a layer is added and removed, and what is saved is as it was', async ({ page, helper }) => {
  await openEditor(page)
  await page.getByRole('combobox', { name: 'Another layer' }).selectOption('ip6ip6')
  await page.getByRole('button', { name: 'Add layer' }).click()
  const added = page.getByRole('region', { name: 'Layer 3: ip6ip6' })
  await expect(added).toBeFocused()
  await expect(page.getByRole('status')).toHaveText('2 fields are still empty.')
  const local = added.getByRole('textbox', { name: 'ip6ip6’s own end' })
  await local.focus()
  await page.keyboard.press('Tab')
  await expect(local).toHaveAccessibleDescription(/Needed\.$/)
  await expect(local).not.toHaveAttribute('aria-invalid')
  await lookAt(page, 'edit-layers-added')
  await page.getByRole('button', { name: 'Remove layer 3, ip6ip6' }).click()
  await expect(added).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Add layer' })).toBeFocused()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Home lab')
  const saved = imported(helper.calls).at(-1)?.files[0]?.content ?? ''
  expect(parsed(saved)).toEqual(parsed(imports.homeLabTexts.whole))
})

test('the order that is saved is the one that is seen', async ({ page, helper }) => {
  await openEditor(page, 'Rack')
  await page.getByRole('button', { name: 'Move layer 2, Manual ESP, outwards' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rack')
  const saved = parsed(imported(helper.calls).at(-1)?.files[0]?.content)
  expect(saved.layer.map(({ kind }) => kind)).toEqual(['esp', 'ip6ip6'])
})

test('one layer cannot be removed, four are enough, and what is wrong with one as a whole stands at it', async ({
  page,
  helper,
}) => {
  await openEditor(page, 'Tap')
  await expect(page.getByRole('button', { name: /^Remove layer/ })).toHaveCount(0)
  const says = 'openvpn is a carrier: it must be the outermost layer'
  helper.script.imports = [() => ({ code: 'bad-profile', message: says, place: 'Tap.toml, layer[0]' })]
  await page.getByRole('textbox', { name: 'Gateway', exact: true }).fill('5.6.7.9')
  await expect(page.getByRole('region', { name: 'Layer 1: OpenVPN tap' })).toContainText(says)
  await expect(page.getByRole('status')).toHaveText('One thing is to be mended first.')
  await page.getByRole('heading', { name: 'Layer 1: OpenVPN tap' }).scrollIntoViewIfNeeded()
  await lookAt(page, 'edit-layers-refused')
  for (const _ of [2, 3, 4]) await page.getByRole('button', { name: 'Add layer' }).click()
  await expect(page.getByRole('region', { name: /^Layer 4/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Add layer' })).toHaveCount(0)
})

test('certificates are added by a name of their own, and removed', async ({ page, helper }) => {
  await openEditor(page)
  const name = page.getByRole('textbox', { name: 'Another certificate' })
  await name.fill('ca')
  await expect(name).toHaveAccessibleDescription(/There is a certificate ca already/)
  await name.fill('new ca')
  await expect(name).toHaveAccessibleDescription(/Letters, digits/)
  await name.fill('new-ca')
  await page.getByRole('button', { name: 'Add certificate' }).click()
  await page
    .getByRole('group', { name: 'new-ca' })
    .getByRole('textbox', { name: 'Certificate' })
    .fill(imports.authorityPem)
  await page.getByRole('group', { name: 'Signed by' }).getByRole('checkbox', { name: 'new-ca' }).check()
  await page.getByRole('group', { name: 'Signed by' }).getByRole('checkbox', { name: 'ca', exact: true }).uncheck()
  await page.getByRole('button', { name: 'Remove ca', exact: true }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Home lab')
  const saved = parsed(imported(helper.calls).at(-1)?.files[0]?.content)
  expect(Object.keys(saved.certificate).sort()).toEqual(['laptop', 'new-ca'])
  expect(saved.layer[0]).toMatchObject({ peer: { authorities: ['new-ca'] } })
})
