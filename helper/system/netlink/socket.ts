/**
 * A netlink socket by libc (netlink(7)). The kernel answers within the call that asks, and may wait there for a lock that
 * somebody else holds: so each call is made in a thread, and the event loop goes on.
 */
import type { Asked } from '../../core/netlink/answer.ts'
import type { NetlinkProtocol } from '../../core/netlink/question.ts'
import { errorName, type Libc, libc } from '../probes/libc.ts'
import { createReceiveVector, type ReceiveVector } from './receive-vector.ts'

/** linux/socket.h, linux/netlink.h */
const AF_NETLINK = 16
const SOCK_RAW = 3
const SOCK_CLOEXEC = 0o2000000
const SOL_NETLINK = 270
const NETLINK_GET_STRICT_CHK = 12
/** recvmsg(2) */
const MSG_DONTWAIT = 0x40
/** struct sockaddr_nl: family, padding, port, groups. Port 0 lets the kernel choose one, and is the kernel's own. */
const addressLength = 12

const one = Buffer.from([1, 0, 0, 0])

export interface NetlinkSocket {
  /** Of the question that is asked next (netlink(7)): what else still comes is not its answer. */
  readonly asked: Asked
  /** Why it was not sent, or null. */
  send(request: Uint8Array): Promise<string | null>
  /** What is there by now; it is overwritten by the next call. Or why there is nothing. */
  receive(): Promise<readonly Uint8Array[] | string>
  /** Wipes what was received. @param whole nothing is still to come: another question may follow on this socket */
  release(whole: boolean): void
}

/** One that nobody else uses until it is released. @returns why it cannot be had, instead */
export type TakeSocket = (protocol: NetlinkProtocol) => Promise<NetlinkSocket | string>

interface OpenSocket {
  readonly fd: number
  readonly port: number
  readonly vector: ReceiveVector
  sequence: number
}

/** Sockets stay open between looks: opening takes as long as asking. */
export function createSockets(): TakeSocket {
  const idle: Record<NetlinkProtocol, OpenSocket[]> = { 0: [], 6: [], 12: [] }
  return async (protocol) => {
    const c = await libc()
    const socket = idle[protocol].pop() ?? open(c, protocol)
    if (typeof socket === 'string') return socket
    socket.sequence += 1
    return inUse(c, socket, () => idle[protocol].push(socket))
  }
}

function open(c: Libc, protocol: NetlinkProtocol): OpenSocket | string {
  const fd = c.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol)
  if (fd < 0) return errorName(c.errno())
  const address = Buffer.alloc(addressLength)
  address.writeUInt16LE(AF_NETLINK, 0)
  if (c.bind(fd, address, addressLength) !== 0 || c.getsockname(fd, address, new Uint32Array([addressLength])) !== 0) {
    const why = errorName(c.errno())
    c.close(fd)
    return why
  }
  // Headers are looked at, so that a dump can say what it wants. Kernels before 4.20 know no such thing.
  c.setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, one, one.length)
  return { fd, port: address.readUInt32LE(4), vector: createReceiveVector(c), sequence: 0 }
}

const inUse = (c: Libc, { fd, port, sequence, vector }: OpenSocket, giveBack: () => void): NetlinkSocket => ({
  asked: { port, sequence },
  send: (request) =>
    new Promise((resolve, reject) => {
      c.sendto.async(fd, request, request.length, 0, null, 0, (error, sent) => {
        if (error) reject(error)
        else resolve(sent === request.length ? null : errorName(c.errno()))
      })
    }),
  receive: () =>
    new Promise((resolve, reject) => {
      c.recvmmsg.async(fd, vector.ready(), vector.count, MSG_DONTWAIT, null, (error, received) => {
        if (error) reject(error)
        else if (received < 0) resolve(errorName(c.errno()))
        else resolve(vector.datagrams(received) ?? 'EMSGSIZE')
      })
    }),
  release(whole) {
    vector.wipe()
    if (whole) giveBack()
    else c.close(fd)
  },
})
