/** Who is behind the laptop, and a stranger in the cafe who takes the laptop for a router to them and to home. */
import type { Host } from '../../lab/hosts/host.ts'
import { hostNamed } from '../../lab/networks/lay-out.ts'
import { cafe } from '../../lab/networks/places.ts'
import { capture } from './capture.ts'
import { eventually } from './steps.ts'
import type { Invariant, Scene, Step } from './story.ts'

const ping = ['ping', '-6', '-n', '-c', '1', '-W', '1']

function placeOf({ world: { hosts, behind } }: Scene) {
  if (!behind) throw new Error('nobody is behind this laptop')
  return { behind, guest: hostNamed(hosts, 'guest'), gateway: hostNamed(hosts, 'gateway') }
}

/** Both ways, with the guest's own address and not the laptop's. */
export const guestIsAtHome = (): Step => ({
  says: 'who is behind the laptop reaches home, and home reaches them',
  observes: true,
  async perform(scene) {
    const { behind, guest, gateway } = placeOf(scene)
    const { beyond } = scene.world.inside
    await eventually(10, () => guest.run([...ping, beyond]))
    await eventually(10, () => gateway.run([...ping, behind.guest]))
    await eventually(10, () => guest.run([...ping, scene.profile.address?.[0]?.address.split('/')[0] ?? '']))
  },
})

export const guestIsAlone = (): Step => ({
  says: 'nobody forwards for who is behind the laptop',
  observes: true,
  async perform(scene) {
    const { guest } = placeOf(scene)
    const { code } = await guest.attempt([...ping, scene.world.inside.beyond])
    if (code === 0) throw new Error('home answers')
  },
})

/** A router that goes on listening to the cafe's: its default route is that of before, and renewed. */
export const stillListensToRouter = (): Step => ({
  says: 'still takes what the cafe’s router advertises',
  observes: true,
  async perform({ world: { laptop } }) {
    await laptop.run(['ip', '-6', 'route', 'flush', 'exact', 'default', 'dev', 'wlan0', 'proto', 'ra'])
    await eventually(10, async () => {
      const { stdout } = await laptop.run(['ip', '-6', 'route', 'show', 'default', 'dev', 'wlan0', 'proto', 'ra'])
      if (stdout.trim() === '') throw new Error('no default route by router advertisement')
    })
  },
})

/** Bytes of an echo: by it a stranger's are told from those of the laptop and of who is behind it, which pass meanwhile. */
const strangersLength = 77

/** Of what a stranger sends through the laptop: to home, and to who is behind it, as itself and as either of them. */
export async function passesThrough(scene: Scene): Promise<number> {
  const { behind, guest, gateway } = placeOf(scene)
  const { inside } = scene.world
  const stranger = hostNamed(scene.world.hosts, 'stranger')
  const router = await linkLocal(scene.world.laptop)
  // Without a link there is nobody to send to.
  if (router === undefined) return 0
  const far = scene.profile.home.hosts?.[0] ?? ''
  const echo = `icmp6 and ip6[40] = 128 and ip6[4:2] = ${strangersLength}`
  // Without ICMP's header (RFC 4443).
  const strangersPing = [...ping, '-s', String(strangersLength - 8)]
  const ends = await Promise.all([
    capture(guest, 'eth0', `${echo} and dst host ${behind.guest}`),
    capture(gateway, inside.device, `${echo} and dst host ${far}`),
  ])
  for (const [to, disguise] of [
    [behind.guest, far],
    [far, behind.guest],
  ] as const) {
    const lines = (verb: 'add' | 'del') =>
      `address ${verb} ${disguise}/128 dev lo\nroute ${verb} ${to}/128 via ${router} dev eth0 metric 512\n`
    await stranger.run(['ip', '-6', '-batch', '-'], { input: lines('add') })
    await Promise.all(
      [cafe.stranger.v6, disguise].map((source) => stranger.attempt([...strangersPing, '-I', source, to])),
    )
    await stranger.run(['ip', '-6', '-batch', '-'], { input: lines('del') })
  }
  return (await Promise.all(ends.map((end) => end()))).reduce((sum, count) => sum + count, 0)
}

async function linkLocal(laptop: Host): Promise<string | undefined> {
  const { stdout } = await laptop.run(['ip', '-j', '-6', 'address', 'show', 'dev', 'wlan0', 'scope', 'link'])
  const links = JSON.parse(stdout) as { addr_info?: { local?: string }[] }[]
  return links.flatMap(({ addr_info = [] }) => addr_info.flatMap(({ local }) => local ?? []))[0]
}

export const nothingPasses: Invariant = {
  says: 'nobody in the cafe gets through the laptop',
  begin: async (scene) => ({
    async check() {
      const passed = await passesThrough(scene)
      if (passed > 0) throw new Error(`${passed} of a stranger's echo requests went through the laptop`)
    },
  }),
}
