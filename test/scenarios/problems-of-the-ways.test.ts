/** What OpenVPN, tinc and fixed ends fail by, each provoked for real and named. */
import type { ProblemCode } from '../../helper/contract/problem.ts'
import { badCertificates } from '../lab/certificates/bad.ts'
import { cafe, home } from '../lab/networks/places.ts'
import { layerOf, type WrittenProfile } from '../lab/profile.ts'
import { greSelectors, layersBetween } from '../lab/ways/gre-transport.ts'
import { person } from '../lab/ways/tap.ts'
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
  tests,
} from './vocabulary/steps.ts'
import type { Step } from './vocabulary/story.ts'

/** Less than openvpn goes on trying for (20 s), on the slowest machine. */
const atOnce = { within: 18 }

const gatewayStops: Step = {
  says: 'the gateway’s daemon is stopped',
  perform: ({ world }) => world.gateway.stop(),
}

scenario('OpenVPN: nothing listens', {
  hosts: { gateway: { way: 'tap' } },
  steps: [gatewayStops, failsToConnect('openvpn-port-closed'), disconnects()],
})

scenario('OpenVPN: the gateway’s certificate is of an authority that we do not know', {
  hosts: { gateway: { way: 'tap', certificate: badCertificates.unknownAuthority } },
  steps: [failsToConnect('openvpn-tls-failed', atOnce), disconnects()],
})

scenario('OpenVPN: the gateway is somebody else', {
  hosts: { gateway: { way: 'tap' } },
  profile(profile) {
    const { tls } = layerOf(profile, 'openvpn')
    if (tls) tls['server-name'] = 'another.my.domain'
  },
  steps: [failsToConnect('openvpn-tls-failed', atOnce), disconnects()],
})

scenario('OpenVPN: the gateway does not accept what the laptop proves itself by, and does not say so', {
  hosts: { gateway: { way: 'tap' } },
  profile(profile) {
    const { tls } = layerOf(profile, 'openvpn')
    if (!tls) return
    delete tls.certificate
    Object.assign(tls, person)
  },
  steps: [failsToConnect('openvpn-broken-off'), disconnects()],
})

scenario('tinc: nothing listens', {
  hosts: { gateway: { way: 'tinc' } },
  steps: [gatewayStops, failsToConnect('tinc-port-closed'), disconnects()],
})

scenario('tinc: the gateway does not know this node', {
  hosts: { gateway: { way: 'tinc' } },
  profile(profile) {
    layerOf(profile, 'tinc').name = 'stranger'
  },
  steps: [failsToConnect('tinc-rejected'), disconnects()],
})

/** Between the laptop's own address in this cafe and home's. */
const betweenIpv4 = (profile: WrittenProfile) => {
  profile.gateway = home.gateway.v4
  profile.layer = layersBetween(cafe.laptop.v4, home.gateway.v4)
}

scenario('transport mode: there is NAT between', {
  hosts: { gateway: { way: 'gre-transport' } },
  networks: { cafe: { families: 'v4' } },
  profile: betweenIpv4,
  steps: [failsToConnect('transport-behind-nat'), disconnects()],
})

scenario('transport mode: the gateway is for tunnel mode', {
  hosts: { gateway: { settings: greSelectors, gre: null } },
  networks: { cafe: { families: 'both', fixedAddress: true } },
  profile(profile) {
    profile.gateway = home.gateway.v6
    profile.layer = layersBetween(cafe.laptop.v6, home.gateway.v6)
  },
  steps: [failsToConnect('transport-refused'), disconnects()],
})

scenario('transport mode: the laptop is not where its address is', {
  networks: { cafe: { fixedAddress: false } },
  hosts: { gateway: { way: 'gre-transport' } },
  steps: [failsToConnect('not-at-fixed-address'), tests('fail', 'link'), disconnects()],
})

const reportsSoon = (code: ProblemCode, seconds: number): Step => ({
  ...reports(code),
  perform: (scene) => eventually(seconds, () => reports(code).perform(scene)),
})

scenario('transport mode: the laptop loses its fixed address, and is home again when it has it back', {
  hosts: { gateway: { way: 'gre-transport' } },
  steps: [
    connects(),
    does('laptop', 'ip', 'address', 'delete', `${cafe.laptop.v6}/64`, 'dev', 'wlan0'),
    reportsSoon('not-at-fixed-address', 10),
    becomes('failed', { within: 60 }),
    reports('not-at-fixed-address'),
    does('laptop', 'ip', 'address', 'add', `${cafe.laptop.v6}/64`, 'dev', 'wlan0'),
    becomes('connected', { within: 60 }),
    pings6('web'),
    disconnects(),
  ],
})

scenario('ip6ip6: the laptop is not where its address is', {
  networks: { cafe: { fixedAddress: false } },
  hosts: { gateway: { way: 'ip6ip6' } },
  steps: [failsToConnect('not-at-fixed-address'), tests('fail', 'link'), disconnects()],
})
