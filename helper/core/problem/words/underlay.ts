/** The network that the laptop is on, and the way to the gateway. */
import { advice, does, fixed, type Wordings } from './wording.ts'

export const underlay = {
  'no-underlay': {
    layer: 'link',
    severity: 'fatal',
    passing: true,
    message: fixed('This laptop has no network'),
    remedies: advice('Join a network. Roam6 tries again as soon as there is a route.'),
  },
  'no-address': {
    layer: 'link',
    severity: 'fatal',
    passing: true,
    message: ({ interface: name }) => `${name} has no address`,
    remedies: advice('This network’s DHCP does not answer: join it again, or try another.'),
  },
  'router-silent': {
    layer: 'router',
    severity: 'fatal',
    passing: true,
    message: ({ router }) => `This network’s router ${router} does not answer`,
    remedies: advice(
      'Switch it off and on, or move closer to it.',
      'Or join another network, such as a phone hotspot.',
    ),
    acts: does('other-profile'),
  },
  'address-conflict': {
    layer: 'router',
    severity: 'fatal',
    passing: true,
    message: ({ address, owner }) => `This network uses ${address}, the tunnel's own address, for its ${owner}`,
    remedies: advice(
      'Use another network, such as a phone hotspot.',
      'Or give the tunnel other addresses, at the gateway and in the profile.',
    ),
  },
  'network-overlap': {
    layer: 'route',
    severity: 'info',
    message: ({ network, underlay }) => `This network is ${underlay}, which overlaps ${network} behind the gateway`,
    remedies: advice(
      'Hosts there with an IPv4 address of that range are not reachable from this network; the tunnel is.',
    ),
  },
  'gateway-unresolved': {
    layer: 'gateway',
    severity: 'fatal',
    passing: true,
    message: ({ gateway }) => `The name ${gateway} does not resolve`,
    remedies: advice('Check the name in the profile.', 'Or this network’s DNS does not work: try another network.'),
    acts: does('other-profile'),
  },
  'gateway-silent': {
    layer: 'gateway',
    severity: 'fatal',
    passing: true,
    message: ({ gateway }) => `The gateway ${gateway} does not answer`,
    remedies: ({ answered, port }) =>
      answered === true && port === 4500
        ? [
            'This network, or the gateway’s firewall, may let UDP 500 through and not 4500: try another network.',
            // OpenIKED of Debian 12 does, without NAT.
            'Or the gateway answers to port 4500 whoever asks: ask from there, “ports = { ike = 500, nat = 4500 }” in the profile’s ike layer.',
          ]
        : [
            'This network may block UDP 500 and 4500: try another, such as a phone hotspot.',
            'Or the gateway is down, or its firewall does not let IKE in.',
          ],
    acts: does('other-profile'),
  },
  'gateway-busy': {
    layer: 'gateway',
    severity: 'fatal',
    passing: true,
    message: ({ gateway }) => `The gateway ${gateway} answers, but puts us off`,
    remedies: advice('Roam6 tries again by itself.'),
  },
  'underlay-without-ipv6': {
    layer: 'link',
    severity: 'fatal',
    passing: true,
    message: fixed('This network has no IPv6, and this profile needs it outside the tunnel'),
    remedies: advice(
      'Use a profile that goes over IPv4 here, such as IKEv2.',
      'Join a network with IPv6. Roam6 tries again by itself.',
    ),
    acts: does('other-profile', 0),
  },
  'not-at-fixed-address': {
    layer: 'link',
    severity: 'fatal',
    passing: true,
    message: ({ address }) => `This laptop does not have ${address} here, and both ends of this tunnel are fixed`,
    remedies: advice(
      'Connect where the laptop has that address.',
      'Use a profile that roams, such as IKEv2 with an overlay over a virtual address.',
    ),
    acts: does('other-profile', 1),
  },
} as const satisfies Partial<Wordings>
