/** The overview in every state, light and dark. */
import type { Snapshot } from '../../helper/contract/snapshot.ts'
import * as states from '../fakes/states.ts'
import * as world from '../fakes/world.ts'
import { expect, test } from './fixtures.ts'
import { lookAt } from './picture.ts'
import { resize } from './resize.ts'

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

const shown: readonly State[] = [
  {
    name: 'off',
    snapshot: () => states.offAgain(ago(60_000)),
    title: 'Not connected',
    button: 'Connect',
    says: [
      'fd12:3456:789a:3::2/64',
      'when connected',
      'expected',
      'not contacted',
      'Last session',
      'From Train Wi-Fi, 2 h',
    ],
  },
  {
    name: 'connecting',
    snapshot: () => world.connecting(ago(600), 'tunnel'),
    title: 'Connecting to home',
    button: 'Cancel',
    says: [
      'tunnel.my.domain is 5.6.7.8',
      'Step 3 of 5',
      '1414 expected on this link',
      'Home stays blocked until the tunnel carries.',
    ],
  },
  {
    name: 'reconnecting',
    snapshot: () => states.reconnecting(ago(600)),
    title: 'Reconnecting to home',
    button: 'Cancel',
    says: ['Last try', 'The gateway tunnel.my.domain does not answer', 'What to try', 'Stop and unblock'],
  },
  {
    name: 'offline',
    snapshot: () => states.offline(ago(600)),
    title: 'This laptop is offline',
    button: 'Try now',
    says: ['Home stays blocked until it is back.', 'Stop and unblock', 'no network', 'home connects by itself'],
  },
  {
    name: 'connected',
    snapshot: () => world.connected(ago(twoHours)),
    title: 'Connected to home',
    button: 'Disconnect',
    says: [
      '2a00::101/120',
      '2 h 14 min, since',
      'Cafe Wi-Fi',
      'all as the profile expects',
      '1414 passes, as calculated',
      'rekey in 41 min',
      '182 MB in',
    ],
  },
  {
    name: 'attention',
    snapshot: () => states.otherAddress(ago(twoHours)),
    title: 'The gateway gave 192.168.101.7, expected 192.168.101.1',
    button: 'Disconnect',
    says: ['What differs', '1 of 3 addresses', '192.168.101.7/32', 'Connect again', '1294 measured', 'Also'],
  },
  {
    name: 'attention-mtu',
    snapshot: () => states.otherMtu(ago(twoHours)),
    title: 'Something on this laptop set the MTU of roam6 to 1300; it should be 1414',
    button: 'Disconnect',
    says: ['What differs', '1300', 'Roam6 sets it again by itself.', '3 as expected'],
  },
  {
    name: 'failed',
    snapshot: () => states.failed(ago(20_000)),
    title: 'The gateway tunnel.my.domain does not answer',
    button: 'Try again',
    says: [
      'Where it stopped',
      'Tunnel, addresses, path MTU',
      'Home stays blocked, so nothing for it leaves in clear.',
      'Stop and unblock',
      'Connect with Home over TCP 443 instead',
    ],
  },
  {
    name: 'refused',
    snapshot: () => states.refused(ago(20_000)),
    title: 'The gateway refuses us',
    button: 'Try again',
    says: ['AUTHENTICATION_FAILED', 'What was seen', '4 lines', 'Stop and unblock'],
  },
  {
    name: 'unguarded',
    snapshot: () => states.unguarded(ago(20_000)),
    title: 'The gateway tunnel.my.domain does not answer',
    button: 'Try again',
    says: ['Home is not surely blocked: another program takes the rules away.', 'Stop and unblock'],
  },
  {
    name: 'at-home',
    snapshot: () => world.atHome(ago(60_000)),
    title: 'You are at home',
    button: 'Connect anyway',
    says: ['nothing is taken off', 'Home router'],
  },
]

