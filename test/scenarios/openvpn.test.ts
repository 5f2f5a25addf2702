/** OpenVPN beyond what every way has: remotes to choose from, names and passwords, keys that are not the gateway's. */

import { hostNamed } from '../lab/networks/lay-out.ts'
import { home, tap } from '../lab/networks/places.ts'
import { layerOf, type WrittenProfile } from '../lab/profile.ts'
import { cryptV2Keys, leases, staticKey } from '../lab/ways/tap.ts'
import { scenario } from './vocabulary/scenario.ts'
import {
  connects,
  disconnects,
  does,
  eventually,
  failsToConnect,
  hasAddress,
  isKilledAndComesBack,
  pings6,
  tests,
  writesProfile,
} from './vocabulary/steps.ts'
import type { Step } from './vocabulary/story.ts'

const tlsOf = (profile: WrittenProfile) => {
  const { tls } = layerOf(profile, 'openvpn')
  if (!tls) throw new Error('this profile has no TLS')
  return tls
}

/** As the daemon says, shown. */
const isWith = (remote: string, protocol: 'udp' | 'tcp'): Step => ({
  says: `is with ${remote} by ${protocol}`,
  observes: true,
  async perform({ laptop }) {
    const [shown] = (await laptop.status()).layers
    if (shown?.kind !== 'openvpn' || shown.remote !== remote || shown.protocol !== protocol)
      throw new Error(JSON.stringify(shown))
  },
})

/** Of the prefix of home's that is advertised, and of no other. */
const hasTakenAddress: Step = {
  says: 'has taken one address, of home’s prefix',
  observes: true,
  async perform({ laptop, world }) {
    const shown = (await laptop.status()).addresses
    const [first] = shown
    const ours =
      first?.state === 'present' && first.prefixLength === 64 && first.address.startsWith('2001:db8:abba:1000:')
    if (!ours || shown.length !== 1) throw new Error(JSON.stringify(shown))
    const { stdout } = await world.laptop.run([
      'ip',
      '-6',
      'address',
      'show',
      'dev',
      first.interface ?? '',
      'scope',
      'global',
    ])
    if (!stdout.includes(first.address) || stdout.includes('bad')) throw new Error(stdout)
  },
}

scenario(
  'OpenVPN: the second of two remotes, TCP over IPv6, behind tls-auth, by user name and password, address by advertisement',
  {
    hosts: { gateway: { way: 'tap-tcp' } },
    steps: [
      connects(),
      isWith(home.gateway.v6, 'tcp'),
      hasTakenAddress,
      pings6('tap gateway'),
      pings6('web'),
      tests('pass'),
      disconnects(),
      writesProfile('another password', (profile) => {
        profile.gateway = home.gateway.v6
        Object.assign(layerOf(profile, 'openvpn'), { protocol: 'tcp', 'other-remotes': [] })
        tlsOf(profile).password = 'tea'
      }),
      failsToConnect('openvpn-auth-failed'),
      disconnects(),
      writesProfile('the other direction of tls-auth', (profile) => {
        const { auth } = tlsOf(profile)
        if (auth) auth.direction = 0
      }),
      failsToConnect('openvpn-key-unanswered'),
      disconnects(),
    ],
  },
)

scenario('OpenVPN: another static key than the gateway’s', {
  hosts: { gateway: { way: 'tap-static' } },
  profile(profile) {
    const key = layerOf(profile, 'openvpn')['static-key']
    if (key) key.key = staticKey()
  },
  steps: [failsToConnect('openvpn-key-unanswered'), disconnects()],
})

const keyOfAnotherGateway: Step = {
  says: 'the key of another gateway’s is written into the profile',
  observes: true,
  async perform({ world, laptop, profile }) {
    const { client } = await cryptV2Keys(hostNamed(world.hosts, 'gateway'))
    tlsOf(profile)['crypt-v2'] = client
    await laptop.install(profile)
  },
}

scenario('OpenVPN: behind tls-crypt-v2; and with the key of another gateway', {
  hosts: { gateway: { way: 'tap-crypt-v2' } },
  steps: [
    connects(),
    pings6('tap gateway'),
    disconnects(),
    keyOfAnotherGateway,
    failsToConnect('openvpn-key-unanswered', { words: ' tls-crypt-v2 key ' }),
    disconnects(),
  ],
})

/** As its server sees it. */
const leased = (whether: boolean): Step => ({
  says: whether ? 'the gateway has given its address away' : 'the gateway has its address back',
  observes: true,
  perform: ({ world }) =>
    eventually(5, async () => {
      const given = await hostNamed(world.hosts, 'gateway').readFile(leases)
      if (given.includes(tap.lease) !== whether) throw new Error(given)
    }),
})

const serverStops = does('gateway', 'sh', '-c', 'kill $(cat /run/dnsmasq-tap.pid)')

scenario('OpenVPN: an address by DHCPv6, given back; and nobody who gives one', {
  hosts: { gateway: { way: 'tap-dhcpv6' } },
  steps: [
    connects(),
    hasAddress(tap.lease, 'tap_myhost'),
    leased(true),
    pings6('tap gateway'),
    pings6('web'),
    tests('pass'),
    isKilledAndComesBack(),
    hasAddress(tap.lease, 'tap_myhost'),
    pings6('web'),
    disconnects(),
    leased(false),
    serverStops,
    failsToConnect('no-dhcpv6-address'),
    disconnects(),
  ],
})
