/** What is inside the tunnel: its layers’ answers, addresses, routes, and what guards them. */
import { advice, does, fixed, type Wordings } from './wording.ts'

export const inside = {
  'esp-silent': {
    layer: 'esp',
    severity: 'attention',
    message: fixed('ESP is established and nothing comes back'),
    remedies: advice(
      'Something on the way drops UDP 4500 data or ESP: try another network.',
      'Or the gateway does not route back: see its policies.',
    ),
    acts: does('other-profile'),
  },
  'gre-silent': {
    layer: 'gre',
    severity: 'attention',
    message: ({ remote }) => `The gateway’s GRE end ${remote} does not answer`,
    remedies: advice(
      'Check at the gateway: a GRE tunnel to our virtual address, up, with the same key.',
      'Its firewall must let protocol 47 in from inside ESP.',
    ),
  },
  'ip6ip6-silent': {
    layer: 'ip6ip6',
    severity: 'attention',
    message: ({ remote }) => `Nothing comes back through ip6ip6 from ${remote}`,
    remedies: advice(
      'Check at the gateway that its ip6ip6 tunnel has this laptop’s address as remote.',
      'A firewall at home may drop IP protocol 41.',
    ),
  },
  'tunnel-silent': {
    layer: 'home',
    severity: 'attention',
    message: fixed('The tunnel stands, and nobody at home answers through it'),
    remedies: advice(
      'Check forwarding and the firewall at the gateway.',
      'Name hosts that answer pings: [home] hosts.',
    ),
  },
  'address-missing': {
    layer: 'address',
    severity: 'attention',
    message: ({ address }) => `The address ${address} is gone`,
    remedies: advice(
      'Roam6 puts it back by itself. If this stays, something on this laptop removes it again and again: the log says when.',
    ),
  },
  'addresses-open': {
    layer: 'inbound',
    severity: 'attention',
    message: fixed('Others on this network can reach the addresses that this laptop has at home'),
    remedies: ({ package: name }) => [
      `Install nftables, then connect again: apt install ${name}`,
      'If it is installed, load what it needs of the kernel: modprobe nf_tables.',
    ],
  },
  'behind-link-missing': {
    layer: 'inbound',
    severity: 'attention',
    message: ({ interface: name, state }) => `${name} is ${state}: nobody behind this laptop reaches home`,
    remedies: ({ interface: name }) => [
      `Plug it in, or set it up: ip link set ${name} up.`,
      'Or name the right device: [behind] link.',
    ],
  },
  'behind-not-forwarded': {
    layer: 'inbound',
    severity: 'attention',
    message: ({ interface: name }) => `Someone switched forwarding off: nobody behind ${name} reaches home`,
    remedies: advice('Connect again, or switch it on: sysctl -w net.ipv6.conf.all.forwarding=1'),
    acts: does('connect-again'),
  },
  'behind-link-outside': {
    layer: 'inbound',
    severity: 'attention',
    message: ({ interface: name }) => `${name} leads to the internet here: nobody behind it is taken home`,
    remedies: advice('Name the device that the network behind this laptop is on: [behind] link.'),
  },
  'behind-without-filter': {
    layer: 'inbound',
    severity: 'attention',
    message: ({ interface: name }) => `Without nftables this laptop is no router for who is behind ${name}`,
    remedies: ({ package: name }) => [
      `Install nftables, then connect again: apt install ${name}`,
      'If it is installed, load what it needs of the kernel: modprobe nf_tables.',
    ],
  },
  'route-missing': {
    layer: 'route',
    severity: 'attention',
    message: ({ to }) => `The route to ${to} is gone`,
    remedies: advice(
      'Roam6 puts it back by itself. If this stays, something on this laptop removes it again and again: the log says when.',
    ),
  },
  'route-overridden': {
    layer: 'route',
    severity: 'attention',
    message: ({ to, by }) => `Packets to ${to} do not take the tunnel: ${by}`,
    remedies: advice('Remove that rule or route; the evidence shows the kernel’s choice.'),
  },
  'guard-missing': {
    layer: 'route',
    severity: 'attention',
    message: fixed('Something removes the rules that keep home and this network apart'),
    remedies: advice('They were put back. Look for a program that flushes routing rules or nftables.'),
  },
  'guard-without-filter': {
    layer: 'route',
    severity: 'attention',
    message: fixed('Routing rules alone keep packets for home off this network'),
    remedies: ({ package: name }) => [
      `A filter of nftables would stop what goes past the rules. Install it: apt install ${name}`,
      'If it is installed, load what it needs of the kernel: modprobe nf_tables.',
    ],
  },
} as const satisfies Partial<Wordings>
