/** tinc. */
import { advice, does, type Wordings } from './wording.ts'

export const tinc = {
  'tinc-silent': {
    layer: 'tinc',
    severity: 'fatal',
    passing: true,
    message: ({ gateway, port }) => `tinc at ${gateway} does not answer on TCP ${port}`,
    remedies: advice(
      'This network may block the port: try another one.',
      'Look whether tincd runs at home and its firewall lets TCP and UDP in.',
    ),
    acts: does('other-profile'),
  },
  'tinc-port-closed': {
    layer: 'tinc',
    severity: 'fatal',
    passing: true,
    message: ({ gateway, port }) => `Nothing listens at ${gateway} on TCP ${port}`,
    remedies: advice('Start tincd at home, or correct the port in the profile.'),
  },
  'tinc-rejected': {
    layer: 'tinc',
    severity: 'fatal',
    message: ({ node }) => `The gateway hangs up on the node ${node}`,
    remedies: ({ node }) => [
      `Give the gateway this laptop’s host file, as hosts/${node}, and reload tincd there.`,
      'If it has one: its public key must be that of the key in this profile.',
    ],
  },
  'tinc-wrong-key': {
    layer: 'tinc',
    severity: 'fatal',
    message: ({ node }) => `Who answers as ${node} does not have the key that the profile knows`,
    remedies: ({ node }) => [`Take the host file of ${node} from the gateway again, by a way that you trust.`],
  },
} as const satisfies Partial<Wordings>
