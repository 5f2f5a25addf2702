/** The page of one profile: what it says, and what can be done from there. Its profiles are made by the helper's own importers. */
import { profileFacts } from '../../helper/certificate/profile-facts.ts'
import { summarise } from '../../helper/core/profile/summary.ts'
import { ownCertificateFor } from '../fakes/own-certificate.ts'
import { parsed } from '../fakes/parsed.ts'
import { goldenProfile, realImport, textsOf } from '../fakes/real-import.ts'
import * as world from '../fakes/world.ts'
import { expect, test } from './fixtures.ts'
import { lookAt } from './picture.ts'
import { imported, openProfiles } from './profiles-page.ts'
import { lookAtSizes } from './sizes.ts'

/** As made by an updown script, with a certificate that ends when a test wants. */
const gre = (name: string, days: number) => {
  const profile = goldenProfile('ipsec.conf/gre-updown-answered', name)
  const certificate = { ...profile.certificate, laptop: ownCertificateFor('client@my.domain', days) }
  return { ...profile, certificate }
}
const profiles = [
  gre('Home lab', 365),
  gre('Amber', 30),
  gre('Ended', -110),
  goldenProfile('tinc/seed-004-laptop-whole', 'Mesh'),
  goldenProfile('openvpn/tls-files-routed', 'Tap'),
]
const script = {
  profiles: profiles.map(summarise),
  toml: Object.fromEntries(profiles.map((profile) => [profile.name, textsOf(profile)])),
  imports: [realImport],
}
test.use({ script })

test('a profile reads as sentences', async ({ app, page, helper }) => {
  helper.show({ ...world.connected(new Date(Date.now() - 134 * 60_000)), profile: 'Home lab' })
  await openProfiles(page)
  await expect(page.getByText('Connected for 2 h 14 min.')).toBeVisible()
  const facts = page.locator('dl')
  for (const text of [
    'IKEv2 to 5.6.7.8, with GRE inside',
    'It must prove to be tunnel.my.domain. It survives a change of network.',
    'client@my.domain, by the certificate CN=Client',
    /Until \d+ \w{3} \d{4}, 365 days left\./,
    'CN=my.domain CA signed the gateway’s.',
    'all other IPv6',
    'virtual, the gateway gave it',
    '1414 on a 1500 link, as measured',
    'so the network you are on must pass at least 1368.',
    'It connects when you log in, unless you are at home.',
  ])
    await expect(facts).toContainText(text)
  await lookAtSizes(app, page, 'profile-connected')
  await expect(page.getByRole('button', { name: 'What home must have' })).toBeInViewport({ ratio: 1 })
})

test('a certificate is amber in its last 30 days, and red when it has ended', async ({ page }) => {
  await openProfiles(page)
  await page.getByRole('option', { name: /^Amber/ }).click()
  await expect(page.locator('dd .t-warn')).toContainText(/Until .*, 30 days left\./)
  await lookAt(page, 'profile-certificate-ends')
  await page.getByRole('option', { name: /^Ended/ }).click()
  await expect(page.locator('dd .t-fail')).toContainText(/It ended on .*, 109 days ago\. Have a new one issued/)
  await lookAt(page, 'profile-certificate-ended')
})

test('each way has its own words', async ({ app, page }) => {
  await openProfiles(page)
  await page.getByRole('option', { name: /^Tap/ }).click()
  await expect(page.locator('dl')).toContainText('OpenVPN tap to 2001:db8:ffff::1')
  await lookAt(page, 'profile-openvpn')
  await page.getByRole('option', { name: /^Mesh/ }).click()
  await expect(page.locator('dl')).toContainText('by this node’s own key')
  await lookAtSizes(app, page, 'profile-tinc')
})

test('it connects and disconnects', async ({ page, helper }) => {
  await openProfiles(page)
  await page.getByRole('option', { name: /^Mesh/ }).click()
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByText(/^Connected for/)).toBeVisible()
  expect(helper.calls.filter(({ name }) => name === 'up')).toEqual([{ name: 'up', params: { profile: 'Mesh' } }])

  await page.getByRole('option', { name: /^Amber/ }).click()
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Connect to Amber instead?' })
  await expect(dialog).toContainText('Mesh is disconnected first.')
  await dialog.getByRole('button', { name: 'Reconnect' }).click()
  await expect(page.getByText(/^Connected for/)).toBeVisible()
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expect(page.getByText('Not connected.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Connect', exact: true })).toBeVisible()
})

