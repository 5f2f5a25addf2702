/** Who is at the other end of a UNIX socket (unix(7), SO_PEERCRED). Node has no API for it; getsockopt(2) has. */
import type { Socket } from 'node:net'
import koffi from 'koffi'

export interface Peer {
  readonly pid: number
  readonly uid: number
  readonly gid: number
}

/** asm-generic/socket.h */
const SOL_SOCKET = 1
const SO_PEERCRED = 17
/** struct ucred: three 32-bit numbers. */
const ucredLength = 12

type GetSockOpt = (descriptor: number, level: number, name: number, value: Buffer, length: Uint32Array) => number
let getsockopt: GetSockOpt | undefined

/** node:net keeps the descriptor of a socket to itself; libuv's handle shows it. */
const descriptorOf = (socket: Socket) => (socket as Socket & { readonly _handle?: { readonly fd: number } })._handle?.fd

export function peerOf(socket: Socket): Peer {
  const descriptor = descriptorOf(socket)
  if (descriptor === undefined || descriptor < 0) throw new Error('the connection is closed already')
  getsockopt ??= koffi.load('libc.so.6').func('int getsockopt(int, int, int, void *, uint32_t *)') as GetSockOpt
  const credentials = Buffer.alloc(ucredLength)
  if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, credentials, new Uint32Array([ucredLength])) !== 0) {
    throw new Error('getsockopt(SO_PEERCRED) failed')
  }
  return { pid: credentials.readInt32LE(0), uid: credentials.readUInt32LE(4), gid: credentials.readUInt32LE(8) }
}
