/** The other articles' ways home, and those that follow from them, by the names that people give them. */
import { esp, espOpenIked } from './esp.ts'
import { greTransport, greTransportV4 } from './gre-transport.ts'
import { ikeIp6ip6 } from './ike-ip6ip6.ts'
import { ip6ip6 } from './ip6ip6.ts'
import { tap, tapCryptV2, tapDhcpv6, tapStatic, tapTcp } from './tap.ts'
import { tinc, tincLan } from './tinc.ts'
import type { Way } from './way.ts'

export const otherWays = {
  esp,
  'esp-openiked': espOpenIked,
  'gre-transport': greTransport,
  'gre-transport-v4': greTransportV4,
  'ike-ip6ip6': ikeIp6ip6,
  ip6ip6,
  tap,
  'tap-crypt-v2': tapCryptV2,
  'tap-dhcpv6': tapDhcpv6,
  'tap-static': tapStatic,
  'tap-tcp': tapTcp,
  tinc,
  'tinc-lan': tincLan,
} as const satisfies Record<string, Way>
export type OtherWay = keyof typeof otherWays
