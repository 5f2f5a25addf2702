/** IKE and ESP: what the two ends agree on, and how good it is. */
import { advice, does, fixed, type Wordings } from './wording.ts'

export const agreement = {
  'no-common-ike-proposal': {
    layer: 'ike',
    severity: 'fatal',
    message: fixed('No IKE proposal in common with the gateway'),
    remedies: advice('Set ike-proposals in the profile to one that the gateway takes.'),
  },
  'no-common-esp-proposal': {
    layer: 'esp',
    severity: 'fatal',
    message: fixed('IKE works, but no ESP proposal is in common with the gateway'),
    remedies: advice(
      'Set esp-proposals in the profile to one that the gateway takes; mind the group after the cipher (PFS).',
    ),
  },
  'selectors-refused': {
    layer: 'esp',
    severity: 'fatal',
    message: fixed('The gateway refuses the networks that the profile asks for'),
    remedies: advice('Make remote-networks and request-addresses fit the gateway’s selectors.'),
  },
  'transport-behind-nat': {
    layer: 'esp',
    severity: 'fatal',
    passing: true,
    message: ({ gateway }) =>
      `There is NAT between here and ${gateway}, and ESP’s transport mode needs both addresses as they are`,
    remedies: advice(
      'Use tunnel mode, at the gateway and in the profile: GRE over a virtual address passes NAT.',
      'Or connect where the laptop has a public address. Roam6 tries again by itself.',
    ),
    acts: does('other-profile'),
  },
  'transport-refused': {
    layer: 'esp',
    severity: 'fatal',
    message: ({ gateway }) => `The gateway ${gateway} does not agree on ESP’s transport mode`,
    remedies: advice(
      'Let it take transport mode for this laptop, with GRE as the selector: “mode = transport” in swanctl.conf.',
      'Or use tunnel mode in the profile.',
    ),
  },
  'no-virtual-address': {
    layer: 'address',
    severity: 'fatal',
    message: fixed('The gateway gave no virtual address'),
    remedies: advice('Its pool is empty, or it has none for us: see “pools” or “config address” at the gateway.'),
  },
  'no-autoconfigured-address': {
    layer: 'address',
    severity: 'fatal',
    passing: true,
    message: fixed('No router at home advertises a prefix for this laptop to take an address of'),
    remedies: advice('Let radvd advertise a /64 of home’s on the far end’s tap, or write an address into the profile.'),
  },
  'no-dhcpv6-address': {
    layer: 'address',
    severity: 'fatal',
    passing: true,
    message: ({ why }) => `Home gives this laptop no address by DHCPv6: ${why}`,
    remedies: advice(
      'Look at the DHCPv6 server on the far end’s tap: whether it runs, and has an address of a prefix of home’s to give.',
      'Or write an address into the profile.',
    ),
  },
  'dhcpv6-lease-ended': {
    layer: 'address',
    severity: 'fatal',
    passing: true,
    message: ({ address, why }) => `The lease of ${address} has ended: ${why}`,
    remedies: advice(
      'Look at the DHCPv6 server on the far end’s tap: whether it still has this address for this laptop.',
    ),
  },
  'other-virtual-address': {
    layer: 'address',
    severity: 'attention',
    message: ({ expected, actual }) => `The gateway gave ${actual}, expected ${expected}`,
    remedies: advice('Its GRE end may be set for the expected address: give this laptop a fixed one at the gateway.'),
    acts: does('connect-again'),
  },
  'ike-failed': {
    layer: 'ike',
    severity: 'fatal',
    passing: true,
    message: fixed('IKE failed'),
    remedies: advice('The evidence has charon’s own words.'),
  },
  'weak-algorithms': {
    layer: 'esp',
    severity: 'info',
    message: ({ what }) => `ESP uses what nobody should rely on any more: ${what}`,
    remedies: advice('Agree on aes-gcm, or aes-cbc with hmac-sha2-256, at both ends.'),
  },
} as const satisfies Partial<Wordings>
