import type { XfrmBlockChange } from '../change/change.ts'
import { familyOf, overlaps } from '../ip.ts'

/**
 * Refuses packets between these networks that arrive in clear, by whatever device: only ESP may bring them. Linux takes
 * a packet for any of its addresses on any device (the weak host model; CVE-2019-14899 rests on it).
 */
export const refuseInClear = (remote: readonly string[], local: readonly string[]): XfrmBlockChange[] =>
  remote.flatMap((source) =>
    local
      .filter((destination) => familyOf(destination) === familyOf(source) && !overlaps(source, destination))
      .map((destination): XfrmBlockChange => ({ kind: 'xfrm-block', source, destination, protocol: null })),
  )
