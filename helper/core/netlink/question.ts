/** A question to the kernel, or something that it is told to do, before it has a number. */
import { flag } from './message.ts'

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
