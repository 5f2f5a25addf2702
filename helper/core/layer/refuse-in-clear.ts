import type { XfrmBlockChange } from '../change/change.ts'
import { familyOf, overlaps } from '../ip.ts'

/**
 * What only ESP may bring: packets between these networks that come in clear are refused, whatever device they come by.
 * Linux takes a packet for any of its addresses on any device (the weak host model; CVE-2019-14899 rests on it).
 */
export const refuseInClear = (remote: readonly string[], local: readonly string[]): XfrmBlockChange[] =>
  remote.flatMap((source) =>
    local
      .filter((destination) => familyOf(destination) === familyOf(source) && !overlaps(source, destination))
      .map((destination): XfrmBlockChange => ({ kind: 'xfrm-block', source, destination, protocol: null })),
  )
