/** Two laptops of one home on one LAN: they find each other by broadcast, and what goes between them stays on the LAN. */
import { hostNamed } from '../lab/networks/lay-out.ts'
import { mesh } from '../lab/networks/places.ts'
import { capture } from './vocabulary/capture.ts'
import { scenario } from './vocabulary/scenario.ts'
import { connects, disconnects, eventually, pings6, reachesNodes } from './vocabulary/steps.ts'
import type { Step } from './vocabulary/story.ts'

/** Five echoes, while the LAN and the way to home are looked at. */
const talksOnTheLan: Step = {
  says: 'what it sends to the other laptop goes over the LAN, and not by way of home',
  observes: true,
  perform: ({ world }) =>
    eventually(30, async () => {
      // By IPv4 or between link-local addresses, whichever found the other first.
      const { stdout } = await world.laptop.run(['cat', '/sys/class/net/wlan0/address'])
      const betweenThem = `udp and greater 800 and ether host ${stdout.trim()}`
      const onLan = await capture(hostNamed(world.hosts, 'stranger'), 'eth0', betweenThem)
      // Larger than what the nodes ask and tell each other by way of home: 800 bytes and more.
      const homewards = await capture(hostNamed(world.hosts, 'cafe'), 'wan0', 'udp port 655 and greater 800')
      await world.laptop.user.run(['ping', '-n', '-c', '5', '-i', '0.2', '-W', '1', '-s', '800', mesh.otherLaptop])
      const [seen, strayed] = [await onLan(), await homewards()]
      if (seen < 10 || strayed > 0) throw new Error(`${seen} packets on the LAN, ${strayed} by way of home`)
    }),
}

const showsDirect: Step = {
  says: 'shows that it reaches my_pc directly',
  observes: true,
  perform: ({ laptop }) =>
    eventually(20, async () => {
      const layer = (await laptop.status()).layers.find(({ kind }) => kind === 'tinc')
      const peers = layer?.kind === 'tinc' ? layer.peers : []
      if (!peers.some(({ name, direct }) => name === 'my_pc' && direct)) throw new Error(JSON.stringify(peers))
    }),
}

scenario('tinc: two laptops on one LAN', {
  hosts: { gateway: { way: 'tinc-lan' } },
  steps: [
    connects(),
    reachesNodes('gateway', 'my_pc'),
    pings6('other laptop'),
    talksOnTheLan,
    showsDirect,
    disconnects(),
  ],
})
