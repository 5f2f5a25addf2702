/** Other programs on this laptop: their routing rules, their tunnels, their links. */
import { advice, does, fixed, type Wordings } from './wording.ts'

export const others = {
  'rule-before-ours': {
    layer: 'route',
    severity: 'attention',
    message: ({ what, interface: name }) =>
      `Another program’s routing rule comes before those of Roam6: what goes ${what} is sent by ${name}`,
    remedies: ({ rule, family }) => [
      'End that program, connect Roam6, and start it again: its rule comes later then.',
      `The rule is “${rule}” (ip -${family} rule).`,
    ],
  },
  'gateway-in-other-tunnel': {
    layer: 'gateway',
    severity: 'attention',
    message: ({ gateway, interface: name }) =>
      `The way to the gateway ${gateway} goes into another program’s tunnel, ${name}`,
    remedies: ({ gateway }) => [
      `Let that program leave ${gateway} out of what it takes.`,
      'Or end it while Roam6 is connected.',
    ],
  },
  'link-has-home': {
    layer: 'route',
    severity: 'attention',
    message: ({ interface: name, own, network }) => `${name} has ${own} on this laptop, and ${network} is home’s`,
    remedies: ({ interface: name }) => [
      `What is on ${name} cannot be reached while home is wanted: give it another network.`,
    ],
    acts: does('disconnect'),
  },
  'routes-unlisted': {
    layer: 'link',
    severity: 'attention',
    message: fixed('This laptop has more IPv6 routes than Roam6 can look through'),
    remedies: advice(
      'A router of this network may advertise them by the thousand: ip -6 route show proto kernel | wc -l. Another network is without them.',
      'Home is guarded and reached all the same. A gateway with an IPv6 address may not be found until the routes are fewer.',
    ),
  },
  'link-has-remote-network': {
    layer: 'route',
    severity: 'info',
    message: ({ interface: name, own, network }) =>
      `${name} has ${own} on this laptop, which overlaps ${network} behind the gateway`,
    remedies: advice('Hosts there with an address of that range are not reachable: give the link another network.'),
  },
} as const satisfies Partial<Wordings>
