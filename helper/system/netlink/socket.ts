/**
 * Opens netlink sockets by libc (netlink(7)). The kernel answers within the call that asks, and may wait in it for a lock that another
 * program holds. So each call is made in a thread, and the event loop goes on.
 */
import type { Asked } from '../../core/netlink/answer.ts'
import type { NetlinkProtocol } from '../../core/netlink/question.ts'
import { errorName, inThread, type Libc, libc } from '../probes/libc.ts'
import { createReceiveVector, type ReceiveVector } from './receive-vector.ts'

/** linux/socket.h, linux/netlink.h */
const AF_NETLINK = 16
const SOCK_RAW = 3
const SOCK_CLOEXEC = 0o2000000
const SOL_NETLINK = 270
const NETLINK_CAP_ACK = 10
const NETLINK_EXT_ACK = 11
const NETLINK_GET_STRICT_CHK = 12
/** recvmsg(2) */
const MSG_DONTWAIT = 0x40
/** struct sockaddr_nl: family, padding, port, groups. Port 0 lets the kernel choose one, and is the kernel's own. */
const addressLength = 12

const one = Buffer.from([1, 0, 0, 0])

export interface NetlinkSocket {
  /** The port and the sequence number of the next question (netlink(7)): a message with others is not its answer. */
  readonly asked: Asked
  /** Sends the question. Returns why it was not sent, or null. */
  send(request: Uint8Array): Promise<string | null>
  /** Returns the datagrams that are there by now, which the next call overwrites; or why there are none. */
  receive(): Promise<readonly Uint8Array[] | string>
  /** Overwrites what was received. @param whole whether the answer was read to its end, so that another question may follow on this socket */
  release(whole: boolean): void
}

/** Gives a socket that nobody else uses until it is released; or says why there is none. */
export type TakeSocket = (protocol: NetlinkProtocol) => Promise<NetlinkSocket | string>

interface OpenSocket {
  readonly fd: number
  readonly port: number
  readonly vector: ReceiveVector
  sequence: number
}

/** Sockets stay open between looks: opening takes as long as asking. */
export function createSockets(): TakeSocket {
  const idle: Record<NetlinkProtocol, OpenSocket[]> = { 0: [], 6: [], 12: [], 16: [] }
  return async (protocol) => {
    const c = await libc()
    const socket = idle[protocol].pop() ?? (await open(c, protocol))
    if (typeof socket === 'string') return socket
    socket.sequence += 1
    return inUse(c, socket, () => idle[protocol].push(socket))
  }
}

async function open(c: Libc, protocol: NetlinkProtocol): Promise<OpenSocket | string> {
  const fd = await inThread(c, (done) => c.socket.async(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol, done))
  if (typeof fd === 'string') return fd
  const address = Buffer.alloc(addressLength)
  address.writeUInt16LE(AF_NETLINK, 0)
  if (c.bind(fd, address, addressLength) !== 0 || c.getsockname(fd, address, new Uint32Array([addressLength])) !== 0) {
    const why = errorName(c.errno())
    c.close(fd)
    return why
  }
  // With strict checking the kernel takes the filters in a dump's header. With extended acknowledgements a refusal has words, and the request
  // that is refused, which may hold a key, is left out of it (netlink(7)). Kernels before 4.20 lack some of these, and answer all the same.
  for (const option of [NETLINK_GET_STRICT_CHK, NETLINK_EXT_ACK, NETLINK_CAP_ACK])
    c.setsockopt(fd, SOL_NETLINK, option, one, one.length)
  return { fd, port: address.readUInt32LE(4), vector: createReceiveVector(c), sequence: 0 }
}

const inUse = (c: Libc, { fd, port, sequence, vector }: OpenSocket, giveBack: () => void): NetlinkSocket => ({
  asked: { port, sequence },
  async send(request) {
    const sent = await inThread(c, (done) => c.sendto.async(fd, request, request.length, 0, null, 0, done))
    // The question is used here so that its bytes live until now: the garbage collector does not know of the thread that reads them.
    return typeof sent === 'string' ? sent : sent === request.length ? null : 'EMSGSIZE'
  },
  async receive() {
    const received = await inThread(c, (done) =>
      c.recvmmsg.async(fd, vector.ready(), vector.count, MSG_DONTWAIT, null, done),
    )
    return typeof received === 'string' ? received : (vector.datagrams(received) ?? 'EMSGSIZE')
  },
  release(whole) {
    vector.wipe()
    if (whole) giveBack()
    else c.close(fd)
  },
})
