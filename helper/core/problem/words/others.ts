/** Other programs on this laptop: their routing rules, their tunnels, their links. */
import { advice, type Wordings } from './wording.ts'

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
  },
  'link-has-remote-network': {
    layer: 'route',
    severity: 'info',
    message: ({ interface: name, own, network }) =>
      `${name} has ${own} on this laptop, which overlaps ${network} behind the gateway`,
    remedies: advice('Hosts there with an address of that range are not reachable: give the link another network.'),
  },
} as const satisfies Partial<Wordings>
