/** Ten faults, injected for real: the connectivity test finds each in the layer where it is. */

import type { LayerName } from '../../helper/contract/problem.ts'
import { badCertificates } from '../lab/certificates/bad.ts'
import { home } from '../lab/networks/places.ts'
import { layerOf } from '../lab/profile.ts'
import { breaks, type Fault, faults, mends } from './vocabulary/faults.ts'
import { scenario } from './vocabulary/scenario.ts'
import { becomes, connects, does, failsToConnect, pings6, tests } from './vocabulary/steps.ts'
import type { Step } from './vocabulary/story.ts'

/** Breaks it, asks, mends it, and waits until the laptop is home again. */
const finds = (fault: Fault, layer: LayerName): Step[] => [
  breaks(fault),
  tests('fail', layer),
  mends(fault),
  becomes('connected', { within: 60 }),
  pings6('web', { within: 30 }),
]

scenario('faults under way: cable, router, GRE, black hole, home host', {
  steps: [
    connects(),
    tests('pass'),
    ...finds(faults.homeHostDown, 'home'),
    ...finds(faults.greBlocked, 'gre'),
    ...finds(faults.blackHole, 'mtu'),
    ...finds(faults.routerDead, 'router'),
    ...finds(faults.cableOut, 'link'),
  ],
  timeoutMs: 600_000,
})

scenario("fault: somebody's route takes a host of home's away", {
  steps: [connects(), ...finds(faults.homeRouteOverridden, 'route')],
})

scenario('a rule that another program puts before ours changes nothing', {
  steps: [
    connects(),
    does('laptop', 'ip', '-6', 'rule', 'add', 'pref', '100', 'to', home.prefixes[0] ?? '', 'lookup', 'main'),
    tests('pass'),
    pings6('web'),
    pings6('home host'),
    does('laptop', 'ip', '-6', 'rule', 'del', 'pref', '100'),
  ],
})

scenario("fault: the gateway's name is wrong", {
  profile: (profile) => {
    profile.gateway = 'tunel.my.domain'
  },
  steps: [failsToConnect('gateway-unresolved'), tests('fail', 'gateway')],
})

scenario('fault: UDP 500 and 4500 are blocked', {
  networks: { cafe: { blockedUdpPorts: [500, 4500] } },
  steps: [failsToConnect('gateway-silent'), tests('fail', 'gateway')],
})

scenario('fault: the wrong certificate', {
  hosts: { gateway: { certificate: badCertificates.unknownAuthority } },
  steps: [failsToConnect('certificate-unknown-authority'), tests('fail', 'ike')],
})

scenario('fault: no ESP proposal in common', {
  hosts: { gateway: { settings: { espProposals: ['aes256-sha512'] } } },
  profile: (profile) => {
    layerOf(profile, 'ike')['esp-proposals'] = ['aes128gcm16']
  },
  steps: [failsToConnect('no-common-esp-proposal'), tests('fail', 'esp')],
})
