/** The framing that all netlink messages have in common (netlink(7), struct nlmsghdr). */
import { joined, NetlinkMalformed, part, u16, u16Bytes, u32, u32Bytes } from './bytes.ts'

export const headerLength = 16

export interface NetlinkMessage {
  readonly type: number
  readonly flags: number
  readonly sequence: number
  readonly port: number
  /** What follows the header. It lies in the datagram: whoever keeps something of it makes a copy. */
  readonly body: Uint8Array
}

/** linux/netlink.h: NLM_F_…; `capped` and `extended` are of refusals. */
export const flag = {
  request: 0x1,
  acknowledge: 0x4,
  interrupted: 0x10,
  capped: 0x100,
  extended: 0x200,
  dump: 0x300,
} as const

/** linux/netlink.h: NLMSG_…; what a family of messages defines itself begins at 0x10. */
export const control = { nothing: 1, error: 2, done: 3, overrun: 4 } as const

export const encodeMessage = ({ type, flags, sequence, port, body }: NetlinkMessage): Uint8Array =>
  joined(
    u32Bytes(headerLength + body.length),
    u16Bytes(type),
    u16Bytes(flags),
    u32Bytes(sequence),
    u32Bytes(port),
    body,
  )

/** All messages of one datagram. */
export function decodeMessages(datagram: Uint8Array): NetlinkMessage[] {
  const messages: NetlinkMessage[] = []
  let at = 0
  while (at < datagram.length) {
    const length = u32(datagram, at)
    if (length < headerLength) throw new NetlinkMalformed(`a message of ${length} bytes`)
    messages.push({
      type: u16(datagram, at + 4),
      flags: u16(datagram, at + 6),
      sequence: u32(datagram, at + 8),
      port: u32(datagram, at + 12),
      body: part(datagram, at + headerLength, length - headerLength),
    })
    at += (length + 3) & ~3
  }
  return messages
}
