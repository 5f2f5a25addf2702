/**
 * The demo shows the real app taking a laptop home, in a world of its own.
 *
 *     npm run demo                            with a strongSwan gateway
 *     npm run demo -- --gateway openiked
 *     npm run demo -- --way tinc              another way home: gre, esp, ip6ip6, tap, tap-static, tinc
 *     npm run demo -- --keep                  stays up until Ctrl+C, for you to play with
 *
 * Screenshots are in demo/.
 */
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { launchApp, screenshot } from '../app/launch.ts'
import { ikeGatewayKinds } from '../lab/gateways/gateway.ts'
import { openLaptop } from '../lab/laptop.ts'
import { provideImage } from '../lab/machine/image.ts'
import { openMachine } from '../lab/machine/open.ts'
import { checkout } from '../lab/machine/places.ts'
import { temporaryFolder } from '../lab/machine/temporary.ts'
import { type OtherWay, otherWays } from '../lab/ways/ways.ts'
import { buildWorld } from '../lab/world.ts'
import { Cleaner } from './cleaner.ts'
import { chooseDesktop } from './desktop.ts'
import { awaitInterruption } from './interruption.ts'

const { values } = parseArgs({
  options: {
    gateway: { type: 'string', default: 'strongswan' },
    way: { type: 'string', default: 'gre' },
    keep: { type: 'boolean', default: false },
  },
})
const kind = chosenOf('gateway', ikeGatewayKinds)
const way = chosenOf('way', ['gre', ...(Object.keys(otherWays) as OtherWay[])])
/** The name says what answers at home, and begins the names of the pictures. */
const shown = way === 'gre' ? kind : way

const connectMs = 60_000
const began = performance.now()
const say = (line: string) =>
  console.log(`demo: ${((performance.now() - began) / 1000).toFixed(0).padStart(3)} s  ${line}`)
const picture = (name: string) => join(checkout, 'demo', `${shown}-${name}.png`)

// The app runs as another account than root, and reads what is made here: also where the person's umask closes it.
process.umask(0o022)
// Whatever the demo makes lies in one folder, which is gone with this process, also where it ends before its time.
process.env.TMPDIR = temporaryFolder('demo')
chmodSync(process.env.TMPDIR, 0o711)

const cleaner = new Cleaner()
const interruption = awaitInterruption()
const ended = interruption.asked.then(async (exit) => {
  console.log('')
  say('cleaning up')
  await cleaner.close()
  process.exit(exit)
})

try {
  await show()
  await cleaner.close()
} catch (error) {
  // Whatever is under way when the demo is told to end fails, as it should.
  await Promise.race([ended, cleaner.close()])
  console.error(`demo: ${(error as Error).message}`)
  process.exit(1)
}

async function show(): Promise<void> {
  say('booting the lab: a laptop in a cafe, home with its gateway, an IPv6-only web host')
  const guest = await openMachine(await provideImage('trixie', say), say)
  cleaner.add(() => guest.cut())
  const world = await buildWorld(guest.connection, { gateway: way === 'gre' ? { kind } : { way } })
  cleaner.add(() => world.close())
  say(`the world is up, ${shown} at home; starting the helper on the laptop`)

  const { desktop, look } = await chooseDesktop()
  cleaner.add(() => desktop.stop())
  const laptop = await openLaptop(world.laptop, temporaryFolder('laptop'), desktop.account)
  cleaner.add(() => laptop.close())
  await laptop.startHelper()
  const profile = world.profile()
  await laptop.install(profile)

  say('starting the app')
  const app = await launchApp({ desktop, socket: laptop.socket })
  interruption.alone()
  cleaner.add(() => app.close())
  const window = await app.window()
  await screenshot(window, picture('off'))

  say('clicking Connect')
  await window.getByRole('button', { name: 'Connect', exact: true }).click()
  await window.locator('[aria-current=step]').waitFor({ timeout: 5_000 })
  await screenshot(window, picture('connecting'))
  await window.getByRole('button', { name: 'Disconnect' }).waitFor({ timeout: connectMs })
  // The counters come a little after the state; the picture waits for them.
  await window.getByText(/ in, .* out/).waitFor({ timeout: 10_000 })
  await screenshot(window, picture('connected'))
  say('connected')

  for (const verb of ['status', 'mtu']) {
    const { stdout, stderr } = await laptop.cli([verb])
    console.log(`\n$ roam6 ${verb}\n${stdout}${stderr}`)
  }
  // The ping goes to the IPv6-only web host where this way leads to the internet, else to a host at home.
  const target = profile.internet?.hosts?.[0] ?? profile.home.hosts?.[0] ?? ''
  console.log(`$ ping -6 ${target}`)
  const ping = world.laptop.user.start(['ping', '-6', '-c', '3', '-i', '0.3', target])
  ping.onData((_stream, chunk) => process.stdout.write(chunk))
  if ((await ping.exited).code !== 0) throw new Error(`${target} does not answer`)
  console.log('')
  say(`screenshots: demo/${shown}-{off,connecting,connected}.png`)

  if (values.keep) {
    say('everything stays up until Ctrl+C; from another terminal:')
    console.log(`\n  export ROAM6_SOCKET=${laptop.socket}\n  ${join(checkout, 'dist/roam6')} status\n`)
    if (look.length > 0) console.log(`${look.join('\n')}\n`)
    await Promise.race([ended, guest.connection.lost])
  }
  await window.getByRole('button', { name: 'Disconnect' }).click()
  await window.getByRole('button', { name: 'Connect', exact: true }).waitFor({ timeout: 20_000 })
  say('disconnected')
}

function chosenOf<Name extends string>(option: 'gateway' | 'way', names: readonly Name[]): Name {
  const chosen = names.find((name) => name === values[option])
  if (chosen) return chosen
  console.error(`demo: --${option} ${names.join(' or ')}`)
  process.exit(2)
}
