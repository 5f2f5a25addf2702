/** Routes of all tables (rtnetlink(7)). */
import type { Family } from '../change/change.ts'
import type { ObservedRoute } from '../change/observed.ts'
import { addressText, familyNumber, familyOfNumber, unspecified } from './address.ts'
import { type Attributes, attribute, attributes } from './attributes.ts'
import { i32, joined, NetlinkMalformed, part, u8, u16, u32, u32Bytes } from './bytes.ts'
import type { Unnamed } from './links.ts'
import { dump, type Question } from './question.ts'

/** linux/rtnetlink.h */
const RTM_GETROUTE = 26
/** Length of struct rtmsg (linux/rtnetlink.h). */
export const routeHeader = 12
/** Length of struct rtnexthop, which is followed by attributes of its own. */
const hopHeader = 8
/** RTM_F_CLONED: what the kernel has learned of a path by itself, an MTU say. It is no route of anybody's. */
const learned = 0x200

/** RTA_… */
export const route = { to: 1, link: 4, gateway: 5, metric: 6, metrics: 8, hops: 9, table: 15, via: 18 } as const
/** RTAX_… */
export const routeMetric = { mtu: 2, advertisedSegment: 8 } as const

/** RTN_…, in ip-route(8)'s words. */
const types = [
  'unspec',
  'unicast',
  'local',
  'broadcast',
  'anycast',
  'multicast',
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
  'nat',
  'xresolve',
]

/** Of all families and all tables, without what is learned (the kernel heeds that since 4.20 where it is told to be strict). */
export const askRoutes = dump(0, RTM_GETROUTE, new Uint8Array(routeHeader))

/** Of one family, and of one table where it is named. Kernels before 4.20 tell those of all tables. */
export function askRoutesOf(family: Family, table?: number): Question {
  const header = new Uint8Array(routeHeader).with(0, familyNumber[family])
  return dump(0, RTM_GETROUTE, table === undefined ? header : joined(header, attribute(route.table, u32Bytes(table))))
}

/** The next hop may be of the other family (RFC 8950): struct rtvia, a family and an address. */
const nextHop = (found: Attributes): string | undefined => {
  const [gateway, via] = [found.get(route.gateway), found.get(route.via)]
  if (gateway) return addressText(gateway)
  return via && addressText(via.subarray(2))
}

/** Of several next hops, the first. */
function firstHop(hops: Uint8Array): { readonly link: number; readonly via: string | undefined } {
  const length = u16(hops, 0)
  if (length < hopHeader) throw new NetlinkMalformed(`a next hop of ${length} bytes`)
  return { link: i32(hops, 4), via: nextHop(attributes(part(hops, 0, length), hopHeader)) }
}

/** Undefined for other families, and for what is learned. */
export function decodeRoute(body: Uint8Array): Unnamed<ObservedRoute> | undefined {
  const family = familyOfNumber(u8(body, 0))
  if (family === undefined || (u32(body, 8) & learned) !== 0) return undefined
  const found = attributes(body, routeHeader)
  const [to, link, metric, metrics, hops, table] = [
    found.get(route.to),
    found.get(route.link),
    found.get(route.metric),
    found.get(route.metrics),
    found.get(route.hops),
    found.get(route.table),
  ]
  const hop = hops ? firstHop(hops) : { link: link && i32(link), via: nextHop(found) }
  const mtu = metrics && attributes(metrics).get(routeMetric.mtu)
  const type = u8(body, 7)
  return {
    family,
    to: `${to ? addressText(to) : unspecified[family]}/${u8(body, 1)}`,
    // The header has room for numbers up to 255 alone.
    table: table ? u32(table) : u8(body, 4),
    protocol: String(u8(body, 5)),
    index: hop.link,
    via: hop.via,
    metric: metric ? u32(metric) : 0,
    mtu: mtu && u32(mtu),
    type: types[type] ?? String(type),
  }
}
