/** Changes of every kind that the kernel's network makes, with every selector and option that Roam6 uses; none is in another's way. */
import type { Change, LinkChange, LinkType, RuleChange } from '../../../helper/core/change/change.ts'
import { daemonUser, fwmark, ifId, table } from '../../../helper/core/change/marks.ts'

const gre = { checksum: false, sequence: false, pathMtuDiscovery: true, device: null, fwmark: null } as const
const [ends4, ends6] = [
  { local: '192.168.101.1', remote: '192.168.101.2' },
  { local: 'fd00::1', remote: 'fd00::2' },
]
const types: Readonly<Record<string, LinkType>> = {
  roam6x: { kind: 'xfrm', ifId },
  g1: { ...gre, ...ends4, kind: 'gre', device: 'roam6x' },
  g2: {
    ...gre,
    kind: 'gre',
    local: '10.0.0.1',
    remote: '10.0.0.2',
    key: 0xfedcba98,
    checksum: true,
    sequence: true,
    fwmark,
  },
  g3: { ...gre, kind: 'gre', local: '10.0.0.1', remote: '10.0.0.3', pathMtuDiscovery: false },
  h1: { ...gre, ...ends6, kind: 'ip6gre', device: 'roam6x' },
  h2: { ...gre, kind: 'ip6gre', local: 'fd00::1', remote: 'fd00::3', key: 7, fwmark },
  t1: { ...ends6, kind: 'ip6tnl', device: 'roam6x', fwmark: null, encapsulationLimit: 4, hopLimit: 64 },
  t2: {
    kind: 'ip6tnl',
    local: 'fd00::1',
    remote: 'fd00::3',
    device: null,
    fwmark,
    encapsulationLimit: null,
    hopLimit: 9,
  },
  u1: { kind: 'tun', mode: 'tun', user: daemonUser },
  u2: { kind: 'tun', mode: 'tap', user: daemonUser },
}
const link = (name: string, type: LinkType): LinkChange => ({
  kind: 'link',
  name,
  alias: `roam6 Büro 家 – “${name}”`,
  mtu: 1400,
  type,
})
const links = Object.entries(types).map(([name, type]) => link(name, type))
const settings = links.map((one): Change => {
  const type = one.type.kind === 'gre' ? { ...one.type, pathMtuDiscovery: !one.type.pathMtuDiscovery } : one.type
  return { ...one, kind: 'link-setting', mtu: 1300, type }
})

const selectors: readonly RuleChange['selector'][] = [
  {},
  { fwmark },
  { iif: 'roam6x' },
  { oif: 'absent0', user: daemonUser },
]
const actions: readonly RuleChange['action'][] = [
  { lookup: 'main' },
  { lookup: table },
  { lookup: 'main', suppressPrefixLength: 0 },
  { unreachable: true },
  { goto: 6000 },
]
const rules = ([4, 6] as const).flatMap((family) => [
  ...selectors.flatMap((selector, n) =>
    actions.map(
      (action, m): RuleChange => ({
        kind: 'rule',
        family,
        priority: 'goto' in action ? 0 : 6000 + 10 * n + m,
        selector,
        action,
      }),
    ),
  ),
  ...(family === 4 ? ['10.9.0.0/16', '192.0.2.1/32'] : ['fd12:3456:789a::/48', '2a00::101/128']).flatMap(
    (prefix): RuleChange[] => [
      { kind: 'rule', family, priority: 6050, selector: { to: prefix }, action: { lookup: table } },
      { kind: 'rule', family, priority: 6051, selector: { from: prefix, to: prefix }, action: { unreachable: true } },
    ],
  ),
])

const key = (bytes: number) => `0x${'0123456789abcdef'.repeat(4).slice(0, bytes * 2)}`
const esp = { kind: 'xfrm-state', ifId } as const

export const everyChange: readonly Change[] = [
  {
    kind: 'input-filter',
    arrivals: [{ address: '2a00::101', interfaces: ['roam6x', 'g1'] }],
  },
  { kind: 'xfrm-block', source: '192.168.101.2/32', destination: '192.168.101.1/32', protocol: 'gre' },
  { kind: 'xfrm-block', source: 'fd00::/64', destination: '::/0', protocol: 'ipv6' },
  { kind: 'xfrm-block', source: '0.0.0.0/0', destination: '10.8.0.0/16', protocol: null, leaving: true },
  { kind: 'xfrm-block', source: '::/0', destination: '2a00::2/128', protocol: 'gre', behindOthers: 'out' },
  { kind: 'xfrm-block', source: '2a00::2/128', destination: '::/0', protocol: 'gre', behindOthers: 'in' },
  ...links,
  ...settings,
  { kind: 'xfrm-pass', interface: 'roam6x' },
  { kind: 'xfrm-pass', interface: 'g1' },
  { kind: 'address', interface: 'roam6x', address: '192.168.101.1', prefixLength: 32 },
  { kind: 'address', interface: 'u2', address: '10.7.0.1', prefixLength: 24 },
  { kind: 'address', interface: 'u2', address: 'fd07::1', prefixLength: 64 },
  { kind: 'address', interface: 'g1', address: '2a00::101', prefixLength: 120 },
  {
    ...esp,
    source: 'fd00::1',
    destination: 'fd00::2',
    spi: 0xc0000001,
    algorithms: ['aead', 'rfc4106(gcm(aes))', key(20), '128'],
    outputMark: fwmark,
  },
  {
    ...esp,
    source: 'fd00::2',
    destination: 'fd00::1',
    spi: 256,
    algorithms: ['enc', 'cbc(aes)', key(16), 'auth-trunc', 'hmac(sha256)', key(32), '128'],
    outputMark: null,
  },
  {
    ...esp,
    source: '192.0.2.1',
    destination: '192.0.2.2',
    spi: 4711,
    algorithms: ['enc', 'cbc(aes)', key(32)],
    outputMark: null,
  },
  {
    kind: 'xfrm-policy',
    ifId,
    direction: 'out',
    source: 'fd01::/64',
    destination: 'fd02::/64',
    from: 'fd00::1',
    to: 'fd00::2',
  },
  {
    kind: 'xfrm-policy',
    ifId,
    direction: 'fwd',
    source: '10.1.0.0/16',
    destination: '10.2.0.0/16',
    from: 'fd00::2',
    to: 'fd00::1',
  },
  { kind: 'route', to: '10.7.0.0/24', interface: 'u2', mtu: null },
  { kind: 'route', to: '10.6.0.0/16', interface: 'u2', via: '10.7.0.2', mtu: 1300, advmss: 1200 },
  { kind: 'route', to: '0.0.0.0/0', interface: 'g1', mtu: 1280 },
  { kind: 'route', to: 'fd07::/64', interface: 'u2', mtu: null },
  { kind: 'route', to: 'fd06::/48', interface: 'u2', via: 'fd07::2', mtu: 1290, advmss: 1220 },
  { kind: 'route', to: '::/0', interface: 'g1', mtu: 1280 },
  ...rules,
]
