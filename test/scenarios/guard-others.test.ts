/**
 * The guard beside what other programs have on this laptop: their rules, routes and links. What of it is in the way is told with its
 * name. Rows of the tables "Packets for home in clear" and "Other programs, other networks" are named as they stand there.
 */
import { expect } from 'vitest'
import { hostNamed } from '../lab/networks/lay-out.ts'
import { docker, home, web } from '../lab/networks/places.ts'
import { capture } from './vocabulary/capture.ts'
import { scenario } from './vocabulary/scenario.ts'
import {
  becomes,
  becomesWithoutProblem,
  connects,
  disconnects,
  does,
  eventually,
  pings6,
  tests,
} from './vocabulary/steps.ts'
import type { Step } from './vocabulary/story.ts'

/** A problem that names all of this, in its message, its remedies or its evidence. */
const tells = (code: string, ...words: readonly string[]): Step => ({
  says: `tells of ${code} with ${words.join(', ')}`,
  observes: true,
  perform: ({ laptop }) =>
    eventually(5, async () => {
      const { problems } = await laptop.status()
      const told = problems.filter((problem) => problem.code === code).map((problem) => JSON.stringify(problem))
      if (!told.some((text) => words.every((word) => text.includes(word))))
        throw new Error(
          `told of it: ${told.join('\n') || 'nothing'}; of others: ${problems.map((one) => one.code).join(', ')}`,
        )
    }),
})

const inLaptop = (...commands: readonly string[]) => does('laptop', 'sh', '-ec', commands.join('\n'))

scenario('ip -6 rule add pref 5270 lookup 52 with a default in table 52: home does not leave by it; told', {
  steps: [
    connects(),
    inLaptop('ip -6 route add default dev wlan0 table 52', 'ip -6 rule add pref 5270 lookup 52'),
    tells('rule-before-ours', '5270', 'lookup 52', 'wlan0'),
    pings6('home host'),
    inLaptop('ip -6 rule del pref 5270', 'ip -6 route del default table 52'),
    becomesWithoutProblem(5),
    disconnects(),
  ],
})

scenario('another program’s rule at preference 0 is before ours once ours is taken and put back: it is told', {
  steps: [
    connects(),
    inLaptop(
      'ip -6 route add default dev wlan0 table 52',
      `ip -6 rule add pref 0 to ${home.prefixes[0]} lookup 52`,
      `ip -6 rule del pref 0 to ${home.prefixes[0]} goto 6000 protocol 66`,
    ),
    tells('rule-before-ours', 'lookup 52', 'wlan0', 'for home'),
    inLaptop(`ip -6 rule del pref 0 to ${home.prefixes[0]} lookup 52`, 'ip -6 route del default table 52'),
    becomesWithoutProblem(5),
    pings6('home host'),
    disconnects(),
  ],
})

scenario('docker0 with one of the tunnel’s or home’s networks: told', {
  steps: [
    connects(),
    inLaptop(`ip address add 192.168.101.129/25 dev ${docker.bridge}`),
    tells('link-has-remote-network', docker.bridge, '192.168.101.128/25', '192.168.101.0/24'),
    inLaptop(`ip address del 192.168.101.129/25 dev ${docker.bridge}`),
    becomesWithoutProblem(5),
    inLaptop(`ip -6 address add fd12:3456:789a:77::1/64 dev ${docker.bridge} nodad`),
    tells('link-has-home', docker.bridge, 'fd12:3456:789a:77::/64', home.prefixes[0] ?? ''),
    pings6('home host'),
    inLaptop(`ip -6 address del fd12:3456:789a:77::1/64 dev ${docker.bridge}`),
    becomesWithoutProblem(5),
    disconnects(),
  ],
})

/** As networkd or NetworkManager make it of a router's route information option (RFC 4191); the kernel by itself takes none. */
const routeOfRouter = inLaptop(
  "via=$(ip -6 route show default proto ra | sed -n '1s/.* via \\([^ ]*\\).*/\\1/p')",
  'ip -6 route add 2000::/3 via "$via" dev wlan0 proto ra',
)

const routeGone = inLaptop('ip -6 route del 2000::/3')

