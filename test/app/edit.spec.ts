/** A profile as a form: checked as one types, doubted by the helper, saved as a whole, left only on purpose. */
import * as imports from '../fakes/imports.ts'
import { parsed } from '../fakes/parsed.ts'
import { cutOff } from './cut-off.ts'
import { expect, test } from './fixtures.ts'
import { lookAt } from './picture.ts'
import { imported, openEditor, script } from './profiles-page.ts'

test.use({ script })

for (const [name, region] of [
  ['Home lab', 'Layer 1: IKEv2'],
  ['Home lab', 'Layer 2: GRE'],
  ['Tap', 'Layer 1: OpenVPN tap'],
  ['Mesh', 'Layer 1: tinc'],
  ['Rack', 'Layer 1: ip6ip6'],
  ['Rack', 'Layer 2: Manual ESP'],
] as const)
  test(`the form of ${region} of ${name}`, async ({ page }) => {
    await openEditor(page, name)
    const layer = page.getByRole('region', { name: region })
    await expect(page.getByRole('status')).toHaveText('Nothing is missing.')
    // Nothing is folded away in the picture.
    const folded = layer.locator('[aria-expanded=false]')
    while ((await folded.count()) > 0) await folded.first().click()
    await layer.evaluate((element) => element.scrollIntoView())
    await lookAt(
      page,
      `edit-${region
        .replace(/^Layer \d: /, '')
        .replaceAll(' ', '-')
        .toLowerCase()}`,
      `[aria-label="${region}"]`,
    )
  })

test('a prefix off its boundary, with the right one proposed', async ({ page }) => {
  await openEditor(page)
  const prefixes = page.getByRole('textbox', { name: 'Home’s prefixes' })
  await prefixes.fill('fd12:3456:789a::1/48\n2a00::100/120')
  await expect(prefixes).toHaveAccessibleDescription(/Line 1: .* is not on the boundary of its prefix/)
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
  await expect(page.getByRole('status')).toHaveText('One thing is to be mended first.')
  await prefixes.scrollIntoViewIfNeeded()
  await lookAt(page, 'edit-boundary', '[aria-label="At home"]')
  await page.getByRole('button', { name: 'Use fd12:3456:789a::/48' }).click()
  await expect(prefixes).toHaveValue('fd12:3456:789a::/48\n2a00::100/120')
  await expect(page.getByRole('button', { name: 'Save' })).toBeEnabled()
})

test('an address outside home and a ULA outside fd00::/8 are doubted, and can be saved', async ({ page, helper }) => {
  await openEditor(page)
  const addresses = page.getByRole('textbox', { name: 'Addresses at home' })
  await addresses.fill('fd12:3456:789a:3::2/64\n2a00::201/120')
  await expect(addresses).toHaveAccessibleDescription(/Line 2: 2a00::201\/120 lies outside home’s prefixes/)
  await page.getByRole('textbox', { name: 'Hosts at home' }).fill('fc12:3456:789a::1')
  await expect(page.getByText('A ULA begins with fd; fc00::/8 is reserved (RFC 4193).')).toBeVisible()
  await addresses.scrollIntoViewIfNeeded()
  await lookAt(page, 'edit-warnings', '[aria-label="At home"]')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Home lab')
  await expect(page.getByText('Saved Home lab')).toBeAttached()
  await expect(page.getByRole('option', { name: 'Home lab' })).toBeFocused()
  const last = imported(helper.calls).at(-1)
  expect(last).toMatchObject({ dryRun: false, replace: true, format: 'toml' })
  // What was not touched is as it was; secrets too.
  const before = parsed(imports.homeLabTexts.whole)
  expect(parsed(last?.files[0]?.content)).toEqual({
    ...before,
    home: { ...before.home, hosts: ['fc12:3456:789a::1'] },
    address: [{ address: 'fd12:3456:789a:3::2/64' }, { address: '2a00::201/120' }],
  })
})

test('what is needed, and what is no value of its kind', async ({ page }) => {
  await openEditor(page)
  await page.getByRole('textbox', { name: 'Gateway', exact: true }).fill('')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('textbox', { name: 'Gateway', exact: true })).toHaveAccessibleDescription(/Needed\.$/)
  await page.getByRole('textbox', { name: 'GRE’s far end' }).fill('192.168.101')
  await expect(page.getByText('“192.168.101” is no IPv4 or IPv6 address.')).toBeVisible()
  await page.getByRole('button', { name: 'Algorithms and ports' }).click()
  await page.getByRole('textbox', { name: 'IKE proposals' }).fill('AES 256')
  await expect(page.getByText('Must be a proposal such as "aes256gcm16-prfsha256-x25519".')).toBeVisible()
  await page.getByRole('textbox', { name: 'Own IKE port' }).fill('70000')
  await expect(page.getByRole('status')).toHaveText(/\d things are to be mended first\./)
  await lookAt(page, 'edit-needed')
})

