/** Writes what is around the tunnel's own files: forwarding, the gateway's firewall, and the router in front of the gateway. */
import type { Profile } from '../../contract/profile.ts'
import { disjoint, familyOf } from '../ip.ts'
import { isTransport } from '../layer/ike/transport.ts'
import { arrivals, protocolNumber } from './arrivals.ts'
import { blank } from './blanks.ts'
import { innermostDevice, isOfFamily, laptopNetworks, outerAddress, overlayOf, passesNat } from './other-end.ts'
import { type GatewayFile, plainFile, scriptFile } from './text.ts'

const hasIpv4 = (profile: Profile) => laptopNetworks(profile).some((one) => isOfFamily(one, 4))

export const forwardingFile = (profile: Profile): GatewayFile =>
  plainFile({
    name: 'sysctl.conf',
    says: 'makes the gateway a router',
    path: '/etc/sysctl.d/60-roam6.conf',
    lines: [
      '# The gateway forwards between the tunnel and home. Load it with: sysctl --system',
      'net.ipv6.conf.all.forwarding = 1',
      ...(hasIpv4(profile) ? ['net.ipv4.ip_forward = 1'] : []),
      '# A router takes no router advertisements. Where its own way out comes by them, and no systemd-networkd takes them, add:',
      '#   net.ipv6.conf.INTERFACE.accept_ra = 2',
    ],
  })

const nftFamily = { 4: 'ip', 6: 'ip6' } as const
const set = (members: readonly string[]) => `{ ${members.join(', ')} }`

/** Drops packets of the overlay that did not come out of ESP: anybody can send such packets in clear. */
function inClear(profile: Profile): readonly string[] {
  const overlay = overlayOf(profile)
  const esp = profile.layer.find(({ kind }) => kind === 'esp')
  if (esp)
    return [`iifname "${innermostDevice(profile)}" meta ipsec missing meta l4proto != ${protocolNumber.esp} drop`]
  if (!overlay || profile.layer[0]?.kind !== 'ike') return []
  const to = `${nftFamily[familyOf(overlay.remote)]} daddr ${overlay.remote}`
  return [`${to} meta l4proto ${protocolNumber[overlay.kind]} meta ipsec missing drop`]
}

/** Drops packets that pretend to be the laptop's, and packets of the laptop's that pretend to be another's. */
function spoofed(profile: Profile): readonly string[] {
  const device = innermostDevice(profile)
  const hasEsp = profile.layer.some(({ kind }) => kind === 'esp')
  return [
    ...(hasEsp ? [`iifname "${device}" meta ipsec missing drop`] : []),
    ...([6, 4] as const).flatMap((family) => {
      const networks = laptopNetworks(profile).filter((one) => isOfFamily(one, family))
      if (networks.length === 0) return []
      const from = `${nftFamily[family]} saddr`
      return [
        `iifname "${device}" ${from} != ${set(networks)} drop`,
        `iifname != "${device}" ${from} ${set(networks)} drop`,
      ]
    }),
  ]
}

const nearby = {
  4: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  6: ['fe80::/10', 'fc00::/7'],
} as const

/**
 * Lists the networks whose hosts may ask the gateway for anything. They are named by their addresses, as a gateway behind a router has
 * one link for home and for the internet.
 */
const ofHome = ({ home }: Profile, family: 4 | 6) =>
  disjoint([...nearby[family], ...home.prefixes.filter((prefix) => familyOf(prefix) === family)])

