/** Between laptop and gateway, and inside the tunnel: what does not answer, and what the cafe's network does to it. */
import { home } from '../lab/networks/places.ts'
import { breaks, faults, mends } from './vocabulary/faults.ts'
import { measuresMtu } from './vocabulary/measures-mtu.ts'
import { scenario } from './vocabulary/scenario.ts'
import { becomes, connects, disconnects, does, failsToConnect, pings6, reports } from './vocabulary/steps.ts'

scenario("the gateway's name does not resolve", {
  profile: (profile) => {
    profile.gateway = 'tunel.my.domain'
  },
  steps: [failsToConnect('gateway-unresolved'), disconnects()],
})

scenario("the gateway's name does not resolve, as the DNS does not answer", {
  profile: (profile) => {
    profile.gateway = 'tunnel.my.domain'
  },
  steps: [breaks(faults.dnsSilent), failsToConnect('gateway-unresolved'), mends(faults.dnsSilent), disconnects()],
})

scenario("the gateway's name resolves by the cafe's DNS", {
  profile: (profile) => {
    profile.gateway = 'tunnel.my.domain'
  },
  steps: [connects(), pings6('web'), disconnects()],
})

scenario('the gateway does not answer', {
  networks: { cafe: { blockedUdpPorts: [500, 4500] } },
  steps: [
    failsToConnect('gateway-silent'),
    // Tried again, and why is not forgotten meanwhile.
    becomes('reconnecting', { within: 10 }),
    reports('gateway-silent'),
    disconnects(),
  ],
})

scenario('UDP 4500 alone is blocked', {
  networks: { cafe: { blockedUdpPorts: [4500] } },
  steps: [failsToConnect('gateway-silent'), disconnects()],
})

scenario('ESP is established and nothing comes back', {
  steps: [breaks(faults.espBlocked), connects(), reports('esp-silent'), mends(faults.espBlocked), disconnects()],
})

scenario('ESP as it is does not come through, so it goes in UDP', {
  networks: { cafe: { families: 'v6' } },
  profile: (profile) => {
    profile.gateway = home.gateway.v6
  },
  steps: [
    breaks(faults.protocol50Blocked),
    // Eight less than without UDP.
    connects(),
    measuresMtu(1394),
    pings6('web'),
    disconnects(),
    mends(faults.protocol50Blocked),
  ],
})

scenario("the gateway's end of GRE does not answer", {
  hosts: { gateway: { gre: null } },
  steps: [connects(), reports('gre-silent'), disconnects()],
})

scenario('charon dies midway, and the tunnel is built anew', {
  steps: [
    connects(),
    does('laptop', 'pkill', '-KILL', 'charon-systemd'),
    becomes('connected', { within: 30 }),
    pings6('web'),
    disconnects(),
  ],
})
