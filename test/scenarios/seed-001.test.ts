/**
 * Seed 001: a laptop behind an IPv4-only cafe's NAT, a gateway behind the home firewall's NAT, IKEv2 with X.509,
 * GRE over the virtual IPv4 address, and through it the IPv6 internet.
 */
import { expect } from 'vitest'
import { ula } from '../lab/networks/places.ts'
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

scenario(
  'the helper is ended by SIGTERM while home: the tunnel is undone, the guard stays, and the next one comes home again',
  {
    steps: [
      connects(),
      {
        says: 'the helper is ended',
        async perform({ laptop, world }) {
          await laptop.stopHelper()
          const { stdout: links } = await world.laptop.run(['ip', '-br', 'link'])
          expect(links).not.toMatch(/^roam6/m)
          const { stdout: rules } = await world.laptop.run(['ip', '-6', 'rule'])
          expect(rules).toContain(`to ${ula.home} unreachable`)
        },
      },
      { says: 'the next one starts', perform: ({ laptop }) => laptop.startHelper() },
      becomes('connected', { within: 40 }),
      pings6('web'),
      disconnects(),
    ],
  },
)
