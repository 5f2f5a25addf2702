/**
 * What `ip` and `nft` print of a host, as the helper's observer would have said it: another way to the same facts, for the tests
 * alone. They have JSON of all but xfrm.
 */
import type { Family } from '../../../helper/core/change/change.ts'
import { guardTable, inputTable } from '../../../helper/core/change/marks.ts'
import type {
  Observed,
  ObservedAddress,
  ObservedChains,
  ObservedFilters,
  ObservedLink,
  ObservedPolicy,
  ObservedRoute,
  ObservedRule,
  ObservedSetting,
  ObservedState,
  TableName,
} from '../../../helper/core/change/observed.ts'
import { hostPrefix, parseAddress } from '../../../helper/core/ip.ts'
import type { Host } from '../hosts/host.ts'

type Printed = Readonly<Record<string, unknown>>

/** /etc/iproute2/rt_protos and rt_tables; what has no name is printed as a number. */
const protocols: Readonly<Record<string, string>> = {
  unspec: '0',
  redirect: '1',
  kernel: '2',
  boot: '3',
  static: '4',
  ra: '9',
  dhcp: '16',
}
const tables: Readonly<Record<string, number>> = { default: 253, main: 254, local: 255 }

const text = (value: unknown) => (value === undefined ? undefined : String(value))
const number = (value: unknown) => (value === undefined ? undefined : Number(value))
const protocolNumber = (name: unknown) => protocols[String(name)] ?? String(name)
const tableNumber = (name: unknown) => (name === undefined ? undefined : (tables[String(name)] ?? Number(name)))
/** inet_ntop(3) writes IPv4-mapped addresses with dots. */
const address = (value: unknown) => parseAddress(String(value))?.address ?? String(value)

function prefix(value: unknown, length?: unknown): string {
  const [host = '', own] = String(value).split('/')
  const known = own ?? text(length)
  return known === undefined ? hostPrefix(address(host)) : `${address(host)}/${known}`
}

async function json(host: Host, ...argv: readonly string[]): Promise<readonly Printed[]> {
  return JSON.parse((await host.run(['ip', '-d', '-j', ...argv])).stdout)
}

function asLink(link: Printed): ObservedLink {
  const flags = link.flags as readonly string[]
  return {
    index: Number(link.ifindex),
    name: String(link.ifname),
    alias: text(link.ifalias),
    mtu: Number(link.mtu),
    up: flags.includes('UP'),
    carrier: flags.includes('LOWER_UP'),
    loopback: flags.includes('LOOPBACK'),
    kind: text((link.linkinfo as Printed | undefined)?.info_kind),
  }
}

const asAddresses = ({ ifname, addr_info }: Printed): ObservedAddress[] =>
  (addr_info as readonly Printed[]).map(({ family, local, prefixlen, scope }) => ({
    interface: String(ifname),
    family: family === 'inet' ? 4 : 6,
    address: address(local),
    prefixLength: Number(prefixlen),
    scope: String(scope),
  }))

const asRoute = (family: Family, route: Printed): ObservedRoute => {
  const hop = (route.nexthops as readonly Printed[] | undefined)?.[0] ?? route
  const via = hop.gateway ?? (hop.via as Printed | undefined)?.host
  const metrics = (route.metrics as readonly Printed[] | undefined) ?? []
  return {
    family,
    type: String(route.type),
    table: tableNumber(route.table) ?? tables.main ?? 0,
    to: route.dst === 'default' ? (family === 4 ? '0.0.0.0/0' : '::/0') : prefix(route.dst),
    protocol: protocolNumber(route.protocol),
    interface: text(hop.dev),
    metric: number(route.metric) ?? 0,
    via: via === undefined ? undefined : address(via),
    mtu: number(metrics.find(({ mtu }) => mtu !== undefined)?.mtu),
  }
}

/** Words of a rule that `ObservedRule` has no member for. */
const narrower = ['ipproto', 'sport', 'sport_start', 'dport', 'dport_start', 'tos', 'tun_id', 'l3mdev']

const asRule = (family: Family, rule: Printed): ObservedRule => {
  const oneUser = rule.uid_start === rule.uid_end
  const refusal = (['blackhole', 'prohibit'] as const).find((word) => word === rule.action)
  return {
    family,
    priority: Number(rule.priority),
    protocol: protocolNumber(rule.protocol),
    to: rule.dst === undefined ? undefined : prefix(rule.dst, rule.dstlen),
    from: rule.src === 'all' ? undefined : prefix(rule.src, rule.srclen),
    iif: text(rule.iif),
    oif: text(rule.oif),
    fwmark: number(rule.fwmark),
    user: oneUser ? number(rule.uid_start) : undefined,
    table: tableNumber(rule.table),
    suppressPrefixLength: number(rule.suppress_prefixlen),
    unreachable: rule.action === 'unreachable',
    ...(rule.goto === undefined ? {} : { goto: Number(rule.goto) }),
    ...(refusal === undefined ? {} : { refusal }),
    ...('not' in rule ? { not: true } : {}),
    ...(rule.fwmask === undefined ? {} : { fwmask: Number(rule.fwmask) }),
    ...(narrower.some((word) => word in rule) || !oneUser ? { narrower: true } : {}),
  }
}