test('a copy has another name and all the rest, and its keys stay out of the window', async ({ page, helper }) => {
  await openProfiles(page)
  await page.getByRole('button', { name: 'Duplicate…' }).click()
  const name = page.getByRole('textbox', { name: 'Name' })
  await expect(name).toHaveValue('Home lab 2')
  await expect(name).toBeFocused()
  await name.fill('Mesh')
  await expect(name).toHaveAccessibleDescription('A profile called Mesh is installed.')
  await expect(page.getByRole('button', { name: 'Duplicate', exact: true })).toBeDisabled()
  await lookAt(page, 'profile-duplicate')
  await name.fill('Cabin')
  await name.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cabin')
  await expect(page.getByText('Cabin is a copy of Home lab')).toBeAttached()
  const [asked] = imported(helper.calls)
  expect(asked).toMatchObject({ dryRun: false, replace: false })
  expect(parsed(asked?.files[0]?.content)).toEqual({ ...profiles[0], name: 'Cabin' })
  expect(await page.content()).not.toContain('PRIVATE KEY')
})

test('F2 renames: the new one first, then the old one goes', async ({ page, helper }) => {
  await openProfiles(page)
  await page.keyboard.press('F2')
  const dialog = page.getByRole('dialog', { name: 'Rename Home lab' })
  await expect(dialog).not.toContainText('disconnected')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Rename…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('House')
  await dialog.getByRole('button', { name: 'Rename', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('House')
  await expect(page.getByRole('option', { name: /^Home lab/ })).toHaveCount(0)
  const changes = helper.calls.map(({ name }) => name).filter((name) => name === 'import' || name === 'remove')
  expect(changes).toEqual(['import', 'remove'])
  expect(helper.calls.filter(({ name }) => name === 'up')).toEqual([])
})

test('to rename what is connected says first what it costs, and connects again', async ({ page, helper }) => {
  helper.show({ ...world.connected(new Date()), profile: 'Home lab' })
  await openProfiles(page)
  await page.keyboard.press('F2')
  const dialog = page.getByRole('dialog', { name: 'Rename Home lab' })
  await expect(dialog).toContainText('It is disconnected first, and connected again under its new name')
  await lookAt(page, 'profile-rename-connected')
  await page.getByRole('textbox', { name: 'Name' }).fill('House')
  await dialog.getByRole('button', { name: 'Disconnect and rename' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('House')
  await expect(page.getByText(/^Connected for/)).toBeVisible()
  expect(helper.calls.filter(({ name }) => name === 'up')).toEqual([{ name: 'up', params: { profile: 'House' } }])
})

test('a rename that is refused leaves all as it was', async ({ page, helper }) => {
  await openProfiles(page)
  helper.script.refuses = { import: { code: 'bad-profile', message: 'There are 64 profiles already.' } }
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'Name' }).fill('House')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('There are 64 profiles already.')
  expect(helper.calls.some(({ name }) => name === 'remove')).toBe(false)
})

test('one press changes when it starts; its keys stay out of the window, and the others as they were', async ({
  page,
  helper,
}) => {
  await openProfiles(page)
  await page.getByRole('option', { name: /^Mesh/ }).click()
  const starts = page.getByRole('radiogroup', { name: 'Start' })
  await expect(starts.getByRole('radio', { name: 'By hand' })).toBeChecked()
  await starts.getByRole('radio', { name: 'At login' }).click()
  await expect(starts.getByRole('radio', { name: 'At login' })).toBeChecked()
  await expect(page.getByText('It connects when you log in, unless you are at home.')).toBeVisible()
  const [request] = imported(helper.calls)
  expect(request).toMatchObject({ dryRun: false, replace: true })
  expect(request?.files[0]?.content).toContain('when = "login"')
  expect(await page.content()).not.toContain('PRIVATE')
})

test('the menu has what is seldom wanted', async ({ page }) => {
  await openProfiles(page)
  await page.getByRole('button', { name: 'More' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['Rename…F2', 'What home must have', 'Export…', 'Remove…'])
  await lookAt(page, 'profile-menu')
})

test('verbs of the bridge take a profile’s name and nothing else', async ({ page, helper }) => {
  const refused = await page.evaluate(async () => {
    const { roam6 } = window as unknown as { roam6: { call(verb: string, params: unknown): Promise<unknown> } }
    const tries = [
      ['profileFacts', { profile: '../x' }],
      ['duplicateProfile', { profile: 'Home lab' }],
      ['duplicateProfile', { profile: 'Home lab', name: 'a/b' }],
      ['renameProfile', { profile: 'Home lab', name: 'House', replace: true }],
    ] as const
    const outcomes = await Promise.allSettled(tries.map(([verb, params]) => roam6.call(verb, params)))
    return outcomes.map(({ status }) => status)
  })
  expect(refused).toEqual(['rejected', 'rejected', 'rejected', 'rejected'])
  expect(helper.calls.some(({ name }) => name === 'show' || name === 'import')).toBe(false)
})

test('facts have no secret in them', () => {
  for (const profile of profiles) expect(JSON.stringify(profileFacts(profile))).not.toMatch(/PRIVATE|BEGIN|secret/i)
})
