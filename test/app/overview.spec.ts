/** The overview in every state, light and dark. */
import type { Snapshot } from '../../helper/contract/snapshot.ts'
import * as world from '../fakes/world.ts'
import { expect, test } from './fixtures.ts'
import { lookAt } from './picture.ts'

const ago = (ms: number) => new Date(Date.now() - ms)
const twoHours = 8_040_000

interface State {
  readonly name: string
  readonly snapshot: () => Snapshot
  readonly title: string
  readonly button: string
  /** What else must be there to read. */
  readonly says: readonly string[]
}

const states: readonly State[] = [
  {
    name: 'off',
    snapshot: () => world.off(ago(60_000)),
    title: 'Not connected',
    button: 'Connect',
    says: ['fd12:3456:789a:3::2/64', 'when connected', 'expected', 'not contacted'],
  },
  {
    name: 'connecting',
    snapshot: () => world.connecting(ago(600), 'tunnel'),
    title: 'Connecting to home',
    button: 'Cancel',
    says: ['tunnel.my.domain is 5.6.7.8', 'Step 3 of 5', '1414 expected on this link'],
  },
  {
    name: 'reconnecting',
    snapshot: () => ({
      ...world.connecting(ago(600), 'carrier'),
      state: 'reconnecting' as const,
      problems: world.failed(ago(600)).problems,
    }),
    title: 'Reconnecting to home',
    button: 'Cancel',
    says: ['Last try', 'The gateway does not answer', 'What to try'],
  },
  {
    name: 'connected',
    snapshot: () => world.connected(ago(twoHours)),
    title: 'Connected to home',
    button: 'Disconnect',
    says: ['2a00::101/120', 'all as the profile expects', '1414 passes, as calculated', 'rekey in 41 min', '182 MB in'],
  },
  {
    name: 'attention',
    snapshot: () => world.attention(ago(twoHours)),
    title: 'Packets over 1294 bytes vanish on the way',
    button: 'Disconnect',
    says: ['expected 2a00::101/120', '1 of 3 differs', 'missing', 'Another network may pass full packets.'],
  },
  {
    name: 'failed',
    snapshot: () => world.failed(ago(20_000)),
    title: 'The gateway does not answer',
    button: 'Try again',
    says: ['Where it stopped', 'Tunnel, addresses, path MTU', 'Home addresses stay blocked on this network.'],
  },
  {
    name: 'at-home',
    snapshot: () => world.atHome(ago(60_000)),
    title: 'You are at home',
    button: 'Connect anyway',
    says: ['nothing is taken off', 'Home router'],
  },
]

test('every state of the overview', async ({ page, helper }) => {
  for (const { name, snapshot, title, button, says } of states)
    await test.step(name, async () => {
      helper.show(snapshot())
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
      await expect(page.getByRole('button', { name: button, exact: true })).toBeVisible()
      for (const text of says) await expect(page.getByText(text).first()).toBeVisible()
      await lookAt(page, `overview-${name}`)
    })
})

test('a failure is an alert, every other state a status', async ({ page, helper }) => {
  helper.show(world.connected(ago(1_000)))
  await expect(page.getByRole('status')).toHaveText('Connected to home')
  helper.show(world.failed(ago(1_000)))
  await expect(page.getByRole('alert')).toHaveText('The gateway does not answer')
})

test('the packet says its sum in words', async ({ page, helper }) => {
  helper.show(world.connected(ago(1_000)))
  await expect(page.getByRole('figure')).toHaveAccessibleName(
    '1500 on wlan0, less IPv4 20, UDP 8, ESP 34, IPv4 20 and GRE 4, leaves 1414.',
  )
})

test('connects and disconnects, phase by phase', async ({ page, helper }) => {
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByRole('listitem').and(page.locator('[aria-current=step]'))).toContainText('IKE')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connected to home')
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not connected')
  expect(helper.calls.filter(({ name }) => name === 'up' || name === 'down')).toEqual([
    { name: 'up', params: { profile: 'Home lab' } },
    { name: 'down', params: {} },
  ])
})

