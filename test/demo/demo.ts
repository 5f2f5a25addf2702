/**
 * Watch the real app take a laptop home, in a world of its own.
 *
 *     npm run demo                            with a strongSwan gateway
 *     npm run demo -- --gateway openiked
 *     npm run demo -- --keep                  stays up until Ctrl+C, for you to play with
 *
 * Screenshots are in demo/.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { launchApp, screenshot } from '../app/launch.ts'
import { type IkeGatewayKind, ikeGatewayKinds } from '../lab/gateways/gateway.ts'
import { openLaptop } from '../lab/laptop.ts'
import { checkout } from '../lab/machine/guest.ts'
import { provideImage } from '../lab/machine/image.ts'
import { openMachine } from '../lab/machine/open.ts'
import { temporaryFolder } from '../lab/machine/temporary.ts'
import { web } from '../lab/networks/places.ts'
import { buildWorld } from '../lab/world.ts'
import { Cleaner } from './cleaner.ts'
import { chooseDesktop } from './desktop.ts'

const { values } = parseArgs({
  options: { gateway: { type: 'string', default: 'strongswan' }, keep: { type: 'boolean', default: false } },
})
const kind = chosenGateway()

const connectMs = 60_000
const began = performance.now()
const say = (line: string) =>
  console.log(`demo: ${((performance.now() - began) / 1000).toFixed(0).padStart(3)} s  ${line}`)
const picture = (name: string) => join(checkout, 'demo', `${kind}-${name}.png`)

const cleaner = new Cleaner()
const interrupted = new Promise<void>((done) => process.once('SIGINT', done))
const ended = interrupted.then(async () => {
  console.log('')
  say('cleaning up')
  await cleaner.close()
  process.exit(130)
})

try {
  await show()
  await cleaner.close()
} catch (error) {
  // After Ctrl+C everything fails, as it should.
  await Promise.race([ended, cleaner.close()])
  console.error(`demo: ${(error as Error).message}`)
  process.exit(1)
}

async function show(): Promise<void> {
  say('booting the lab: a laptop in a cafe, home with its gateway, an IPv6-only web host')
  const guest = await openMachine(await provideImage('trixie', say), say)
  cleaner.add(() => guest.cut())
  const world = await buildWorld(guest.connection, { gateway: { kind } })
  cleaner.add(() => world.close())
  say(`the world is up, ${kind} at home; starting the helper on the laptop`)

  const desktop = await chooseDesktop()
  cleaner.add(() => desktop.stop())
  const laptop = await openLaptop(world.laptop, temporaryFolder('demo'), desktop.account)
  cleaner.add(() => laptop.close())
  await laptop.startHelper()
  await laptop.install(world.profile())

  say('starting the app')
  const app = await launchApp({ desktop, socket: laptop.socket })
  cleaner.add(() => app.close())
  const window = await app.window()
  await screenshot(window, picture('off'))

  say('clicking Connect')
  await window.getByRole('button', { name: 'Connect', exact: true }).click()
  await window.getByRole('button', { name: 'Cancel' }).waitFor({ timeout: 5_000 })
  await screenshot(window, picture('connecting'))
  await window.getByRole('button', { name: 'Disconnect' }).waitFor({ timeout: connectMs })
  await screenshot(window, picture('connected'))
  say('connected')

  for (const verb of ['status', 'mtu']) {
    const { stdout, stderr } = await laptop.cli([verb])
    console.log(`\n$ roam6 ${verb}\n${stdout}${stderr}`)
  }
  console.log(`$ ping -6 ${web.v6}`)
  const ping = world.laptop.user.start(['ping', '-6', '-c', '3', '-i', '0.3', web.v6])
  ping.onData((_stream, chunk) => process.stdout.write(chunk))
  if ((await ping.exited).code !== 0) throw new Error('the web host does not answer')
  console.log('')
  say(`screenshots: demo/${kind}-{off,connecting,connected}.png`)

  if (values.keep) {
    say('everything stays up until Ctrl+C; from another terminal:')
    console.log(`\n  export ROAM6_SOCKET=${laptop.socket}\n  ${join(checkout, 'dist/roam6')} status\n`)
    await Promise.race([ended, guest.connection.lost])
  }
  await window.getByRole('button', { name: 'Disconnect' }).click()
  await window.getByRole('button', { name: 'Connect', exact: true }).waitFor({ timeout: 20_000 })
  say('disconnected')
}

function chosenGateway(): IkeGatewayKind {
  const kind = ikeGatewayKinds.find((name) => name === values.gateway)
  if (kind) return kind
  console.error(`demo: --gateway ${ikeGatewayKinds.join(' or ')}`)
  process.exit(2)
}