export function firewallFile(profile: Profile): GatewayFile {
  const indented = (lines: readonly string[]) => lines.map((line) => `    ${line}`)
  const rules = {
    input: [
      'type filter hook input priority filter; policy accept;',
      ...inClear(profile),
      `iifname "${blank('outer-interface')}" jump outside`,
    ],
    outside: [
      'ct state established,related accept',
      'meta l4proto { 1, 58 } accept',
      ...arrivals(profile).map(({ match }) => `${match} accept`),
      ...(profile.layer[0]?.kind === 'ike' ? ['meta ipsec exists accept'] : []),
      '# Home itself, the answers of DHCP, and SSH, so that nobody is locked out.',
      `ip saddr ${set(ofHome(profile, 4))} accept`,
      `ip6 saddr ${set(ofHome(profile, 6))} accept`,
      'udp dport { 68, 546 } accept',
      'tcp dport 22 accept',
      'drop',
    ],
    forward: ['type filter hook forward priority filter; policy accept;', ...spoofed(profile)],
  }
  return plainFile({
    name: 'nftables.conf',
    says: 'the gateway’s own firewall',
    path: '/etc/nftables.d/roam6.conf',
    lines: [
      '# The firewall of the gateway: a table of its own. Load it with: nft -f /etc/nftables.d/roam6.conf',
      '# At each boot: add the line  include "/etc/nftables.d/roam6.conf"  to /etc/nftables.conf, and: systemctl enable nftables',
      'table inet roam6',
      'delete table inet roam6',
      'table inet roam6 {',
      '  chain outside {',
      ...indented(rules.outside),
      '  }',
      '  chain input {',
      ...indented(rules.input),
      '  }',
      '  chain forward {',
      ...indented(rules.forward),
      '  }',
      '}',
    ],
  })
}

/** A router that answers IKE itself keeps IKE's ports: FRITZ!OS does as soon as one access by its own IPsec is set up. */
const ownVpn = '# A router with IPsec of its own switched on keeps these ports to itself: switch that off first.'

/** Writes port forwards in nft's words. Where the router translates nothing, a comment says which packets must pass. */
function forwards(profile: Profile): readonly string[] {
  const own = outerAddress(profile)
  const all = arrivals(profile)
  if (!passesNat(profile) || (own !== null && familyOf(own) === 6)) {
    const what = all.map(({ says }) => says).join(', ')
    const nat = isTransport(profile.layer[0]) ? ' No router between may translate addresses.' : ''
    return [`# It must let pass to ${profile.gateway}: ${what}.${nat}`]
  }
  const byPorts = all.filter(({ ports }) => ports)
  return [
    `# ${byPorts.map(({ says }) => says).join(', ')} from the internet go to the gateway.`,
    '# A firewall that drops what the router forwards lets them pass by: ct status dnat accept',
    ...(profile.layer[0]?.kind === 'ike' ? [ownVpn] : []),
    "nft -f - <<'end'",
    'table ip roam6',
    'delete table ip roam6',
    'table ip roam6 {',
    '  chain forwards {',
    '    type nat hook prerouting priority dstnat;',
    ...byPorts.map(({ match }) => `    iifname "${blank('router-interface')}" ${match} dnat to ${blank('gateway-v4')}`),
    '  }',
    '}',
    'end',
  ]
}

/** Names the gateway as the router's next hop: by its outer address where the router does not translate that one. */
function nextHop(profile: Profile, family: 4 | 6): string {
  const own = outerAddress(profile)
  if (family === 6 && own !== null && familyOf(own) === 6) return own
  return blank(family === 4 ? 'gateway-v4' : 'gateway-v6')
}

/** Writes the routes back. Where the laptop takes its addresses from home's router, no network is known to be the laptop's. */
function returnRoutes(profile: Profile): readonly string[] {
  const networks = laptopNetworks(profile)
  if (networks.length === 0) return []
  return [
    '# The way back: without it, answers to the laptop end at the router.',
    ...networks.map((to) => {
      const family = isOfFamily(to, 4) ? 4 : 6
      return `ip -${family} route replace ${to} via ${nextHop(profile, family)}`
    }),
  ]
}

/** Says where routers that many have at home keep this: FRITZ!OS 8 and LuCI of OpenWrt 24.10, by their own words. */
const pages = [
  'FRITZ!Box: Internet, Permit Access, Port Sharing; Home Network, Network, Network Settings, IPv4 Routes and IPv6 Routes.',
  'OpenWrt: Network, Firewall, Port Forwards or Traffic Rules; Network, Routing, Static IPv4 Routes and Static IPv6 Routes.',
]

export const routerFile = (profile: Profile): GatewayFile => ({
  ...scriptFile({
    name: 'router-up',
    says: 'forwards to the gateway, and routes back to the laptop',
    path: '/etc/roam6/router-up',
    lines: [
      '# What the router in front of the gateway does, as commands for a Linux router.',
      '# A gateway that is the router itself needs none of it. On a router with pages instead of a shell, enter the same there:',
      ...pages.map((line) => `#   ${line}`),
      'set -e',
      ...forwards(profile),
      ...returnRoutes(profile),
    ],
  }),
  on: 'router',
})
