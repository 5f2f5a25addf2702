/** A question to the kernel, or something that it is told to do, before it has a number. */
import type { Asked } from './answer.ts'
import { joined } from './bytes.ts'
import { encodeMessage, flag } from './message.ts'

/** linux/netlink.h: NETLINK_ROUTE, NETLINK_XFRM, NETLINK_NETFILTER, NETLINK_GENERIC. */
export type NetlinkProtocol = 0 | 6 | 12 | 16

export interface Question {
  readonly protocol: NetlinkProtocol
  readonly type: number
  readonly flags: number
  readonly body: Uint8Array
}

/** All entries of a kind; an end follows the last. */
export const dump = (protocol: NetlinkProtocol, type: number, body: Uint8Array = new Uint8Array(0)): Question => ({
  protocol,
  type,
  body,
  flags: flag.request | flag.dump,
})

/** One entry, by name; an acknowledgement follows, or a refusal comes instead. */
export const one = (protocol: NetlinkProtocol, type: number, body: Uint8Array): Question => ({
  protocol,
  type,
  body,
  flags: flag.request | flag.acknowledge,
})

/** What must be true of the object: it is not there yet, it may be there and is replaced, it is there. NLM_F_CREATE, _EXCL, _REPLACE (linux/netlink.h). */
const presence = { new: 0x600, replace: 0x500, there: 0 } as const

/** One modification; an acknowledgement follows, or a refusal comes instead. */
export const tell = (
  protocol: NetlinkProtocol,
  type: number,
  object: keyof typeof presence,
  body: Uint8Array,
): Question => ({ ...one(protocol, type, body), flags: flag.request | flag.acknowledge | presence[object] })

/** NFNL_MSG_BATCH_BEGIN, NFNL_MSG_BATCH_END (linux/netfilter/nfnetlink.h), and the header of each, which names the subsystem nftables. */
const batch = { begin: 0x10, end: 0x11, header: Uint8Array.of(0, 0, 0, 10) } as const

/** Writes what the kernel is told. Of nftables the kernel takes it in a batch alone, which becomes true as a whole. */
export function encodeTold({ protocol, type, flags, body }: Question, asked: Asked): Uint8Array {
  const message = encodeMessage({ ...asked, type, flags, body })
  if (protocol !== 12) return message
  const bound = (type: number) => encodeMessage({ ...asked, type, flags: flag.request, body: batch.header })
  return joined(bound(batch.begin), message, bound(batch.end))
}
