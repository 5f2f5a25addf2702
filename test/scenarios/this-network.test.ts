/** Cafes that use the home's or the tunnel's own IPv4 network, and hands that meddle with what Roam6 has made. */
import { flushRuleset } from '../lab/networks/docker.ts'
import { scenario } from './vocabulary/scenario.ts'
import {
  becomes,
  connects,
  disconnects,
  does,
  eventually,
  failsToConnect,
  pings6,
  reports,
} from './vocabulary/steps.ts'
import type { Scene, Step } from './vocabulary/story.ts'

const lan = (network: string, router = 254) => ({
  router: `${network}.${router}`,
  laptop: `${network}.77`,
  stranger: `${network}.66`,
})

scenario("a cafe on the tunnel's own network", {
  networks: { cafe: { lan: lan('192.168.101') } },
  steps: [
    connects(),
    reports('network-overlap'),
    pings6('web'),
    does('laptop', 'ping', '-c1', '-W2', '192.168.101.254'),
    disconnects(),
  ],
})

scenario("a cafe on the home gateway's own network", {
  networks: { cafe: { lan: lan('192.168.100') } },
  steps: [connects(), pings6('web'), disconnects()],
})

scenario("a cafe whose router has the tunnel's own address", {
  networks: { cafe: { lan: lan('192.168.101', 1) } },
  steps: [failsToConnect('address-conflict'), disconnects()],
})

const rulesAreBack: Step = {
  says: 'flushed rules are back',
  perform: ({ world }) =>
    eventually(10, async () => {
      const { stdout } = await world.laptop.run(['ip', '-6', 'rule', 'show'])
      for (const rule of ['lookup 6006', 'unreachable']) {
        if (!stdout.includes(`to fd12:3456:789a::/48 ${rule}`)) throw new Error(`no “${rule}” in\n${stdout}`)
      }
    }),
}

const inputFilterIsBack: Step = {
  says: 'the input filter is back',
  perform: ({ world }) =>
    eventually(10, async () => {
      const { stdout } = await world.laptop.run(['nft', 'list', 'chain', 'inet', 'roam6', 'input'])
      if (!/ip6 daddr 2a00::101 iifname != "roam6" .*drop/.test(stdout)) throw new Error(`without rules:\n${stdout}`)
    }),
}

scenario('who flushes nftables takes the filters away for a moment only', {
  steps: [
    connects(),
    { says: 'all of nftables is flushed', observes: true, perform: ({ world }) => flushRuleset(world.laptop) },
    inputFilterIsBack,
    { ...does('laptop', 'nft', 'flush', 'chain', 'inet', 'roam6', 'input'), observes: true },
    inputFilterIsBack,
    disconnects(),
  ],
})

/** What the laptop has of home: links, addresses, routes. */
const tunnelOf = ({ world }: Scene) =>
  world.laptop.run([
    'sh',
    '-c',
    'for d in roam6x roam6; do ip -br link show dev $d; ip -br address show dev $d; done; ip -4 route show table 6006; ip -6 route show table 6006',
  ])

/** Hands, and programs that mean well: each takes away what Roam6 has made, which is put back at once. */
const hands: readonly (readonly [what: string, command: string])[] = [
  ['the MTU', 'ip link set roam6 mtu 1300'],
  ['an address', 'ip address delete 2a00::101/120 dev roam6'],
  [
    'IPv6, for a moment',
    'sysctl -qw net.ipv6.conf.all.disable_ipv6=1; sleep 3; sysctl -qw net.ipv6.conf.all.disable_ipv6=0',
  ],
  ['the link, for a moment', 'ip link set roam6 down; ip link set roam6 up'],
  ['the link', 'ip link delete roam6'],
  ['the outer link', 'ip link delete roam6x'],
  ['all routes', 'ip -6 route flush table 6006; ip -4 route flush table 6006'],
]

scenario('what a hand takes away is put back: MTU, address, IPv6, link down and up, links, routes', {
  // IPv6 is switched off for all links here: what watches for home in clear would count its own packets.
  always: [],
  steps: [
    connects(),
    ...hands.map(([what, command]): Step => {
      return {
        says: `a hand takes ${what}, and it is put back`,
        async perform(scene) {
          const before = (await tunnelOf(scene)).stdout
          await scene.world.laptop.run(['sh', '-c', command])
          await eventually(10, async () => {
            const { stdout } = await tunnelOf(scene)
            // A link that is made anew is another one to the kernel, with another address of its own.
            const same = (text: string) => text.replace(/fe80::\S+/g, '')
            if (same(stdout) !== same(before)) throw new Error(`${stdout}\ninstead of\n${before}`)
          })
          await pings6('web').perform(scene)
          await becomes('connected', { within: 5 }).perform(scene)
        },
      }
    }),
    disconnects(),
  ],
})

scenario('rules that are flushed are put back', {
  // A hand takes the guard away here: what watches for home in clear would see just that.
  always: [],
  steps: [
    connects(),
    does('laptop', 'sh', '-c', 'for n in 6020 6021 6020 6021; do ip -6 rule del pref $n; done; true'),
    rulesAreBack,
    becomes('connected', { within: 5 }),
    pings6('web'),
    disconnects(),
  ],
})
