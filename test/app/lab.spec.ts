/** The whole line: the real app, the real helper, a real gateway. Off, home and back by window and tray, and failure. */
import { test as base, expect } from '@playwright/test'
import { type Laptop, openLaptop } from '../lab/laptop.ts'
import { bootGuest } from '../lab/machine/guest.ts'
import { provideImage } from '../lab/machine/image.ts'
import { suites } from '../lab/machine/packages.ts'
import { removeTemporary, temporaryFolder } from '../lab/machine/temporary.ts'
import { hostNamed } from '../lab/networks/lay-out.ts'
import { profileName } from '../lab/profile.ts'
import { buildWorld, type World } from '../lab/world.ts'
import { ownFolder } from './account.ts'
import { type Desktop, startDesktop } from './desktop.ts'
import { drop, filesOnDisk } from './drop.ts'
import { type LaunchedApp, launchApp } from './launch.ts'
import { chooseAction, openMenu } from './panel.ts'
import { lookAt } from './picture.ts'

/** Under emulation. */
const connectMs = 60_000

interface Lab {
  readonly desktop: Desktop
  readonly world: World
  readonly laptop: Laptop
}

const test = base.extend<{ app: LaunchedApp }, { lab: Lab }>({
  lab: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off this pattern
    async ({}, use) => {
      const suite = suites.find((name) => name === process.env.ROAM6_IMAGE) ?? 'trixie'
      const guest = await bootGuest(await provideImage(suite, console.log))
      const world = await buildWorld(guest.connection)
      const desktop = await startDesktop({ tray: true })
      const laptop = await openLaptop(world.laptop, temporaryFolder('app'), desktop.account)
      await laptop.startHelper()
      await laptop.install(world.profile())
      await use({ desktop, world, laptop })
      await laptop.close()
      await desktop.stop()
      await world.close()
      await guest.cut()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  app: async ({ lab: { desktop, laptop } }, use) => {
    const app = await launchApp({ desktop, socket: laptop.socket, settings: { theme: 'light' } })
    await use(app)
    await app.close()
    await laptop.cli(['down'])
  },
})

test.afterEach(async ({ lab }, testInfo) => {
  if (testInfo.status === testInfo.expectedStatus) return
  const { stdout } = await lab.laptop.cli(['logs', '--lines', '500', '--full'])
  await testInfo.attach('helper output', { body: lab.laptop.log(), contentType: 'text/plain' })
  await testInfo.attach('helper log', { body: stdout, contentType: 'text/plain' })
})

test.describe.configure({ mode: 'serial', timeout: 180_000 })

const title = async (app: LaunchedApp) => (await app.window()).getByRole('heading', { level: 1 })

test('off, connect by the window, phases, connected with the addresses that ip shows, disconnect', async ({
  app,
  lab,
}) => {
  const page = await app.window()
  await expect(await title(app)).toHaveText('Not connected')
  await lookAt(page, 'lab-off')

  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.locator('[aria-current=step]')).toBeVisible()
  await lookAt(page, 'lab-connecting')
  await expect(await title(app)).toHaveText('Connected to home', { timeout: connectMs })
  await expect(page.getByText('1414 passes, as calculated')).toBeVisible()
  await lookAt(page, 'lab-connected')

  const shown = await page.locator('.addr .a').allTextContents()
  const { stdout } = await lab.laptop.host.run(['ip', '-json', 'address'])
  const links = JSON.parse(stdout) as { ifname: string; addr_info: { local: string; prefixlen: number }[] }[]
  const kernel = links.flatMap(({ addr_info }) => addr_info.map(({ local, prefixlen }) => `${local}/${prefixlen}`))
  expect(shown.length).toBeGreaterThan(0)
  expect(kernel).toEqual(expect.arrayContaining(shown))

  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expect(await title(app)).toHaveText('Not connected', { timeout: 20_000 })
  expect((await lab.laptop.status()).state).toBe('off')
})

test('connect and disconnect by the tray', async ({ app, lab }) => {
  await expect(await title(app)).toHaveText('Not connected')
  await openMenu(lab.desktop)
  chooseAction(lab.desktop)
  await expect(await title(app)).toHaveText('Connected to home', { timeout: connectMs })
  await openMenu(lab.desktop)
  chooseAction(lab.desktop)
  await expect(await title(app)).toHaveText('Not connected', { timeout: 20_000 })
})

test('the test page, healthy and broken', async ({ app, lab }) => {
  const page = await app.window()
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(await title(app)).toHaveText('Connected to home', { timeout: connectMs })
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(await title(app)).toHaveText('Home is reachable', { timeout: 40_000 })
  await lookAt(page, 'lab-test-healthy')

  const gateway = hostNamed(lab.world.hosts, 'gateway')
  await gateway.run(['ip', 'link', 'set', 'dev', 'gre1', 'down'])
  try {
    await page.getByRole('button', { name: 'Run again' }).click()
    const broken = page.getByRole('button', { name: /^Tunnel, failed: / })
    await expect(broken).toHaveAttribute('aria-expanded', 'true', { timeout: 40_000 })
    await expect(page.getByRole('button', { name: /depends? on this and (was|were) not asked/ })).toBeVisible()
    await lookAt(page, 'lab-test-broken')
  } finally {
    await gateway.run(['ip', 'link', 'set', 'dev', 'gre1', 'up'])
  }
})

