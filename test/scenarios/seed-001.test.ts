/**
 * Seed 001: a laptop behind an IPv4-only cafe's NAT, a gateway behind the home firewall's NAT, IKEv2 with X.509,
 * GRE over the virtual IPv4 address, and through it the IPv6 internet.
 */
import { expect } from 'vitest'
import { ula } from '../lab/networks/places.ts'
import { nothingBuilt } from './vocabulary/leaves-no-trace.ts'
import { scenario } from './vocabulary/scenario.ts'
import { becomes, connects, disconnects, pings6, testsInTime } from './vocabulary/steps.ts'

const thereAndBack = [connects(), pings6('web'), pings6('home host'), disconnects()]

scenario('seed 001 with a strongSwan gateway', {
  steps: [connects(), pings6('web'), pings6('home host'), testsInTime(3), disconnects(), connects(), pings6('web')],
})

for (const keys of ['ecdsa', 'ed25519'] as const)
  scenario(`certificates with ${keys} keys`, { hosts: { gateway: { keys } }, steps: thereAndBack })

const secret = 'Kaffee, schwarz & ohne Zucker'
for (const by of ['psk', 'eap-mschapv2'] as const)
  scenario(`the laptop proves itself by ${by}`, {
    hosts: { gateway: { settings: { laptop: { by, secret } } } },
    steps: thereAndBack,
  })

scenario('the laptop proves itself by eap-tls', {
  hosts: { gateway: { settings: { laptop: { by: 'eap-tls' } } } },
  steps: thereAndBack,
})

scenario('the helper is ended by SIGTERM while home: everything is undone, and the next one comes home again', {
  steps: [
    connects(),
    {
      says: 'the helper is ended',
      async perform(scene) {
        scene.guarded = false
        await scene.laptop.stopHelper()
        await nothingBuilt(scene)
        // The person's wish was not asked about: it stands.
        scene.guarded = true
        await scene.laptop.startHelper()
        // Whoever sees it listen may rely on it.
        const { stdout } = await scene.world.laptop.run(['ip', '-6', 'rule'])
        expect(stdout).toContain(`to ${ula.home} unreachable`)
      },
    },
    becomes('connected', { within: 40 }),
  ],
})
