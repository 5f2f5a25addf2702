/** The import: dropped, pasted or chosen; understood, asked, and installed only by the button. */
import * as imports from '../fakes/imports.ts'
import { goldenCase, inFolder, realImport } from '../fakes/real-import.ts'
import { cutOff } from './cut-off.ts'
import { drag, drop, filesOnDisk } from './drop.ts'
import { expect, test } from './fixtures.ts'
import { desktopScreenshot } from './launch.ts'
import { lookAt, screens } from './picture.ts'
import { imported } from './profiles-page.ts'
import { lookAtSizes } from './sizes.ts'

/** strongSwan's, with an updown script that is read; the authority's certificate is not among the files. */
const { files } = goldenCase('ipsec.conf/gre-updown')
const strongSwan = inFolder('home', files)
const authority = goldenCase('ipsec.conf/gre-updown-answered').answers.authority ?? ''
const texts = Object.fromEntries(
  Object.entries(strongSwan).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]),
)

test.describe('strongSwan', () => {
  test.use({ script: { imports: [realImport] } })

  test(`a folder is dropped, the missing authority asked for, given, and only then installed`, async ({
    app,
    page,
    helper,
  }) => {
    const disk = filesOnDisk(strongSwan)
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await drag(page, [`${disk.folder}/home`], ['dragEnter', 'dragOver'])
    await expect(page.getByText('Drop to read')).toBeVisible()
    await lookAt(page, 'import-held')
    await drop(page, [`${disk.folder}/home`])

    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import home')
    await expect(page.getByText('Nothing is installed yet')).toBeVisible()
    const understood = page.getByRole('region', { name: 'Understood' })
    await expect(understood).toContainText('scripts are read, and not run')
    await expect(understood.getByRole('listitem').filter({ hasText: 'The gateway is 5.6.7.8.' })).toContainText(
      'ipsec.conf, line 9',
    )
    // A line itself stands only where somebody wants it.
    await expect(understood).not.toContainText('rightid=tunnel.my.domain')
    await understood.getByRole('button', { name: 'Show the lines' }).click()
    await expect(understood).toContainText('rightid=tunnel.my.domain')
    await lookAt(page, 'import-lines')
    await understood.getByRole('button', { name: 'Hide the lines' }).click()
    const usual = understood.getByRole('button', { name: /^\d+ lines say what holds anyway/ })
    await usual.click()
    await expect(understood).toContainText('keyexchange=ikev2')
    await usual.click()
    const leftOut = page.getByRole('region', { name: 'Left out' })
    await leftOut.getByRole('button', { name: /^This needs the output of a command/ }).click()
    await expect(leftOut).toContainText('logger "up with $(date)"')
    await lookAt(page, 'import-left-out')
    const install = page.getByRole('button', { name: 'Install profile' })
    await expect(install).toBeDisabled()
    await expect(page.getByRole('status')).toHaveText('One answer is missing.')
    await lookAtSizes(app, page, 'import-asked')
    await install.click({ force: true })

    const field = page.getByRole('textbox', { name: 'The certificate of the authority' })
    await field.fill('my certificate')
    await expect(page.getByText('This is no PEM text')).toBeVisible()
    await lookAt(page, 'import-wrong-answer')
    await field.fill(authority)
    await expect(page.getByRole('status')).toHaveText('Nothing is missing.')
    await expect(field).toHaveValue(authority)
    await lookAt(page, 'import-answered')
    expect(imported(helper.calls).every(({ dryRun }) => dryRun)).toBe(true)

    await install.click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('home')
    await expect(page.getByText('Installed home')).toBeAttached()
    await expect(page.getByRole('option', { name: /^home/ })).toBeFocused()
    const last = imported(helper.calls).at(-1)
    expect(last).toMatchObject({ dryRun: false, replace: false, answers: { authority } })
    expect(imports.contentOf(last?.files ?? [])).toEqual(texts)
    disk.remove()
  })

  test(`what is no configuration is refused in words`, async ({ page }) => {
    const disk = filesOnDisk({ 'holiday.jpg': Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10) })
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await drop(page, [`${disk.folder}/holiday.jpg`])
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing to import')
    await expect(page.getByRole('alert')).toContainText('holiday.jpg is of no format that is known here.')
    await expect(page.getByRole('button', { name: 'Install profile' })).toBeDisabled()
    await lookAt(page, 'import-nonsense')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Home lab')
    disk.remove()
  })

  test('the authority that was missing may be dropped later', async ({ page, helper }) => {
    const disk = filesOnDisk({ ...strongSwan, 'ca.pem': authority })
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await drop(page, [`${disk.folder}/home`])
    await expect(page.getByRole('status')).toHaveText('One answer is missing.')
    await drop(page, [`${disk.folder}/ca.pem`])
    await expect(page.getByText('CN=my.domain CA may sign the gateway’s certificate.')).toBeVisible()
    await expect(page.getByRole('region', { name: 'Questions' })).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Install profile' })).toBeEnabled()
    expect(
      imported(helper.calls)
        .at(-1)
        ?.files.map(({ name }) => name),
    ).toContain('ca.pem')
    disk.remove()
  })

  test('a file is chosen for an answer; main reads it, and the window never sees its path', async ({
    app,
    page,
    helper,
  }) => {
    const disk = filesOnDisk({ ...strongSwan, 'authority.pem': authority })
    const chosen = Object.keys(strongSwan).map((name) => `${disk.folder}/${name}`)
    await app.electron.evaluate(
      ({ dialog }, answers) => {
        dialog.showOpenDialog = () =>
          Promise.resolve({ canceled: answers[0]?.length === 0, filePaths: answers.shift() ?? [] })
      },
      [chosen, [], [`${disk.folder}/authority.pem`]],
    )
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('menuitem', { name: 'Profiles' }).click()
    await page.getByRole('button', { name: 'Import…' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import a profile')
    await lookAt(page, 'import-start')
    await page.getByRole('button', { name: 'Choose files…' }).click()
    await expect(page.getByRole('status')).toHaveText('One answer is missing.')
    const choose = page.getByRole('button', { name: /^Choose a file: The certificate/ })
    await choose.click() // cancelled
    await choose.click()
    await expect(page.getByRole('status')).toHaveText('Nothing is missing.')
    expect(imported(helper.calls).at(-1)?.answers).toEqual({ authority })
    expect(JSON.stringify(helper.calls)).not.toContain(disk.folder)
    expect(await page.content()).not.toContain(disk.folder)
    disk.remove()
  })

  test('a chosen folder keeps its names; links in it are not followed', async ({ app, page, helper }) => {
    const disk = filesOnDisk(strongSwan)
    const { symlinkSync } = await import('node:fs')
    symlinkSync('/etc/passwd', `${disk.folder}/home/passwd`)
    await app.electron.evaluate(({ dialog }, folder) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [`${folder}/home`] })
    }, disk.folder)
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('menuitem', { name: 'Profiles' }).click()
    await page.getByRole('button', { name: 'Import…' }).click()
    await page.getByRole('button', { name: 'Choose a folder…' }).click()
    await expect(page.getByRole('status')).toHaveText('One answer is missing.')
    expect(imports.contentOf(imported(helper.calls).at(-1)?.files ?? [])).toEqual(texts)
    disk.remove()
  })

  test('too large a file is not read', async ({ page, helper }) => {
    const disk = filesOnDisk({ 'disk.img': new Uint8Array(1_048_577) })
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await drop(page, [`${disk.folder}/disk.img`])
    await expect(page.getByRole('alert')).toHaveText('disk.img is larger than 1 MiB, so nothing was read.')
    await lookAt(page, 'import-too-large')
    expect(imported(helper.calls)).toEqual([])
    disk.remove()
  })

  test('a refusal of the one who asks is shown in words', async ({ page, helper }) => {
    const disk = filesOnDisk({ ...strongSwan, 'ca.pem': authority })
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await drop(page, [`${disk.folder}/home`, `${disk.folder}/ca.pem`])
    const install = page.getByRole('button', { name: 'Install profile' })
    await expect(install).toBeEnabled()
    helper.script.refuses = {
      import: { code: 'not-authorised', message: 'Only an administrator may install profiles.', remedy: 'Ask one.' },
    }
    await install.click()
    await expect(page.getByRole('alert')).toContainText('Only an administrator may install profiles.')
    await lookAt(page, 'import-refused')
    disk.remove()
  })

  test('the format can be forced', async ({ page, helper }) => {
    const disk = filesOnDisk(strongSwan)
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await drop(page, [`${disk.folder}/home`])
    const format = page.getByRole('combobox', { name: 'Read as' })
    await expect(format).toContainText('Recognised: strongSwan ipsec.conf')
    await format.selectOption('OpenVPN configuration')
    await expect(page.getByRole('alert')).toBeVisible()
    await expect(page.getByRole('status')).toHaveText('This cannot be installed as it is.')
    expect(imported(helper.calls).at(-1)?.format).toBe('openvpn')
    await lookAt(page, 'import-forced')
    disk.remove()
  })

  test('nothing goes on with the import while another profile is looked at', async ({ page }) => {
    const disk = filesOnDisk(strongSwan)
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await drop(page, [`${disk.folder}/home`])
    await page.getByRole('status').getByText('One answer is missing.').waitFor()
    await page.getByRole('option', { name: /Home lab/ }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Home lab')
    await page.getByRole('option', { name: /Import/ }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import home')
    disk.remove()
  })

  test('the keyboard goes as one reads, also to a button that cannot be pressed yet', async ({ page }) => {
    const disk = filesOnDisk(strongSwan)
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await drop(page, [`${disk.folder}/home`])
    await page.getByRole('status').getByText('One answer is missing.').waitFor()
    for (const [role, name] of [
      ['option', /^Import/],
      ['button', 'New…'],
      ['button', 'Import…'],
      ['button', 'Rename…'],
      ['textbox', /^The certificate of the authority/],
      ['button', /^Choose a file/],
      ['button', 'Show the lines'],
      ['button', /^\d+ lines say what holds anyway/],
      ['button', /^This says nothing/],
      ['button', /^This is about the network/],
      ['button', /^This needs the output/],
      ['button', /^This is not run/],
      ['combobox', 'Read as'],
      ['button', 'Cancel'],
      ['button', 'Install profile'],
      ['button', 'Back'],
    ] as const) {
      await page.keyboard.press('Tab')
      await expect(page.getByRole(role, { name })).toBeFocused()
    }
    disk.remove()
  })

  test('text at 200 % scrolls and wraps, and nothing is cut off', async ({ app, page, desktop }) => {
    const disk = filesOnDisk(strongSwan)
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await drop(page, [`${disk.folder}/home`])
    await page.getByRole('status').getByText('One answer is missing.').waitFor()
    const width = await page.evaluate(() => innerWidth)
    for (const factor of [2, 2.6]) {
      await app.electron.evaluate(
        ({ BrowserWindow }, zoom) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(zoom),
        factor,
      )
      await expect.poll(() => page.evaluate(() => innerWidth)).toBeLessThan(width / factor + 1)
      expect(await cutOff(page, 'main :is(h1, h2, p, label, .btn, li, .mono)')).toEqual([])
      await lookAt(page, `import-zoom-${factor}`)
      desktopScreenshot(desktop, `${screens}/import-zoom-${factor}-light.png`)
    }
    disk.remove()
  })

  test('forced colours and more contrast', async ({ page }) => {
    const disk = filesOnDisk(strongSwan)
    await page.emulateMedia({ forcedColors: 'active', contrast: 'more' })
    await page.getByRole('heading', { name: 'Not connected' }).waitFor()
    await drop(page, [`${disk.folder}/home`])
    await page.getByRole('status').getByText('One answer is missing.').waitFor()
    await lookAt(page, 'import-forced-colours')
    disk.remove()
  })
})

test('what is dropped besides files changes nothing', async ({ page, helper }) => {
  await page.getByRole('heading', { name: 'Not connected' }).waitFor()
  const before = page.url()
  const session = await page.context().newCDPSession(page)
  const data = { items: [{ mimeType: 'text/uri-list', data: 'https://example.com/' }], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 200, y: 300, data })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not connected')
  expect(page.url()).toBe(before)
  expect(imported(helper.calls)).toEqual([])
})
