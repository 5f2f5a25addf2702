/** OpenVPN. */
import { advice, does, fixed, type Wordings } from './wording.ts'

export const openvpn = {
  'openvpn-silent': {
    layer: 'openvpn',
    severity: 'fatal',
    passing: true,
    message: ({ gateway, port, protocol }) => `OpenVPN at ${gateway} does not answer on ${protocol} ${port}`,
    remedies: advice('This network may block the port: try another one.', 'Look whether OpenVPN runs at home.'),
    acts: does('other-profile'),
  },
  'openvpn-port-closed': {
    layer: 'openvpn',
    severity: 'fatal',
    passing: true,
    message: ({ gateway, port, protocol }) => `Nothing listens at ${gateway} on ${protocol} ${port}`,
    remedies: advice('Start OpenVPN at home, or correct the port and protocol in the profile.'),
    acts: does('other-profile'),
  },
  'openvpn-tls-failed': {
    layer: 'openvpn',
    severity: 'fatal',
    message: ({ why }) => `OpenVPN’s TLS handshake failed: ${why}`,
    remedies: advice(
      'Check both certificates and the clock of this laptop.',
      'Check that the authority in the profile is the one that signed the gateway’s certificate.',
    ),
  },
  'openvpn-auth-failed': {
    layer: 'openvpn',
    severity: 'fatal',
    message: fixed('The gateway refuses this user name and password'),
    remedies: advice('Correct them in the profile.'),
  },
  'openvpn-key-mismatch': {
    layer: 'openvpn',
    severity: 'fatal',
    message: ({ what }) => `The ${what} is not the gateway’s, or its direction is the same at both ends`,
    remedies: advice(
      'Compare the key files of laptop and gateway.',
      'One end must have direction 0 and the other 1, or neither any.',
    ),
  },
  'openvpn-key-unanswered': {
    layer: 'openvpn',
    severity: 'fatal',
    passing: true,
    message: ({ gateway, port, protocol, what }) =>
      `OpenVPN at ${gateway} does not answer on ${protocol} ${port}: nothing gets there, or the ${what} or its direction is not the gateway’s`,
    remedies: advice(
      'Compare the key files of laptop and gateway: another key is met with silence.',
      'One end must have direction 0 and the other 1, or neither any.',
      'Look whether OpenVPN runs at home; this network may block the port, too.',
    ),
  },
  'openvpn-broken-off': {
    layer: 'openvpn',
    severity: 'fatal',
    passing: true,
    message: ({ gateway, port, protocol }) =>
      `OpenVPN at ${gateway} answers on ${protocol} ${port}, but does not finish the TLS handshake and does not say why`,
    remedies: advice(
      'A gateway that does not accept this laptop’s certificate does so: look at its log, and at the certificate’s authority and dates.',
      'Or both ends have no version of TLS in common, or this network loses large packets.',
    ),
  },
  'openvpn-static-key-gone': {
    layer: 'openvpn',
    severity: 'fatal',
    message: ({ version }) => `OpenVPN ${version} does not take static keys any more`,
    remedies: advice('Change both ends to TLS with certificates: a static key has no forward secrecy.'),
  },
  'openvpn-options-refused': {
    layer: 'openvpn',
    severity: 'fatal',
    message: fixed('OpenVPN does not accept what the profile asks for'),
    remedies: advice('Its own words are below; correct that in the profile.'),
  },
} as const satisfies Partial<Wordings>
