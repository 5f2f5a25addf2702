/**
 * Reports of the connectivity test, made by the helper's own checks over a laptop in a cafe: what a test shows is what people get.
 */
import type { TestReport } from '../../helper/contract/connectivity.ts'
import type { Profile } from '../../helper/contract/profile.ts'
import { overlayInterface } from '../../helper/core/change/marks.ts'
import { runConnectivityTest } from '../../helper/service/connectivity-run.ts'
import { pki } from './carrier-profiles.ts'
import { parsed } from './parsed.ts'
import { connectivityWorld, type Healthy, type Reality, seenAtHome } from './reality.ts'
import * as world from './world.ts'

const toml = (hosts: string) => `
name = "Home lab"
gateway = "tunnel.my.domain"
[home]
prefixes = ["fd12:3456:789a::/48", "2a00::100/120"]
hosts = [${hosts}]
[internet]
hosts = ["2001:db8:ffff::80"]
[[layer]]
kind = "ike"
identity = { id = "client@my.domain", certificate = "laptop" }
peer = { id = "tunnel.my.domain", authorities = ["ca"] }
request-addresses = ["192.168.101.1"]
remote-networks = ["192.168.101.0/24"]
[[layer]]
kind = "gre"
local = "virtual"
remote = "192.168.101.2"
[[address]]
address = "fd12:3456:789a:3::2/64"
[[address]]
address = "2a00::101/120"
[[route]]
to = "::/0"
[certificate.laptop]
pem = """${pki('laptop.pem')}"""
key = """${pki('laptop.key')}"""
[certificate.ca]
pem = """${pki('ca.pem')}"""
`
const profile = parsed(toml('"2a00::102", "fd12:3456:789a::1"'))

const own = ['fd12:3456:789a:3::2/64', '2a00::101/120']
/** How long (ms) an answer takes from where it comes. */
const rtts: Readonly<Record<string, number>> = {
  '192.168.0.1': 2.3,
  '5.6.7.8': 4.3,
  '2a00::102': 17.9,
  'fd12:3456:789a::1': 18.2,
  '2001:db8:ffff::80': 21.3,
}

/** Runs the test over this reality, as the helper runs it. */
export function reportOf(reality: Reality = {}, tested: Profile = profile): Promise<TestReport> {
  const healthy: Healthy = {
    profile: tested,
    snapshot: () => world.connected(new Date()),
    observed: seenAtHome(tested, own, ['::/0', 'fd12:3456:789a::/48']),
    rttOf: (target) => rtts[target] ?? 3.9,
  }
  return runConnectivityTest(connectivityWorld(healthy, reality), () => {}, AbortSignal.timeout(10_000))
}

export const healthy = () => reportOf()
/** In this report the carrier works, and nothing comes back through GRE. */
export const withoutGre = () => reportOf({ silent: [overlayInterface] })
export const pastTheTunnel = () => reportOf({ routesBy: 'wlan0' })
/** In this report the laptop is not connected, and nothing beyond the router answers. */
export const gatewaySilent = () =>
  reportOf({ closedPorts: [500, 4500], silent: ['5.6.7.8'], snapshot: world.failed(new Date()) })
/** Off, and the gateway answers no stranger: neither a pass nor a failure. */
export const unproved = () =>
  reportOf({ silent: ['5.6.7.8'], snapshot: world.off(new Date()) }, { ...profile, layer: profile.layer.slice(1) })
