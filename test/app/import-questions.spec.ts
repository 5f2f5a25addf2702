/** What an import asks, and warnings: a name that is taken, what no file says, a certificate that is out of date. */
import * as imports from '../fakes/imports.ts'
import { ownCertificateFor } from '../fakes/own-certificate.ts'
import { goldenCase, inFolder, realImport } from '../fakes/real-import.ts'
import * as world from '../fakes/world.ts'
import { drop, filesOnDisk } from './drop.ts'
import { expect, test } from './fixtures.ts'
import { lookAt } from './picture.ts'
import { imported } from './profiles-page.ts'
import { lookAtSizes } from './sizes.ts'

const { files } = goldenCase('ipsec.conf/gre-updown')
const authority = goldenCase('ipsec.conf/gre-updown-answered').answers.authority ?? ''
const whole = { ...inFolder('home', files), 'ca.pem': authority }

test('what is doubted is said before what was understood, and can be installed', async ({ app, page, helper }) => {
  helper.script.imports = [realImport]
  const { pem, key } = ownCertificateFor('client@my.domain', -110)
  const ended = { 'home/ipsec.d/certs/laptop.pem': pem, 'home/ipsec.d/private/laptop.key': key }
  const disk = filesOnDisk({ ...whole, ...ended })
  await page.getByRole('heading', { name: 'Not connected' }).waitFor()
  await drop(page, [`${disk.folder}/home`, `${disk.folder}/ca.pem`])
  const doubted = page.getByRole('region', { name: 'Doubted' })
  await expect(doubted).toContainText(/CN=Client: your certificate expired on \d+ \w+ 2026/)
  await expect(doubted).toContainText('Have a new one issued and import it.')
  await expect(page.getByRole('button', { name: 'Install profile' })).toBeEnabled()
  await lookAtSizes(app, page, 'import-doubted')
  disk.remove()
})

const staticKey = imports.pem('OpenVPN Static key V1', Array(16).fill('0123456789abcdef0123456789abcdef').join('\n'))

test.describe('a profile of the same name', () => {
  test.use({ script: { imports: [realImport], profiles: [world.homeLab, { ...world.parents, name: 'home' }] } })

  test('a name that is taken: replace, or rename', async ({ page, helper }) => {
    const disk = filesOnDisk(whole)
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await drop(page, [`${disk.folder}/home`, `${disk.folder}/ca.pem`])
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
  test.use({ script: { imports: [realImport] } })

  test('every kind of question is a labelled field that checks as one types', async ({ app, page, helper }) => {
    const disk = filesOnDisk(goldenCase('nmconnection/openvpn-hostile').files)
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await drop(page, [`${disk.folder}/x.nmconnection`])
    await expect(page.getByRole('heading', { name: '6 questions' })).toBeVisible()
    await expect(page.getByRole('status')).toHaveText('6 answers are missing.')
    await expect(page.getByRole('button', { name: 'Install profile' })).toBeDisabled()
    await lookAtSizes(app, page, 'import-questions')

    await page.getByRole('textbox', { name: 'A name for this profile' }).fill('Static')
    const gateway = page.getByRole('textbox', { name: 'The gateway on the internet, name or address' })
    await expect(gateway).toHaveAccessibleDescription('No file names a remote.')
    await gateway.fill('5.6.7.8')
    await page.getByRole('textbox', { name: /^The static key/ }).fill(staticKey)
    await page.getByRole('radio', { name: 'AES-256-CBC' }).check()
    // The laptop's own address has host bits; a prefix of home has none.
    const address = page.getByRole('textbox', { name: /^This laptop’s address at home/ })
    await address.fill('2001:db8::2')
    await expect(address).toHaveAccessibleDescription(/“2001:db8::2” is no prefix/)
    await address.fill('fd12:3456:789a:8::2/64')
    const home = page.getByRole('textbox', { name: /^The prefixes that home has/ })
    const suggestion = page.getByRole('button', { name: 'Use fd12:3456:789a:8::/64' })
    await expect(page.locator('.suggestion')).toHaveText('fd12:3456:789a:8::/64fd12:3456:789a:8::2/64 lies in it')
    await suggestion.scrollIntoViewIfNeeded()
    await lookAt(page, 'import-suggestion')
    await suggestion.click()
    await expect(home).toHaveValue('fd12:3456:789a:8::/64')
    await home.fill('2001:db8:1::/48, fd12:3456:789a::1/48')
    await page.getByRole('button', { name: 'Use 2001:db8:1::/48, fd12:3456:789a::/48' }).click()
    await expect(home).toHaveValue('2001:db8:1::/48, fd12:3456:789a::/48')
    await expect(page.getByRole('status')).toHaveText('Nothing is missing.')
    await expect(page.getByRole('heading', { name: 'Answered' })).toBeVisible()
    await lookAt(page, 'import-all-answered')
    await page.getByRole('button', { name: 'Install profile' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Static')
    expect(imported(helper.calls).at(-1)).toMatchObject({ dryRun: false, replace: false })
    disk.remove()
  })

  test('a passphrase is tried as a whole, and asked for again where it is wrong', async ({ page, helper }) => {
    const disk = filesOnDisk(goldenCase('openvpn/pkcs12-encrypted').files)
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await drop(page, [`${disk.folder}/laptop.ovpn`, `${disk.folder}/modern.p12`])
    await expect(page.getByRole('status')).toHaveText('One answer is missing.')
    expect(imported(helper.calls).at(-1)?.files[1]).toMatchObject({ name: 'modern.p12', encoding: 'base64' })
    const passphrase = page.getByLabel('The passphrase of modern.p12')
    await expect(passphrase).toHaveAttribute('type', 'password')
    await passphrase.fill('wrong')
    await passphrase.press('Enter')
    await expect(passphrase).toHaveAttribute('aria-invalid', 'true')
    await lookAt(page, 'import-wrong-passphrase')
    await passphrase.fill('pässword')
    await passphrase.press('Tab')
    await expect(passphrase).not.toHaveAttribute('aria-invalid')
    disk.remove()
  })

  test('text is pasted anywhere, or into the field for it', async ({ page, helper }) => {
    const text = `client\nremote 5.6.7.8\ndev tap\n<secret>\n${staticKey}</secret>\n`
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await page.evaluate((pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    }, text)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Import/)
    await lookAt(page, 'import-pasted')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Import…' }).click()
    const read = page.getByRole('button', { name: 'Read the text' })
    await expect(read).toBeDisabled()
    await page.getByRole('textbox', { name: 'Or paste the text' }).fill(text)
    await read.click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Import/)
    expect(imported(helper.calls).map(({ files }) => imports.contentOf(files))).toEqual([
      { 'pasted text': text },
      { 'pasted text': text },
    ])
  })
})