test('cancels a connect', async ({ page, helper }) => {
  helper.script.phaseMs = 2_000
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not connected')
})

test('counters are streamed while the overview shows, and drawn', async ({ page, helper }) => {
  helper.show(world.connected(ago(1_000)))
  const count = (second: number) =>
    helper.count({
      at: new Date(Date.now() + second * 1000).toISOString(),
      layers: [{ kind: 'ike', bytesIn: 1_000_000 * (second + 1), bytesOut: 200_000 * (second + 1) }],
    })
  // Until it listens: what was counted before it did is not drawn.
  await expect(async () => {
    count(0)
    await expect(page.getByText('1.0 MB in, 200 kB out')).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 10_000 })
  for (const second of [1, 2, 3]) count(second)
  await expect(page.getByText('4.0 MB in, 800 kB out')).toBeVisible()
  await expect(page.getByRole('img', { name: 'Traffic in the last minute' })).toBeVisible()
})

test('copies an address, and says so', async ({ app, page, helper }) => {
  helper.show(world.connected(ago(1_000)))
  await page.getByRole('button', { name: 'Copy public address' }).click()
  expect(await app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe('2a00::101')
  await expect(page.getByText('Copied')).toBeAttached()
})

test.describe('two profiles', () => {
  test.use({ script: { profiles: [world.homeLab, world.parents] } })

  test('choosing another one while connected asks once, then reconnects', async ({ page, helper }) => {
    helper.show(world.connected(ago(1_000)))
    await page.getByRole('button', { name: 'Profile: Home lab' }).click()
    await page.getByRole('option', { name: /Parents/ }).click()
    await lookAt(page, 'confirm')
    await page.keyboard.press('Escape')
    expect(helper.calls.some(({ name }) => name === 'up')).toBe(false)

    await page.getByRole('button', { name: 'Profile: Home lab' }).press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Reconnect' }).click()
    await expect(page.getByRole('button', { name: 'Profile: Parents' })).toBeVisible()
    expect(helper.calls.findLast(({ name }) => name === 'up')?.params).toEqual({ profile: 'Parents' })
  })

  test('the profiles page reads as sentences', async ({ page }) => {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('menuitem', { name: 'Profiles' }).click()
    await page.getByRole('option', { name: /Home lab/ }).press('ArrowDown')
    await expect(page.getByRole('heading', { name: 'Parents' })).toBeVisible()
    await lookAt(page, 'profiles')
  })
})

test.describe('no profile', () => {
  test.use({ script: { profiles: [], snapshot: { ...world.off(new Date()), profile: null } } })

  test('says how the first one comes in', async ({ page }) => {
    await expect(page.getByText('No profile yet')).toBeVisible()
    await lookAt(page, 'no-profile')
  })
})

test.describe('no profile that is understood', () => {
  test.use({
    script: { profiles: [], unreadable: [world.later], snapshot: { ...world.off(new Date()), profile: null } },
  })

  test('says that there is one, and why it cannot be used', async ({ page }) => {
    await expect(page.getByRole('alert')).toContainText(
      'The profile “Cabin” is not understood: line 1, column 1, version: 2 is of a later',
    )
    await expect(page.getByRole('alert')).toContainText(world.later.file)
    await lookAt(page, 'unreadable-profile')
  })
})

test.describe('a helper that refuses', () => {
  test.use({
    script: {
      refuses: {
        up: {
          code: 'not-authorised',
          message: 'Only an active local session may connect.',
          remedy: 'Log in at the laptop.',
        },
      },
    },
  })

  test('is quoted, with what to do', async ({ page }) => {
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(page.getByRole('alert')).toHaveText('Only an active local session may connect. Log in at the laptop.')
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await expect(page.getByRole('alert')).toHaveCount(0)
  })
})
