/** Cafes that use the home's or the tunnel's own IPv4 network, and hands that meddle with what Roam6 has made. */
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
import type { Step } from './vocabulary/story.ts'

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

const gateIsBack: Step = {
  says: 'the gate is back',
  perform: ({ world }) =>
    eventually(10, async () => {
      const { stdout } = await world.laptop.run(['nft', 'list', 'chain', 'inet', 'roam6', 'gate'])
      if (!stdout.includes('ip6 daddr 2a00::101 iifname != "roam6" drop'))
        throw new Error(`a gate without rules:\n${stdout}`)
    }),
}

scenario('who flushes nftables takes the gate of home away for a moment only', {
  steps: [
    connects(),
    { ...does('laptop', 'nft', 'flush', 'ruleset'), observes: true },
    gateIsBack,
    { ...does('laptop', 'nft', 'flush', 'chain', 'inet', 'roam6', 'gate'), observes: true },
    gateIsBack,
    disconnects(),
  ],
})

scenario('what is changed by hand is noticed', {
  // A hand takes the guard away here: what watches for home in clear would see just that.
  always: [],
  steps: [
    connects(),
    does('laptop', 'ip', 'link', 'set', 'roam6', 'mtu', '1300'),
    {
      says: 'reports mtu-changed-by-hand',
      perform: (scene) => eventually(10, () => reports('mtu-changed-by-hand').perform(scene)),
    },
    does('laptop', 'ip', 'link', 'set', 'roam6', 'mtu', '1414'),
    does('laptop', 'sh', '-c', 'for n in 6020 6021 6020 6021; do ip -6 rule del pref $n; done; true'),
    rulesAreBack,
    becomes('connected', { within: 5 }),
    pings6('web'),
    disconnects(),
  ],
})
