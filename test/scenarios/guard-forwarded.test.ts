/**
 * The guard holds for packets of IPv6 that the laptop forwards for a container. Docker gives containers IPv4 alone unless it is told
 * otherwise, so the lab's container has no IPv6 in other stories.
 */
import { expect } from 'vitest'
import { hostNamed } from '../lab/networks/lay-out.ts'
import { docker, home } from '../lab/networks/places.ts'
import { type Belt, guardSize, takeAway } from './vocabulary/belts.ts'
import { wantsHome } from './vocabulary/continuous.ts'
import { seenInCafe } from './vocabulary/nothing-in-clear.ts'
import { scenario } from './vocabulary/scenario.ts'
import { disconnects, eventually } from './vocabulary/steps.ts'
import type { Scene, Step } from './vocabulary/story.ts'

const bridged = { laptop: 'fd00:d0c::1', container: 'fd00:d0c::2' } as const

/** `ip6tables` aside, these are Docker's own steps for `"ipv6": true`; a router takes advertisements only where accept_ra is 2. */
const routes = (isOn: boolean): Step => ({
  says: isOn ? 'the container gets IPv6, and the laptop forwards it' : 'the container has no IPv6 any more',
  async perform({ world }) {
    const verb = isOn ? 'add' : 'del'
    const [acceptRa, forwarding] = isOn ? [2, 1] : [1, 0]
    const all = `net.ipv6.conf.all.forwarding=${forwarding}`
    const lan = `net.ipv6.conf.wlan0.accept_ra=${acceptRa}`
    const own = `ip -6 address ${verb} ${bridged.laptop}/64 dev ${docker.bridge}${isOn ? ' nodad' : ''}`
    await world.laptop.run(['sh', '-ec', `sysctl -qw ${isOn ? `${lan} ${all}` : `${all} ${lan}`}\n${own}`])
    const its = `ip -6 address ${verb} ${bridged.container}/64 dev eth0${isOn ? ' nodad' : ''}`
    const way = isOn ? `ip -6 route add default via ${bridged.laptop}` : ''
    await hostNamed(world.hosts, 'container').run(['sh', '-ec', `${its}\n${way}`])
  },
})

/** One of each of home's prefixes whom the cafe's stranger plays, and one whom nobody knows. */
const targets = [home.firewall.ula, home.tunnel.gateway.v6, 'fd12:3456:789a:77::1']

/** The container asks for everybody at home. Returns how many packets the cafe saw of it. */
async function left(scene: Scene): Promise<number> {
  const known = (await seenInCafe(scene)).length
  const pings = targets.map((to) => `ping -n -c 3 -i 0.2 -W 1 ${to} >/dev/null 2>&1 &`)
  await hostNamed(scene.world.hosts, 'container').user.run(['sh', '-c', [...pings, 'wait'].join('\n')])
  return (await seenInCafe(scene)).length - known
}

const staysHere: Step = {
  says: 'what the container sends for home stays here',
  perform: async (scene) => expect(await left(scene)).toBe(0),
}

/** Nobody mends meanwhile: the helper is halted. */
const holdsAlone = (belt: Belt, other: Belt): Step => ({
  says: `the ${belt} hold it back without the ${other}, and nothing does without both`,
  async perform(scene) {
    const whole = await guardSize(scene)
    await scene.laptop.whileHalted(async () => {
      await takeAway(scene, other)
      expect(await left(scene)).toBe(0)
      await takeAway(scene, belt)
      expect(await left(scene)).toBeGreaterThan(0)
    })
    await eventually(5, async () => expect(await guardSize(scene)).toBe(whole))
  },
})

scenario('a container’s packets by IPv6 for home stay here while the tunnel is down, by either belt', {
  networks: { cafe: { blockedUdpPorts: [500, 4500] } },
  // Forwarding is switched on for all links here, which the captures of other stories do not expect.
  always: [],
  steps: [
    routes(true),
    wantsHome(),
    staysHere,
    holdsAlone('rules', 'filter'),
    holdsAlone('filter', 'rules'),
    disconnects(),
    routes(false),
  ],
})