/** An entry begins at the margin, its details are indented. */
const entries = (printed: string) => printed.split(/\n(?=\S)/).filter((entry) => entry.trim() !== '')
const word = (entry: string, name: string) => new RegExp(`(?:^|\\s)${name} (\\S+)`).exec(entry)?.[1]
/** With `-s` in hexadecimal as well: "7(0x00000007)". */
const wordAsNumber = (entry: string, name: string) => number(word(entry, name)?.split('(')[0])

const asPolicy = (entry: string, links: readonly ObservedLink[]): ObservedPolicy => ({
  source: prefix(word(entry, 'src')),
  destination: prefix(word(entry, 'dst')),
  protocol: word(entry.split('\n', 1)[0] ?? '', 'proto'),
  direction: word(entry, 'dir') ?? '',
  blocks: word(entry, 'action') === 'block',
  ifId: wordAsNumber(entry, 'if_id'),
  index: wordAsNumber(entry, 'index') ?? 0,
  priority: wordAsNumber(entry, 'priority') ?? 0,
  linkIndex: links.find(({ name }) => name === word(entry, 'dev'))?.index,
  reqid: wordAsNumber(entry, 'reqid'),
})

const asState = (entry: string): ObservedState => ({
  source: word(entry, 'src') ?? '',
  destination: word(entry, 'dst') ?? '',
  protocol: word(entry, 'proto') ?? '',
  spi: word(entry, 'spi') ?? '',
  ifId: wordAsNumber(entry, 'if_id'),
  reqid: wordAsNumber(entry, 'reqid'),
  ...(/\n\s+(auth|auth-trunc|enc|aead|comp) /.test(entry) ? {} : { larval: true }),
})

/** undefined where there is no such table. */
async function chainsPrinted(host: Host, table: TableName): Promise<ObservedChains | undefined> {
  const { code, stdout } = await host.attempt(['nft', '-j', 'list', 'table', 'inet', table])
  if (code !== 0) return undefined
  const { nftables } = JSON.parse(stdout) as { readonly nftables: readonly Record<string, Printed>[] }
  const chains: Record<string, string[]> = {}
  for (const { chain, rule } of nftables) {
    if (chain) chains[String(chain.name)] = []
    if (rule) chains[String(rule.chain)]?.push(text(rule.comment) ?? '')
  }
  return chains
}

async function filtersPrinted(host: Host): Promise<ObservedFilters> {
  const tables: Partial<Record<TableName, ObservedChains>> = {}
  for (const name of [inputTable, guardTable] as const) {
    const chains = await chainsPrinted(host, name)
    if (chains) tables[name] = chains
  }
  return { tables }
}

/** Neither `ip` nor `nft` tells the names of Wi-Fi networks. */
export type Comparable = Omit<Observed, 'networkNames'>

/** Each as "/proc/sys/net/ipv6/conf/lo/accept_ra:1". */
async function settingsPrinted(host: Host): Promise<readonly ObservedSetting[]> {
  const files = 'cd /proc/sys/net/ipv6/conf && grep -H . */accept_ra */disable_ipv6 */forwarding'
  const { stdout } = await host.run(['sh', '-c', files])
  return [...stdout.matchAll(/^(.+)\/(accept_ra|disable_ipv6|forwarding):(-?\d+)$/gm)].map(
    ([, link = '', name, value]) => ({ interface: link, name: name as ObservedSetting['name'], value: Number(value) }),
  )
}

export async function asPrinted(host: Host): Promise<Comparable> {
  const printed = await json(host, 'address', 'show')
  const links = printed.map(asLink)
  const of = async <Entry>(what: readonly string[], read: (family: Family, entry: Printed) => Entry) => {
    const answers = await Promise.all(
      ([4, 6] as const).map(async (family) => [family, await json(host, `-${family}`, ...what)] as const),
    )
    return answers.flatMap(([family, all]) => all.map((entry) => read(family, entry)))
  }
  const xfrm = async (...what: readonly string[]) => entries((await host.run(['ip', ...what])).stdout)
  return {
    links,
    addresses: printed.flatMap(asAddresses),
    routes: await of(['route', 'show', 'table', 'all'], asRoute),
    rules: await of(['rule', 'show'], asRule),
    // Per-socket policies ("socket in …") belong to their programs.
    policies: (await xfrm('-s', 'xfrm', 'policy', 'list'))
      .filter((entry) => /^\s+dir /m.test(entry))
      .map((entry) => asPolicy(entry, links)),
    states: (await xfrm('xfrm', 'state', 'list', 'nokeys')).map(asState),
    settings: await settingsPrinted(host),
    filters: await filtersPrinted(host),
  }
}

const sorted = (list: readonly unknown[]) =>
  list.map((entry) => JSON.stringify(entry, Object.keys(entry as object).sort())).sort()

/** The order of entries is not compared, but for the rules of a chain. */
export const comparable = ({ filters, ...lists }: Comparable) => ({
  ...Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, Array.isArray(list) ? sorted(list) : list])),
  filters,
})

/** What the helper's own observer sees in a host. */
export async function asObserved(host: Host): Promise<Comparable> {
  const { stdout } = await host.run(['/project/node_modules/.bin/node', '/project/test/lab/netlink/print-observed.ts'])
  const { networkNames: _, ...observed } = JSON.parse(stdout) as Observed
  return observed
}
