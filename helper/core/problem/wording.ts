/**
 * Every problem in one table: the layer it lies in, how bad it is, whether trying again may help, and its words.
 * First what is, then what to do, the likelier remedy first. The readers know protocols: names are welcome.
 */
import type { Finding, LayerName, Problem, ProblemArgs, ProblemCode, Severity } from '../../contract/problem.ts'

interface Wording {
  readonly layer: LayerName
  readonly severity: Severity
  /** Another network or a little patience may cure it: the supervisor tries again by itself. */
  readonly passing?: true
  readonly message: (args: ProblemArgs) => string
  readonly remedies: (args: ProblemArgs) => readonly string[]
}

const fixed = (text: string) => () => text
const advice =
  (...texts: readonly string[]) =>
  () =>
    texts

/** By whose certificate it is, unless it is the gateway’s. */
const renewals: Readonly<Record<string, string>> = {
  your: 'Have a new one issued and import it.',
  'the authority’s': 'Import the authority’s new one.',
}

export const wordings: Readonly<Record<ProblemCode, Wording>> = {
  'not-root': {
    layer: 'helper',
    severity: 'fatal',
    message: fixed('The helper runs without root'),
    remedies: advice('Start it from the app, or with sudo.'),
  },
  'kernel-without': {
    layer: 'helper',
    severity: 'fatal',
    message: ({ feature }) => `This kernel has no ${feature}`,
    remedies: ({ module }) => [
      `Load it: modprobe ${module}. If there is no such module, install the kernel package that brings it.`,
    ],
  },
  'program-missing': {
    layer: 'helper',
    severity: 'fatal',
    message: ({ program }) => `${program} is not installed`,
    remedies: ({ package: name }) => [`Install it: apt install ${name}`],
  },
  'program-too-old': {
    layer: 'helper',
    severity: 'fatal',
    message: ({ program, version }) => `${program} ${version} is too old`,
    remedies: ({ needed }) => [`Install version ${needed} or newer.`],
  },
  'daemon-died': {
    layer: 'ike',
    severity: 'fatal',
    passing: true,
    message: ({ program }) => `${program} ended unexpectedly`,
    remedies: advice('Connect again. If it happens twice, look at the log for its last words.'),
  },
  'effect-failed': {
    layer: 'helper',
    severity: 'fatal',
    message: ({ command }) => `The kernel refused: ${command}`,
    remedies: advice('The log shows the command and the answer; everything done before it was undone.'),
  },
  residue: {
    layer: 'helper',
    severity: 'attention',
    message: ({ count }) => `${count} changes could not be taken back`,
    remedies: advice('They stay in the journal and are tried again when the helper starts.'),
  },
  'name-taken': {
    layer: 'helper',
    severity: 'fatal',
    message: ({ interface: name }) => `There is already a device ${name}, and it is not ours`,
    remedies: ({ interface: name }) => [`Remove or rename it: ip link show ${name}`],
  },
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
  },
  'gateway-silent': {
    layer: 'gateway',
    severity: 'fatal',
    passing: true,
    message: ({ gateway }) => `The gateway ${gateway} does not answer`,
    remedies: advice(
      'This network may block UDP 500 and 4500: try another, such as a phone hotspot.',
      'Or the gateway is down, or its firewall does not let IKE in.',
    ),
  },
  'gateway-busy': {
    layer: 'gateway',
    severity: 'fatal',
    passing: true,
    message: ({ gateway }) => `The gateway ${gateway} answers, but puts us off`,
    remedies: advice('Roam6 tries again by itself.'),
  },
  'certificate-expired': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ whose, subject, at }) => `${subject}: ${whose} certificate expired on ${at}`,
    remedies: ({ whose }) => [
      renewals[String(whose)] ?? 'The gateway needs a new certificate.',
      'If that date is not past, this laptop’s clock is wrong.',
    ],
  },
  'certificate-not-yet-valid': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ whose, subject, at }) => `${subject}: ${whose} certificate is valid only from ${at}`,
    remedies: ({ now }) => [`Check this laptop’s clock: it says ${now}.`],
  },
  'certificate-other-name': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ whose, expected }) =>
      `${whose === 'your' ? 'Your' : 'The gateway’s'} certificate is not for ${expected}`,
    remedies: ({ found }) => [`It is for ${found}. Correct the identity in the profile, or the certificate.`],
  },
  'certificate-unknown-authority': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ issuer }) => `The gateway’s certificate is signed by ${issuer}, which the profile does not trust`,
    remedies: advice(
      'Add that authority’s certificate to the profile, if it is yours.',
      'If it is not: something else answers in the gateway’s place.',
    ),
  },
  'certificate-revoked': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ subject }) => `The certificate of ${subject} was revoked`,
    remedies: advice('It needs a new certificate.'),
  },
  'certificate-missing-intermediate': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ issuer }) => `The chain lacks the intermediate certificate ${issuer}`,
    remedies: ({ whose }) => [
      whose === 'your'
        ? 'Add it to your certificate in the profile, after the end entity.'
        : 'Add it to the gateway’s certificates, or to the profile’s authorities.',
    ],
  },
  'certificate-key-mismatch': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ certificate }) => `The key of certificate “${certificate}” does not belong to it`,
    remedies: advice('Import the certificate again together with its own key.'),
  },
  'key-encrypted': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ certificate }) => `The key of certificate “${certificate}” is encrypted`,
    remedies: advice('Import the profile again: the passphrase is asked once.'),
  },
  'gateway-not-authenticated': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ gateway }) => `The gateway ${gateway} did not prove who it is`,
    remedies: advice('Check peer id, authorities and secret in the profile.'),
  },
  'refused-by-gateway': {
    layer: 'ike',
    severity: 'fatal',
    message: fixed('The gateway refuses us'),
    remedies: advice(
      'It only says so, not why: its log tells whether it is the identity, the certificate or the secret.',
      'Checked here: what the evidence lists.',
    ),
  },
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
  'other-virtual-address': {
    layer: 'address',
    severity: 'attention',
    message: ({ expected, actual }) => `The gateway gave ${actual}, expected ${expected}`,
    remedies: advice('Its GRE end may be set for the expected address: give this laptop a fixed one at the gateway.'),
  },
  'ike-failed': {
    layer: 'ike',
    severity: 'fatal',
    passing: true,
    message: fixed('IKE failed'),
    remedies: advice('The evidence has charon’s own words.'),
  },
  'esp-silent': {
    layer: 'esp',
    severity: 'attention',
    message: fixed('ESP is established and nothing comes back'),
    remedies: advice(
      'Something on the way drops UDP 4500 data or ESP: try another network.',
      'Or the gateway does not route back: see its policies.',
    ),
  },
  'underlay-without-ipv6': {
    layer: 'ip6ip6',
    severity: 'fatal',
    passing: true,
    message: fixed('This network has no IPv6, and this profile needs it outside the tunnel'),
    remedies: advice(
      'Use a profile that goes over IPv4 here, such as IKEv2.',
      'Join a network with IPv6. Roam6 tries again by itself.',
    ),
  },
  'not-at-fixed-address': {
    layer: 'ip6ip6',
    severity: 'fatal',
    passing: true,
    message: ({ address }) => `This laptop does not have ${address} here, and both ends of this tunnel are fixed`,
    remedies: advice(
      'Connect where the laptop has that address.',
      'Use a profile that roams, such as IKEv2 with ip6ip6 inside.',
    ),
  },
  'weak-algorithms': {
    layer: 'esp',
    severity: 'info',
    message: ({ what }) => `ESP uses what nobody should rely on any more: ${what}`,
    remedies: advice('Agree on aes-gcm, or aes-cbc with hmac-sha2-256, at both ends.'),
  },
  'openvpn-silent': {
    layer: 'openvpn',
    severity: 'fatal',
    passing: true,
    message: ({ gateway, port, protocol }) => `OpenVPN at ${gateway} does not answer on ${protocol} ${port}`,
    remedies: advice('This network may block the port: try another one.', 'Look whether OpenVPN runs at home.'),
  },
  'openvpn-port-closed': {
    layer: 'openvpn',
    severity: 'fatal',
    passing: true,
    message: ({ gateway, port, protocol }) => `Nothing listens at ${gateway} on ${protocol} ${port}`,
    remedies: advice('Start OpenVPN at home, or correct the port and protocol in the profile.'),
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
  'tinc-silent': {
    layer: 'tinc',
    severity: 'fatal',
    passing: true,
    message: ({ gateway, port }) => `tinc at ${gateway} does not answer on TCP ${port}`,
    remedies: advice(
      'This network may block the port: try another one.',
      'Look whether tincd runs at home and its firewall lets TCP and UDP in.',
    ),
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
  'gre-silent': {
    layer: 'gre',
    severity: 'attention',
    message: ({ remote }) => `The gateway’s GRE end ${remote} does not answer`,
    remedies: advice(
      'Check at the gateway: a GRE tunnel to our virtual address, up, with the same key.',
      'Its firewall must let protocol 47 in from inside ESP.',
    ),
  },
  'address-missing': {
    layer: 'address',
    severity: 'attention',
    message: ({ address }) => `The address ${address} is gone`,
    remedies: advice('Something on this laptop removed it. Connect again to have it back.'),
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
  'route-missing': {
    layer: 'route',
    severity: 'attention',
    message: ({ to }) => `The route to ${to} is gone`,
    remedies: advice('Something on this laptop removed it. Connect again to have it back.'),
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
  'mtu-below-expected': {
    layer: 'mtu',
    severity: 'info',
    message: ({ measured, computed }) =>
      `The path carries ${measured}, ${Number(computed) - Number(measured)} less than this link allows`,
    remedies: advice('Nothing to do: the routes carry what was measured.'),
  },
  'mtu-below-1280': {
    layer: 'mtu',
    severity: 'attention',
    message: ({ measured }) => `Only ${measured} bytes pass in one piece, less than IPv6’s 1280`,
    remedies: ({ comesBack }) =>
      comesBack
        ? [
            'Outer packets are sent in fragments now; that is slower, and some networks drop them. Another network is better.',
          ]
        : [
            'We send fragments now, the gateway does not: let its GRE go without DF (Linux: “ip link set gre1 type gre nopmtudisc”).',
            'Or use another network. TCP works meanwhile: it was asked for smaller packets.',
          ],
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
      `Someone set the MTU of ${name} to ${found}; it should be ${expected}`,
    remedies: advice('Connect again, or run “roam6 mtu” to measure and set it anew.'),
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
  'timed-out': {
    layer: 'helper',
    severity: 'fatal',
    passing: true,
    message: ({ what }) => `${what} took too long`,
    remedies: advice('Try again. The log says how far it came.'),
  },
}

/** Puts the words to a finding. */
export function toProblem({ code, args, evidence }: Finding): Problem {
  const { layer, severity, message, remedies } = wordings[code]
  return {
    code,
    layer,
    severity,
    args,
    evidence: [...evidence],
    message: message(args),
    remedies: remedies(args).slice(0, 2),
  }
}