test.describe('with another way home', () => {
  test.use({ script: { profiles: [world.homeLab, states.byTap] } })

  for (const { name, snapshot, title, button, says } of shown)
    test(`the overview: ${name}`, async ({ page, helper }) => {
      helper.show(snapshot())
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
      await expect(page.getByRole('button', { name: button, exact: true })).toBeVisible()
      for (const text of says) await expect(page.getByText(text).first()).toBeVisible()
      if (name === 'off') await expect(page.getByText(/^From Train Wi-Fi, 2 h/)).toBeInViewport({ ratio: 1 })
      await lookAt(page, `overview-${name}`)
    })

  test('a remedy that Roam6 can carry out is a button; advice is none', async ({ page, helper }) => {
    helper.show(states.failed(ago(1_000)))
    const advice = page.getByRole('listitem').filter({ hasText: 'This network may block UDP 500' })
    await expect(advice.getByRole('button')).toHaveCount(0)
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect
      .poll(() => helper.calls.findLast(({ name }) => name === 'up')?.params)
      .toEqual({
        profile: 'Home over TCP 443',
      })
  })
})

test('Stop and unblock ends the wish for home', async ({ page, helper }) => {
  helper.show(states.failed(ago(1_000)))
  const line = page.getByRole('region', { name: 'Blocked' })
  await line.getByRole('button', { name: 'Stop and unblock' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not connected')
  await expect(line).toHaveCount(0)
  expect(helper.calls.filter(({ name }) => name === 'down')).toHaveLength(1)
})

test('the footer tells of a test of now and of this profile alone', async ({ page, helper }) => {
  helper.show(world.connected(ago(60_000)))
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page.getByRole('button', { name: 'Run again' }).waitFor()
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(page.getByText(/^23 of 23 passed at /)).toBeVisible()
  helper.show(states.failed(new Date()))
  await expect(page.getByText('Shows every layer, with evidence')).toBeVisible()
})

test('a failure is an alert, every other state a status', async ({ page, helper }) => {
  helper.show(world.connected(ago(1_000)))
  await expect(page.getByRole('status')).toHaveText('Connected to home')
  helper.show(states.failed(ago(1_000)))
  await expect(page.getByRole('alert')).toHaveText('The gateway tunnel.my.domain does not answer')
})

test.describe('sizes', () => {
  test.use({ own: true })

  test('what is blocked, where it stopped and what to try are in view, also on a low screen', async ({
    app,
    page,
    helper,
  }) => {
    for (const [width, height, zoom, snapshot] of [
      [420, 680, 1, states.failed],
      [420, 584, 1, states.failed],
      [420, 680, 2, states.failed],
      [420, 585, 1, states.unanswered],
    ] as const) {
      helper.show(snapshot(ago(20_000)))
      await page.getByRole('heading', { level: 1, name: snapshot(ago(0)).problems[0]?.message ?? '' }).waitFor()
      await resize(app, page, { width, height, zoom })
      if (zoom === 1)
        for (const text of ['Stop and unblock', 'Where it stopped', 'What to try', 'Test connection'])
          await expect(page.getByText(text, { exact: true })).toBeInViewport({ ratio: 1 })
      await lookAt(page, `overview-failed-${width}x${height}-${zoom * 100}`)
    }
  })
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
    await expect(page.getByRole('button', { name: 'Test connection' })).toHaveCount(0)
    await lookAt(page, 'no-profile')
    await page.getByRole('button', { name: 'Import…' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import a profile')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Back' }).click()
    await page.getByRole('button', { name: 'New…' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Which way is mine?')
    await page.keyboard.press('Control+h')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('History')
    await page.keyboard.press('Control+o')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import a profile')
  })
})

test.describe('another client', () => {
  test.use({ script: { profiles: [], snapshot: { ...world.off(new Date()), profile: null } } })

  test('follows what another client installs, connects and removes', async ({ page, helper }) => {
    await expect(page.getByText('No profile yet')).toBeVisible()
    helper.list([world.homeLab, world.parents])
    const picker = page.getByRole('button', { name: /^Profile: / })
    await expect(page.getByRole('button', { name: 'Connect', exact: true })).toBeVisible()
    helper.show({ ...world.connected(new Date()), profile: 'Parents' })
    await expect(picker).toHaveAccessibleName('Profile: Parents')
    await expect(page.getByRole('button', { name: 'Disconnect' })).toBeVisible()
    helper.show(world.connected(new Date()))
    await expect(picker).toHaveAccessibleName('Profile: Home lab')
    helper.show({ ...world.off(new Date()), profile: null })
    helper.list([])
    await expect(picker).toHaveCount(0)
    await expect(page.getByText('No profile yet')).toBeVisible()
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
