/** What an import asks, and warnings: a name that is taken, what no file says, a certificate that is out of date. */
import * as imports from '../fakes/imports.ts'
import * as world from '../fakes/world.ts'
import { drop, filesOnDisk } from './drop.ts'
import { expect, test } from './fixtures.ts'
import { lookAt } from './picture.ts'
import { imported } from './profiles-page.ts'

test('what is doubted is said first, and can be installed', async ({ page, helper }) => {
  const warning = {
    place: 'certificate.laptop.pem',
    message: 'CN=client: your certificate expired on 9 Aug 2025',
    remedies: ['Have a new one issued and import it.'],
  }
  helper.script.imports = [
    (request) => {
      const answer = imports.ipsec(request)
      return answer && 'questions' in answer ? { ...answer, warnings: [warning] } : answer
    },
  ]
  const disk = filesOnDisk({ 'ipsec.conf': imports.ipsecConf, 'ca.pem': imports.authorityPem })
  await page.getByRole('heading', { name: 'Not connected' }).waitFor()
  await drop(page, [`${disk.folder}/ipsec.conf`, `${disk.folder}/ca.pem`])
  await expect(page.getByRole('region', { name: 'Doubted' })).toContainText('Have a new one issued and import it.')
  await expect(page.getByRole('button', { name: 'Install profile' })).toBeEnabled()
  await lookAt(page, 'import-doubted')
  disk.remove()
})

test.describe('a profile of the same name', () => {
  test.use({ script: { imports: [imports.ipsec], profiles: [world.homeLab, { ...world.parents, name: 'home' }] } })

  test('a name that is taken: replace, or rename', async ({ page, helper }) => {
    const disk = filesOnDisk({ 'ipsec.conf': imports.ipsecConf, 'ca.pem': imports.authorityPem })
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await drop(page, [`${disk.folder}/ipsec.conf`, `${disk.folder}/ca.pem`])
    const install = page.getByRole('button', { name: 'Install profile' })
    await expect(page.getByRole('heading', { name: 'A profile called home is installed' })).toBeVisible()
    await expect(page.getByRole('status')).toHaveText('The name is taken.')
    await expect(install).toBeDisabled()
    await lookAt(page, 'import-clash')

    await page.getByRole('textbox', { name: 'Name' }).fill('ho/me')
    await expect(page.getByText('The name must not contain / or \\.')).toBeVisible()
    await expect(install).toBeDisabled()
    await page.getByRole('textbox', { name: 'Name' }).fill('home 2')
    await expect(install).toBeEnabled()
    await page.getByRole('textbox', { name: 'Name' }).fill('home')
    await expect(install).toBeDisabled()
    await page.getByRole('checkbox', { name: 'Replace the installed profile' }).check()
    await install.click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('home')
    expect(imported(helper.calls).at(-1)).toMatchObject({ dryRun: false, replace: true, name: 'home' })
    disk.remove()
  })
})

test.describe('OpenVPN', () => {
  test.use({ script: { imports: [imports.openVpn] } })

  test('every kind of question is a labelled field that checks as one types', async ({ page, helper }) => {
    const disk = filesOnDisk({ 'home-tap.conf': 'dev tap\nremote\n', 'client.p12': Uint8Array.of(0x30, 0x82, 1, 0xff) })
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await drop(page, [`${disk.folder}/home-tap.conf`, `${disk.folder}/client.p12`])
    await expect(page.getByRole('status')).toHaveText('5 answers are missing.')
    expect(imported(helper.calls).at(-1)?.files[1]).toEqual({
      name: 'client.p12',
      content: 'MIIB/w==',
      encoding: 'base64',
    })
    await lookAt(page, 'import-questions')

    const gateway = page.getByRole('textbox', { name: 'The address of the gateway' })
    await expect(gateway).toHaveAccessibleDescription('“remote” names no host. (home-tap.conf, line 2)')
    await gateway.fill('5.6.7.800')
    await expect(gateway).toHaveAccessibleDescription(/“5.6.7.800” is no IPv4 or IPv6 address/)
    await gateway.fill('5.6.7.8')
    await page.getByRole('textbox', { name: 'The prefix of your home' }).fill('fd12:3456:789a::1/48')
    await page.getByRole('button', { name: 'Use fd12:3456:789a::/48' }).click()
    await expect(page.getByRole('textbox', { name: 'The prefix of your home' })).toHaveValue('fd12:3456:789a::/48')
    await expect(page.getByRole('status')).toHaveText('3 answers are missing.')

    const passphrase = page.getByLabel('The passphrase of client.p12')
    await expect(passphrase).toHaveAttribute('type', 'password')
    await passphrase.fill('wrong')
    await passphrase.press('Enter')
    await expect(passphrase).toHaveAccessibleDescription(/That is not the passphrase: it does not open it\.$/)
    await expect(passphrase).toHaveAttribute('aria-invalid', 'true')
    await lookAt(page, 'import-wrong-passphrase')
    await passphrase.fill('correct horse')
    await passphrase.press('Tab')
    await expect(passphrase).not.toHaveAttribute('aria-invalid')
    await page
      .getByRole('textbox', { name: 'The key for tls-crypt' })
      .fill(imports.pem('OpenVPN Static key V1', '00ff'))
    await page.getByRole('radio', { name: 'Through home too' }).check()
    await expect(page.getByRole('status')).toHaveText('Installing asks for an administrator.')
    await expect(page.getByRole('heading', { name: 'Answered' })).toBeVisible()
    await lookAt(page, 'import-all-answered')
    await page.getByRole('button', { name: 'Install profile' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('home-tap')
    disk.remove()
  })

  test('text is pasted anywhere, or into the field for it', async ({ page, helper }) => {
    const text = 'dev tap\nproto udp\n'
    helper.script.imports = [(request) => imports.openVpn({ ...request, format: 'openvpn' })]
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await page.evaluate((pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    }, text)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import home-tap')
    await lookAt(page, 'import-pasted')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Import…' }).click()
    const read = page.getByRole('button', { name: 'Read the text' })
    await expect(read).toBeDisabled()
    await page.getByRole('textbox', { name: 'Or paste the text' }).fill(text)
    await read.click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import home-tap')
    expect(imported(helper.calls).map(({ files }) => imports.contentOf(files))).toEqual([
      { 'pasted text': text },
      { 'pasted text': text },
    ])
  })
})
