/** How large a packet may be, and whom it reaches. */
import type { ProblemArgsOf } from '../../../contract/problem-args.ts'
import { advice, fixed, type Wordings } from './wording.ts'

type Splitter = NonNullable<ProblemArgsOf['mtu-below-1280']['splitter']>

const goesInPieces = (splitter: Splitter | undefined) =>
  splitter === 'tinc' ? 'What is longer goes by TCP' : 'Outer packets are sent in fragments'

/** How the gateway is brought to send in pieces as well, by what does so on this side. */
const notFromThere: Readonly<Record<Splitter, string>> = {
  gre: 'We send fragments now, the gateway does not: let its GRE go without DF (Linux: “ip link set gre1 type gre nopmtudisc”).',
  ike: 'We send fragments now, the gateway does not: let its ESP go without DF (strongSwan: “copy_df = no”).',
  openvpn: 'We send fragments now, the gateway does not: let its packets go without DF (“mtu-disc no”).',
  tinc: 'We send by TCP what is longer, the gateway does not: see that port 655 is open for TCP as well.',
  'next try': 'Connect again: outer packets are sent in fragments then.',
  nobody: 'IPv6 is not fragmented on the way: what is longer is lost on this network.',
}

export const beyond = {
  'mtu-below-expected': {
    layer: 'mtu',
    severity: 'info',
    message: ({ measured, computed }) =>
      `The path carries ${measured}, ${computed - measured} less than this link allows`,
    remedies: advice('Nothing to do: the routes carry what was measured.'),
  },
  'mtu-below-1280': {
    layer: 'mtu',
    severity: 'attention',
    message: ({ measured }) => `Only ${measured} bytes pass in one piece, less than IPv6’s 1280`,
    remedies: ({ comesBack, splitter }) =>
      comesBack
        ? [`${goesInPieces(splitter)} now; that is slower, and some networks drop it. Another network is better.`]
        : [
            notFromThere[splitter ?? 'next try'],
            'Or use another network. TCP works meanwhile: it was asked for smaller packets.',
          ],
    acts: ({ comesBack, splitter = 'next try' }) =>
      !comesBack && splitter === 'next try' ? [{ act: 'connect-again', remedy: 0 }] : [],
  },
  'mtu-unmeasured': {
    layer: 'mtu',
    severity: 'info',
    message: fixed('The path MTU could not be measured'),
    remedies: advice('Name a host at home that answers pings: [home] hosts in the profile.'),
  },
  'mtu-changed-by-hand': {
    layer: 'mtu',
    severity: 'attention',
    message: ({ interface: name, found, expected }) =>
      `Something on this laptop set the MTU of ${name} to ${found}; it should be ${expected}`,
    remedies: advice(
      'Roam6 sets it again by itself. If this stays, another program changes it again and again: end that program.',
    ),
  },
  'home-host-silent': {
    layer: 'home',
    severity: 'attention',
    message: ({ host }) => `${host} at home does not answer`,
    remedies: advice('Is it up? Does it have a route back to this laptop’s address?'),
  },
  'ipv6-internet-silent': {
    layer: 'ipv6-internet',
    severity: 'attention',
    message: fixed('Home is reachable, the IPv6 internet beyond is not'),
    remedies: advice('See at home: forwarding, and the firewall’s rule for this laptop’s address.'),
  },
} as const satisfies Partial<Wordings>
