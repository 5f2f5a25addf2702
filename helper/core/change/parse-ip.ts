/**
 * What iproute2 prints, read into `Observed`. JSON where it has it (`ip -j`); `ip xfrm` has only text (6.1 to 6.15).
 * Names of tables and protocols come as names or numbers, depending on /etc/iproute2: both are read.
 */
import * as z from 'zod'
import { hostPrefix } from '../ip.ts'
import type { Family } from './change.ts'
import type {
  ObservedAddress,
  ObservedLink,
  ObservedPolicy,
  ObservedRoute,
  ObservedRule,
  ObservedState,
} from './observed.ts'

const tableNumbers: Record<string, number> = { default: 253, main: 254, local: 255 }
const tableNumber = (name: string | number | undefined) =>
  name === undefined ? 254 : (tableNumbers[String(name)] ?? Number(name))

const Links = z.array(
  z.object({
    ifindex: z.number().optional(),
    ifname: z.string().optional(),
    ifalias: z.string().optional(),
    mtu: z.number().optional(),
    flags: z.array(z.string()).optional(),
    linkinfo: z.object({ info_kind: z.string().optional() }).optional(),
    addr_info: z
      .array(
        z.object({
          family: z.string().optional(),
          local: z.string().optional(),
          prefixlen: z.number().optional(),
          scope: z.string().optional(),
        }),
      )
      .optional(),
  }),
)

export function parseLinks(json: unknown): { links: ObservedLink[]; addresses: ObservedAddress[] } {
  const links: ObservedLink[] = []
  const addresses: ObservedAddress[] = []
  for (const link of Links.parse(json)) {
    if (link.ifindex === undefined || link.ifname === undefined) continue
    const flags = link.flags ?? []
    links.push({
      index: link.ifindex,
      name: link.ifname,
      alias: link.ifalias,
      mtu: link.mtu ?? 0,
      up: flags.includes('UP'),
      carrier: flags.includes('LOWER_UP'),
      kind: link.linkinfo?.info_kind,
      loopback: flags.includes('LOOPBACK'),
    })
    for (const { family, local, prefixlen, scope } of link.addr_info ?? []) {
      if (local === undefined || prefixlen === undefined || (family !== 'inet' && family !== 'inet6')) continue
      addresses.push({
        interface: link.ifname,
        family: family === 'inet' ? 4 : 6,
        address: local,
        prefixLength: prefixlen,
        scope: scope ?? 'global',
      })
    }
  }
  return { links, addresses }
}

const Routes = z.array(
  z.object({
    type: z.string().optional(),
    dst: z.string(),
    gateway: z.string().optional(),
    via: z.object({ host: z.string() }).optional(),
    dev: z.string().optional(),
    table: z.union([z.string(), z.number()]).optional(),
    protocol: z.union([z.string(), z.number()]).optional(),
    metric: z.number().optional(),
    metrics: z.array(z.object({ mtu: z.number().optional() })).optional(),
  }),
)

const destination = (dst: string, family: Family) => {
  if (dst === 'default') return family === 4 ? '0.0.0.0/0' : '::/0'
  return dst.includes('/') ? dst : hostPrefix(dst)
}

export const parseRoutes = (json: unknown, family: Family): ObservedRoute[] =>
  Routes.parse(json).map((route) => ({
    family,
    to: destination(route.dst, family),
    table: tableNumber(route.table),
    protocol: String(route.protocol ?? ''),
    interface: route.dev,
    via: route.gateway ?? route.via?.host,
    metric: route.metric ?? 0,
    mtu: route.metrics?.find(({ mtu }) => mtu !== undefined)?.mtu,
    type: route.type ?? 'unicast',
  }))

const Rules = z.array(
  z.object({
    priority: z.number(),
    src: z.string().optional(),
    srclen: z.number().optional(),
    iif: z.string().optional(),
    dst: z.string().optional(),
    dstlen: z.number().optional(),
    fwmark: z.union([z.string(), z.number()]).optional(),
    oif: z.string().optional(),
    uid_start: z.number().optional(),
    uid_end: z.number().optional(),
    table: z.union([z.string(), z.number()]).optional(),
    suppress_prefixlen: z.number().optional(),
    protocol: z.union([z.string(), z.number()]).optional(),
    action: z.string().optional(),
  }),
)

const rulePrefix = (address: string | undefined, length: number | undefined) =>
  address === undefined ? undefined : length === undefined ? hostPrefix(address) : `${address}/${length}`

export const parseRules = (json: unknown, family: Family): ObservedRule[] =>
  Rules.parse(json).map((rule) => ({
    family,
    priority: rule.priority,
    protocol: String(rule.protocol ?? ''),
    to: rulePrefix(rule.dst, rule.dstlen),
    from: rule.src === 'all' ? undefined : rulePrefix(rule.src, rule.srclen),
    iif: rule.iif,
    fwmark: rule.fwmark === undefined ? undefined : Number(rule.fwmark),
    oif: rule.oif,
    user: rule.uid_start !== undefined && rule.uid_start === rule.uid_end ? rule.uid_start : undefined,
    table: rule.table === undefined ? undefined : tableNumber(rule.table),
    suppressPrefixLength: rule.suppress_prefixlen,
    unreachable: rule.action === 'unreachable',
  }))

/** An entry begins at the margin, its details are indented. */
const entries = (text: string) => text.split(/\n(?=\S)/).filter((entry) => entry.trim() !== '')
const word = (entry: string, name: string) => new RegExp(`(?:^|\\s)${name} (\\S+)`).exec(entry)?.[1]
const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))

const selector = (entry: string) => {
  const source = word(entry, 'src') ?? ''
  const target = word(entry, 'dst') ?? ''
  return {
    source: source.includes('/') ? source : hostPrefix(source),
    destination: target.includes('/') ? target : hostPrefix(target),
  }
}

export const parsePolicies = (text: string): ObservedPolicy[] =>
  entries(text)
    // Per-socket policies ("socket in …") belong to their sockets.
    .filter((entry) => /\n?\s+dir (in|out|fwd)/.test(entry))
    .map((entry) => ({
      ...selector(entry),
      protocol: word(entry.split('\n', 1)[0] ?? '', 'proto'),
      direction: word(entry, 'dir') ?? '',
      blocks: word(entry, 'action') === 'block',
      ifId: number(word(entry, 'if_id')),
      reqid: number(word(entry, 'reqid')),
    }))

export const parseStates = (text: string): ObservedState[] =>
  entries(text).map((entry) => ({
    source: word(entry, 'src') ?? '',
    destination: word(entry, 'dst') ?? '',
    protocol: word(entry, 'proto') ?? '',
    spi: word(entry, 'spi') ?? '',
    ifId: number(word(entry, 'if_id')),
    reqid: number(word(entry, 'reqid')),
  }))