test('killed, the app leaves the tunnel, and the next one shows it; a second one focuses the first', async ({
  lab,
}) => {
  const { desktop, laptop } = lab
  const userData = ownFolder(desktop.account, temporaryFolder('app'))
  const options = { desktop, socket: laptop.socket, userData, settings: { theme: 'dark' } } as const
  const first = await launchApp(options)
  await (await first.window()).getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(await title(first)).toHaveText('Connected to home', { timeout: connectMs })
  process.kill(first.pid, 'SIGKILL')
  await first.close()
  expect((await laptop.status()).state).toBe('connected')

  const next = await launchApp(options)
  await expect(await title(next)).toHaveText('Connected to home')
  await lookAt(await next.window(), 'lab-connected-again')

  const [program = '', ...words] = await next.electron.evaluate(() => process.argv)
  const second = desktop.start(program, ...words.filter((word) => !/^--(inspect|remote-debugging)/.test(word)))
  await new Promise((resolve) => second.once('exit', resolve))
  const focused = () =>
    next.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused() ?? false)
  await expect.poll(focused).toBe(true)
  await next.close()
  removeTemporary(userData)
  await laptop.cli(['down'])
})

test('a gateway that is silent is a failure with a name, and home stays guarded until one gives up', async ({
  app,
  lab,
}) => {
  const page = await app.window()
  const cafe = hostNamed(lab.world.hosts, 'cafe')
  const chain = 'type filter hook forward priority 0; udp dport { 500, 4500 } drop;'
  await cafe.run(['nft', '-f', '-'], { input: `table inet blocked { chain forward { ${chain} }; }` })
  try {
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible({ timeout: connectMs })
    await expect(page.getByText('Where it stopped')).toBeVisible()
    const blocked = page.getByRole('region', { name: 'Blocked' })
    await expect(blocked).toContainText('Home stays blocked')
    await lookAt(page, 'lab-failed')
    // While it is silent still: it is tried again by itself, and would be reached.
    await blocked.getByRole('button', { name: 'Stop and unblock' }).click()
    await expect(await title(app)).toHaveText('Not connected', { timeout: 20_000 })
  } finally {
    await cafe.run(['nft', 'delete', 'table', 'inet', 'blocked'])
  }
})

/** Of seed 001, as strongSwan has it, with what makes GRE in its script; whom to trust is said nowhere. */
const configuration = {
  'ipsec.conf': `conn home
  left=%defaultroute
  leftsourceip=%config4
  leftcert=client.pem
  leftid=client@my.domain
  leftupdown=/etc/ipsec.d/home.up
  right=5.6.7.8
  rightid=tunnel.my.domain
  rightsubnet=192.168.101.0/24
`,
  'home.up': `#!/bin/sh
ip tunnel add gre-home mode gre local $PLUTO_MY_SOURCEIP remote 192.168.101.2 ttl 255
ip link set gre-home up
ip -6 address add 2a00::101/120 dev gre-home
ip -6 route add fd12:3456:789a::/48 dev gre-home
ip -6 route add default dev gre-home
`,
}

test('files as people have them: dropped, the authority asked for, installed, home, edited, removed while home', async ({
  app,
  lab: { laptop, world },
}) => {
  const { laptop: own, authority } = world.credentials
  await laptop.cli(['remove', profileName, '--yes'])
  const files = { ...configuration, 'client.pem': own.certificate, 'client.key': own.key }
  const disk = filesOnDisk(Object.fromEntries(Object.entries(files).map(([name, text]) => [`home/${name}`, text])))
  const page = await app.window()
  await drop(page, [`${disk.folder}/home`])
  await expect(page.getByRole('status')).toHaveText('One answer is missing.')
  await lookAt(page, 'lab-import-asked')
  await page.getByRole('textbox', { name: /^The certificate of the authority/ }).fill(authority.certificate)
  const install = page.getByRole('button', { name: 'Install profile' })
  await expect(install).toBeEnabled({ timeout: 20_000 })
  await install.click()
  await expect(await title(app)).toHaveText('home', { timeout: 20_000 })
  disk.remove()

  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(await title(app)).toHaveText('Connected to home', { timeout: connectMs })
  await expect(page.getByText('1414 passes, as calculated')).toBeVisible()
  await lookAt(page, 'lab-import-connected')

  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('menuitem', { name: 'Profiles' }).click()
  await page.getByRole('button', { name: 'Edit…' }).click()
  await page.getByRole('textbox', { name: 'Hosts at home' }).fill('2a00::102')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(await title(app)).toHaveText('home', { timeout: 20_000 })
  expect((await laptop.cli(['show', 'home'])).stdout).toContain('2a00::102')

  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  await page.getByRole('button', { name: 'Disconnect and remove' }).click()
  await expect(page.getByRole('option', { name: 'home' })).toHaveCount(0, { timeout: 20_000 })
  expect(await laptop.status()).toMatchObject({ state: 'off' })
  expect((await laptop.cli(['profiles'])).stdout).not.toContain('home')
})