for (const [what, content, says] of [
  ['expired', 'RVhQSVJFRA', /your certificate expired on 9 Aug 2025.* Have a new one issued/],
  ['not yet valid', 'Tk9UWUVU', /valid only from 1 Jan 2036.* Check this laptop’s clock/],
  ['for another name', 'T1RIRVI', /not for client@my.domain. It is for other@my.domain/],
] as const)
  test(`the helper warnings, at its field, a certificate that is ${what}; it can be saved`, async ({ page }) => {
    await openEditor(page)
    const field = page.getByRole('group', { name: 'laptop' }).getByRole('textbox', { name: 'Certificate' })
    await field.fill(imports.pem('CERTIFICATE', content))
    await expect(field).toHaveAccessibleDescription(says)
    await expect(field).not.toHaveAttribute('aria-invalid')
    await expect(page.getByRole('status')).toHaveText('Nothing is missing.')
    await page.getByText(says).scrollIntoViewIfNeeded()
    await lookAt(page, `edit-certificate-${what.replaceAll(' ', '-')}`, '[aria-label=Certificates]')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Home lab')
  })

test('a key is not shown; one that does not fit its certificate is refused', async ({ page }) => {
  await openEditor(page)
  const certificate = page.getByRole('group', { name: 'laptop' })
  expect(await page.locator('main').innerHTML()).not.toContain('PRIVATE KEY')
  await certificate.getByRole('button', { name: 'Replace: Private key' }).click()
  const field = certificate.getByRole('textbox', { name: 'Private key' })
  await field.fill(imports.pem('PRIVATE KEY', 'V1JPTkcgS0VZ'))
  await expect(field).toHaveAccessibleDescription(/The key of “laptop” does not belong to its certificate/)
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
  await lookAt(page, 'edit-other-key', '[aria-label=Certificates]')
})

test('nodes are added and removed, and a list of them is a list in the profile', async ({ page, helper }) => {
  await openEditor(page, 'Mesh')
  await page.getByRole('button', { name: 'Add node' }).click()
  const node = page.getByRole('group', { name: 'Node 2' })
  await node.getByRole('textbox', { name: 'Node' }).fill('desk')
  await page.getByRole('group', { name: 'Node desk' }).getByRole('textbox', { name: 'Port' }).fill('6550')
  await page
    .getByRole('group', { name: 'Node desk' })
    .getByRole('textbox', { name: 'Ed25519 public key' })
    .fill('A'.repeat(43))
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mesh')
  const saved = parsed(imported(helper.calls).at(-1)?.files[0]?.content)
  expect(saved.layer[0]).toMatchObject({ hosts: [{ name: 'gateway' }, { name: 'desk', port: 6550, subnets: [] }] })
  await page.getByRole('button', { name: 'Edit…' }).click()
  await page.getByRole('button', { name: 'Add node' }).click()
  await page
    .getByRole('group', { name: 'Node 3' })
    .getByRole('textbox', { name: 'Subnets' })
    .fill('fd12:3456:789a:8::/64')
  await page.getByRole('button', { name: 'Remove Node gateway' }).click()
  await expect(page.getByRole('group', { name: 'Node gateway' })).toHaveCount(0)
  // What is left is its own, not what stood in its place.
  const left = page.getByRole('group', { name: 'Node 2' }).getByRole('textbox', { name: 'Subnets' })
  await expect(left).toHaveValue('fd12:3456:789a:8::/64')
})

test('an edit is left only on purpose', async ({ app, page }) => {
  await openEditor(page)
  await page.getByRole('textbox', { name: 'Gateway', exact: true }).fill('other.my.domain')
  const list = page.getByRole('option', { name: 'Home lab' })
  await list.focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edit Home lab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Leave without saving?' })).toBeVisible()
  await lookAt(page, 'edit-leave')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('textbox', { name: 'Gateway', exact: true })).toHaveValue('other.my.domain')
  for (const way of [
    () => page.keyboard.press('Control+h'),
    () => page.keyboard.press('Control+o'),
    () => app.electron.evaluate(({ app: own }) => own.emit('second-instance', {}, [], '/', { paths: ['/nowhere'] })),
  ]) {
    await way()
    await expect(page.getByRole('dialog', { name: 'Leave without saving?' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('textbox', { name: 'Gateway', exact: true })).toHaveValue('other.my.domain')
  }
  await page.getByRole('option', { name: /^Tap/ }).click()
  await page.getByRole('button', { name: 'Leave' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tap')
  await page.getByRole('button', { name: 'What home must have' }).click()
  await page.keyboard.press('Control+o')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import a profile')
})

test('a window that is closed to the tray keeps what was typed', async ({ app, page }) => {
  await openEditor(page)
  await page.getByRole('textbox', { name: 'Gateway', exact: true }).fill('other.my.domain')
  const kept = await app.electron.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const { setTimeout: real } = globalThis
    const hidden = new Promise((resolve) => window?.once('hide', () => resolve(undefined)))
    // Each wait is over at once, that for the end of a hidden window as well.
    globalThis.setTimeout = ((done: () => void) => real(done, 0)) as typeof setTimeout
    window?.close()
    globalThis.setTimeout = real
    await hidden
    await new Promise((resolve) => real(resolve, 0))
    window?.show()
    return BrowserWindow.getAllWindows().length
  })
  expect(kept).toBe(1)
  await expect(page.getByRole('textbox', { name: 'Gateway', exact: true })).toHaveValue('other.my.domain')
})

test('the editor at 200 %: nothing is cut off', async ({ app, page }) => {
  await openEditor(page)
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2))
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(480)
  expect(await cutOff(page, 'main :is(h1, h2, p, label, .btn, input, textarea)')).toEqual([])
  await lookAt(page, 'edit-zoom')
})

test('forced colours and more contrast in the editor', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', contrast: 'more' })
  await openEditor(page)
  await lookAt(page, 'edit-forced-colours')
})
