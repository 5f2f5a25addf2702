/**
 * The arguments of each problem, by its code: what its words are made from, and what `--json` tells a program beside the words.
 * Plain values, as they go over the socket.
 */

/** The words of some problems need no arguments. Any name but this one is an error of types. */
type NoArgs = { readonly none?: never }

/** Times are RFC 3339; an interface is given by its name, a network as a prefix. */
export interface ProblemArgsOf {
  // the machine
  'not-root': NoArgs
  'kernel-without': { readonly feature: string; readonly module: string }
  'program-missing': { readonly program: string; readonly package: string }
  'program-too-old': { readonly program: string; readonly version: string; readonly needed: string }
  'daemon-died': { readonly program: string }
  'profile-unreadable': { readonly profile: string; readonly file: string }
  'effect-failed': { readonly command: string }
  residue: { readonly count: number }
  'name-taken': { readonly interface: string }
  // the underlay
  'no-underlay': NoArgs
  'no-address': { readonly interface: string }
  'router-silent': { readonly router: string }
  'address-conflict': { readonly address: string; readonly owner: string }
  'network-overlap': { readonly network: string; readonly underlay: string }
  // the gateway's name and its answers
  'gateway-unresolved': { readonly gateway: string }
  /** The port is the one that was asked last; `answered` says whether an earlier message had an answer. */
  'gateway-silent': { readonly gateway: string; readonly port?: number; readonly answered?: boolean }
  'gateway-busy': { readonly gateway: string }
  // IKE: who we are to each other
  'certificate-expired': ValidityArgs
  'certificate-not-yet-valid': ValidityArgs
  'certificate-other-name': { readonly whose: Whose; readonly expected: string; readonly found: string }
  'certificate-unknown-authority': { readonly issuer: string; readonly subject: string; readonly expected?: string }
  'certificate-revoked': {
    readonly whose: Whose
    readonly subject: string
    readonly at: string
    readonly reason: string
  }
  'certificate-missing-intermediate': { readonly whose: Whose; readonly issuer: string; readonly subject: string }
  'certificate-key-mismatch': { readonly certificate: string }
  'key-encrypted': { readonly certificate: string }
  'gateway-not-authenticated': { readonly gateway: string; readonly id: string }
  'refused-by-gateway': { readonly gateway: string; readonly method: 'EAP' | 'IKE' }
  // IKE and ESP: what we agree on
  'no-common-ike-proposal': { readonly gateway: string }
  'no-common-esp-proposal': { readonly gateway: string }
  'selectors-refused': { readonly gateway: string }
  'transport-behind-nat': { readonly gateway: string }
  'transport-refused': { readonly gateway: string }
  /** A gateway that refuses names no family; the family is known where it left one out of what it gave. */
  'no-virtual-address': { readonly gateway?: string; readonly family?: 4 | 6 }
  'no-autoconfigured-address': NoArgs
  'no-dhcpv6-address': { readonly why: string }
  'dhcpv6-lease-ended': { readonly address: string; readonly why: string }
  'other-virtual-address': { readonly expected: string; readonly actual: string }
  'ike-failed': { readonly gateway: string }
  // fixed ends
  'underlay-without-ipv6': { readonly interface: string }
  'not-at-fixed-address': { readonly address: string }
  'weak-algorithms': { readonly what: string }
  // OpenVPN
  'openvpn-silent': OpenVpnEnd
  'openvpn-port-closed': OpenVpnEnd
  'openvpn-tls-failed': { readonly why: string }
  'openvpn-auth-failed': NoArgs
  'openvpn-key-mismatch': { readonly what: string }
  'openvpn-key-unanswered': OpenVpnEnd & { readonly what: string }
  'openvpn-broken-off': OpenVpnEnd
  'openvpn-static-key-gone': { readonly version: string }
  'openvpn-options-refused': NoArgs
  // tinc
  'tinc-silent': { readonly gateway: string; readonly port: number }
  'tinc-port-closed': { readonly gateway: string; readonly port: number }
  'tinc-rejected': { readonly node: string }
  'tinc-wrong-key': { readonly node: string }
  // inside
  'esp-silent': Partial<SilentEnd>
  'gre-silent': SilentEnd
  'ip6ip6-silent': SilentEnd
  'tunnel-silent': Partial<SilentEnd>
  'address-missing': { readonly address: string }
  'addresses-open': { readonly package: string }
  'behind-link-missing': { readonly interface: string; readonly state: string }
  'behind-not-forwarded': { readonly interface: string }
  'behind-link-outside': { readonly interface: string }
  'behind-without-filter': { readonly interface: string; readonly package: string }
  'route-missing': { readonly to: string }
  /** `by` says what the kernel does with the packets instead. */
  'route-overridden': { readonly to: string; readonly by: string }
  'guard-missing': NoArgs
  'guard-without-filter': { readonly package: string }
  // other programs on this laptop
  'rule-before-ours': {
    readonly what: string
    readonly rule: string
    readonly interface: string
    readonly family: 4 | 6
  }
  'gateway-in-other-tunnel': { readonly gateway: string; readonly interface: string; readonly route: string }
  'link-has-home': SharedNetwork
  'link-has-remote-network': SharedNetwork
  'routes-unlisted': NoArgs
  // size
  'mtu-below-expected': { readonly measured: number; readonly computed: number }
  /** `comesBack` says whether home sends IPv6's minimum in fragments as well; not known before it was tried. */
  'mtu-below-1280': {
    readonly measured: number
    readonly comesBack?: boolean
    readonly splitter?: 'gre' | 'ike' | 'openvpn' | 'tinc' | 'next try' | 'nobody'
  }
  'mtu-unmeasured': NoArgs
  'mtu-changed-by-hand': {
    readonly interface: string
    readonly found: number | 'none'
    readonly expected: number | 'none'
  }
  // home and beyond
  'home-host-silent': { readonly host: string }
  'ipv6-internet-silent': NoArgs
  // time
  'timed-out': { readonly what: string }
  'carrier-gone': NoArgs
  contested: { readonly what: string }
  'system-unreadable': NoArgs
  /** What was under way, as a sentence begins with it: "Ending the daemon". */
  'system-slow': { readonly what: string }
  'internal-error': { readonly what: string }
}

/** Whose certificate it is, as a sentence says it. */
export type Whose = 'your' | 'the gateway’s' | 'the authority’s'

type ValidityArgs = { readonly whose: Whose; readonly subject: string; readonly at: string; readonly now: string }

type OpenVpnEnd = { readonly gateway: string; readonly port: number; readonly protocol: string }

/** The far end of the silent layer. */
type SilentEnd = { readonly remote: string }

/** `own` is the network on the link, `network` the one that it overlaps. */
type SharedNetwork = { readonly interface: string; readonly own: string; readonly network: string }
