/** This look reads what a kernel once answered. */

import { guardTable, inputTable } from '../../helper/core/change/marks.ts'
import type { Observed } from '../../helper/core/change/observed.ts'
import { createAsk } from '../../helper/system/netlink/ask.ts'
import { readFilters } from '../../helper/system/netlink/read-filters.ts'
import { readNetwork } from '../../helper/system/netlink/read-network.ts'
import { readXfrm } from '../../helper/system/netlink/read-xfrm.ts'
import type { TakeSocket } from '../../helper/system/netlink/socket.ts'
import { createTurns } from '../../helper/system/netlink/turns.ts'
import { recordedOf, replayed } from './recorded-netlink.ts'

export const askOver = (take: TakeSocket, signal: AbortSignal = new AbortController().signal) =>
  createAsk(take, createTurns(2), signal)

/** @param name of a file in `test/golden/netlink` */
export async function lookAtRecorded(name: string): Promise<Observed> {
  const ask = askOver(replayed(recordedOf(name)))
  return {
    ...(await readNetwork(ask)),
    ...(await readXfrm(ask)),
    filters: await readFilters(ask, [inputTable, guardTable]),
    settings: [],
  }
}
