/** This table says of each check of the connectivity test what its title and its result do not: one row a check, by its id. */

export interface CheckWords {
  /** Heads an opened failure: what does not hold. */
  readonly failed: string
  /** A packet is sent for the check, so that its time means something. Others read what the kernel and the daemons say. */
  readonly sends?: true
  /** While the check is not known: what would prove it. */
  readonly proof?: string
}

/** The checks of a host at home are many of one kind: "home-host:2a00::102". */
export const kindOf = (id: string) => id.split(':', 1)[0] ?? id

const words: Readonly<Record<string, CheckWords>> = {
  link: { failed: 'No link is up' },
  'link-address': { failed: 'This network gave no address' },
  'fixed-address': { failed: 'The tunnel’s own end is not here' },
  router: { failed: 'The router does not answer', sends: true },
  internet: {
    failed: 'The internet carries no packets',
    sends: true,
    proof: 'An answer from the gateway, to a ping or on its own port.',
  },
  'gateway-name': { failed: 'The gateway’s name does not resolve', sends: true },
  'gateway-ping': { failed: 'The gateway loses pings', sends: true },
  'gateway-udp-500': { failed: 'UDP 500 does not answer', sends: true },
  'gateway-udp-4500': { failed: 'UDP 4500 does not answer', sends: true },
  'underlay-mtu': { failed: 'Full-size packets do not arrive', sends: true },
  'own-certificate': { failed: 'The laptop’s certificate is not valid' },
  ike: { failed: 'IKE is not established' },
  esp: { failed: 'ESP carries nothing back', sends: true },
  'esp-carries': { failed: 'ESP carries nothing back', sends: true },
  openvpn: { failed: 'OpenVPN is not connected' },
  'openvpn-carries': { failed: 'OpenVPN carries nothing back', sends: true },
  tinc: { failed: 'tinc is not connected' },
  'tinc-carries': { failed: 'tinc carries nothing back', sends: true },
  gre: { failed: 'GRE is not answered', sends: true },
  ip6ip6: { failed: 'ip6ip6 is not answered', sends: true },
  'address-conflict': { failed: 'Somebody here uses an address of the tunnel' },
  addresses: { failed: 'The addresses are not as expected' },
  guard: { failed: 'Home is not kept off this network' },
  routes: { failed: 'A route home is missing' },
  'route-choice': { failed: 'Home goes past the tunnel' },
  'device-mtu': { failed: 'The device has another MTU' },
  'path-mtu': { failed: 'Full-size packets do not come back', sends: true },
  'home-host': {
    failed: 'A host at home does not answer',
    sends: true,
    proof: 'One host at home that answers pings. Name it in the profile: [home] hosts.',
  },
  'ipv6-internet': {
    failed: 'The IPv6 internet does not answer',
    sends: true,
    proof: 'A host on the IPv6 internet that answers pings. Name it in the profile: [internet] hosts.',
  },
}

/** Of a check that a later helper has, nothing is known but what it says itself. */
export const checkWords = (id: string): CheckWords | undefined => words[kindOf(id)]
