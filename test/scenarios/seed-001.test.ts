/**
 * Seed 001: a laptop behind an IPv4-only cafe's NAT, a gateway behind the home firewall's NAT, IKEv2 with X.509,
 * GRE over the virtual IPv4 address, and through it the IPv6 internet.
 */
import { scenario } from './vocabulary/scenario.ts'
import { connects, disconnects, pings6 } from './vocabulary/steps.ts'

scenario('seed 001 with a strongSwan gateway', {
  hosts: { gateway: { kind: 'strongswan' } },
  steps: [connects(), pings6('web'), pings6('home host'), disconnects(), connects(), pings6('web')],
})

scenario('seed 001 with an OpenIKED gateway', {
  hosts: { gateway: { kind: 'openiked' } },
  steps: [connects(), pings6('web'), pings6('home host'), disconnects()],
})
