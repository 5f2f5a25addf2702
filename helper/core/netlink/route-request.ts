/** Writes the messages that make and delete routes of our table (rtnetlink(7)). */
import { routeProtocol, table } from '../change/marks.ts'
import type { DeleteRoute, ReplaceRoute } from '../change/request.ts'
import { prefixOf } from '../ip.ts'
import { bytesOfAddress, familyNumber } from './address.ts'
import { attribute, optional } from './attributes.ts'
import { joined, structure, u32Bytes } from './bytes.ts'
import { type Question, tell } from './question.ts'
import { route, routeHeader, routeMetric } from './routes.ts'

/** linux/rtnetlink.h */
const RTM_NEWROUTE = 24
const RTM_DELROUTE = 25
const RTN_UNICAST = 1
/** RT_SCOPE_…: IPv6 has one scope for all routes. A route that is deleted may be of any scope. */
const scope = { universe: 0, link: 253, nowhere: 255 } as const

/** struct rtmsg. Our table's number is too large for the header's member, so an attribute has it. */
function body(to: string, ofScope: number, type: number, link: number | undefined): Uint8Array {
  const { family, address, length } = prefixOf(to)
  const head = structure(routeHeader, [
    [0, Uint8Array.of(familyNumber[family], length)],
    [5, Uint8Array.of(routeProtocol, family === 6 ? scope.universe : ofScope, type)],
  ])
  return joined(
    head,
    attribute(route.to, bytesOfAddress(address)),
    attribute(route.table, u32Bytes(table)),
    optional(route.link, link === undefined ? undefined : u32Bytes(link)),
  )
}

export function replaceRoute({ to, via, mtu, advmss }: ReplaceRoute, link: number): Question {
  const metrics = joined(
    optional(routeMetric.mtu, mtu === null ? undefined : u32Bytes(mtu)),
    optional(routeMetric.advertisedSegment, advmss === undefined ? undefined : u32Bytes(advmss)),
  )
  return tell(
    0,
    RTM_NEWROUTE,
    'replace',
    joined(
      body(to, via === undefined ? scope.link : scope.universe, RTN_UNICAST, link),
      optional(route.gateway, via === undefined ? undefined : bytesOfAddress(via)),
      optional(route.metrics, metrics.length === 0 ? undefined : metrics),
    ),
  )
}

export const deleteRoute = ({ to }: DeleteRoute, link: number | undefined): Question =>
  tell(0, RTM_DELROUTE, 'there', body(to, scope.nowhere, 0, link))