/** A person goes on asking a host of the internet, whatever becomes of it. @param leaves whether the cafe sees any of it */
const asksTheInternet = (leaves: boolean): Step => ({
  says: `what is asked of the internet ${leaves ? 'leaves' : 'stays here'}`,
  observes: true,
  async perform({ world }) {
    const seen = await capture(hostNamed(world.hosts, 'cafe'), 'lan0', `ip6 dst host ${web.v6}`)
    await world.laptop.user.run(['sh', '-c', `ping -n -c 3 -i 0.2 -W 1 ${web.v6}; true`])
    const count = await seen()
    expect(count > 0, `the cafe saw ${count} packets`).toBe(leaves)
  },
})

scenario('a router’s route for 2000::/3 where the profile routes ::/0 home: told', {
  steps: [
    connects(),
    routeOfRouter,
    tells('route-overridden', '2000::/3', 'wlan0'),
    asksTheInternet(true),
    routeGone,
    disconnects(),
  ],
})

scenario('a router’s route for 2000::/3 where the IPv6 internet is guarded: it goes through home or nowhere', {
  profile: (profile) => {
    profile.internet = { ...profile.internet, guarded: true }
  },
  steps: [
    connects(),
    routeOfRouter,
    pings6('web'),
    asksTheInternet(false),
    does(
      'isp',
      'nft',
      'add table inet fault; add chain inet fault forward { type filter hook forward priority -5; policy drop; }',
    ),
    does('laptop', 'ip', 'xfrm', 'state', 'flush'),
    becomes('reconnecting', { within: 60 }),
    asksTheInternet(false),
    does('isp', 'nft', 'delete', 'table', 'inet', 'fault'),
    becomes('connected', { within: 60 }),
    pings6('web'),
    routeGone,
    disconnects(),
  ],
})

/** Strict reverse path filtering of IPv6, as firewalld makes it (firewalld.conf(5), IPv6_rpfilter). */
const firewalld = inLaptop(
  `nft -f - <<'RULES'
table inet firewalld {
  chain filter_PREROUTING {
    type filter hook prerouting priority -140; policy accept;
    icmpv6 type { nd-router-advert, nd-neighbor-solicit } accept
    meta nfproto ipv6 fib saddr . mark . iif oif missing drop
  }
}
RULES`,
)

scenario('firewalld’s strict IPv6_rpfilter where the cafe has an IPv6 default route: home and the internet answer', {
  steps: [
    firewalld,
    connects(),
    pings6('home host'),
    pings6('web'),
    tests('pass'),
    disconnects(),
    inLaptop('nft delete table inet firewalld'),
  ],
})

/** All that wg-quick(8) sets up for a tunnel that takes everything, with a link that leads nowhere. */
const wgQuick = inLaptop(
  'ip link add wg0 type dummy',
  'ip link set wg0 up',
  'ip address add 10.9.9.2/32 dev wg0',
  'ip route add default dev wg0 table 51820',
  'ip rule add not fwmark 51820 table 51820',
  'ip rule add table main suppress_prefixlength 0',
)
const wgQuickGone = inLaptop(
  'ip rule del not fwmark 51820 table 51820',
  'ip rule del table main suppress_prefixlength 0',
  'ip link del wg0',
)

scenario('another full-tunnel VPN is up before ours (the rules of wg-quick): home is reached past it', {
  steps: [wgQuick, connects(), pings6('home host'), tests('pass'), disconnects(), wgQuickGone],
})

scenario('another full-tunnel VPN comes up while connected (the rules of wg-quick): the tunnel goes on carrying', {
  steps: [
    connects(),
    wgQuick,
    pings6('home host'),
    tests('pass'),
    wgQuickGone,
    wgQuick,
    pings6('home host'),
    wgQuickGone,
    disconnects(),
  ],
})

scenario('another VPN’s tun has 0.0.0.0/1 and 128.0.0.0/1: told with its name, and the test does not pass', {
  steps: [
    connects(),
    inLaptop(
      'ip tuntap add dev tun9 mode tun',
      'ip address add 10.8.0.6/24 dev tun9',
      'ip link set tun9 up',
      'ip route add 0.0.0.0/1 dev tun9',
      'ip route add 128.0.0.0/1 dev tun9',
    ),
    tells('gateway-in-other-tunnel', 'tun9', '/1'),
    tests('fail', 'gateway'),
    inLaptop('ip link del tun9'),
    becomes('connected', { within: 60 }),
    pings6('home host'),
    disconnects(),
  ],
})
