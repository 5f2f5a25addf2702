/** Room for several datagrams at once, laid out as recvmmsg(2) wants it. */
import type { Libc } from '../probes/libc.ts'

/** A kernel fills no datagram of a dump beyond this (net/netlink/af_netlink.c, netlink_dump). */
const datagramLength = 32 * 1024
/** What a laptop has of anything, and the end of the dump, come in two; thousands of routes in dozens. */
const count = 4

/** struct sockaddr_nl (netlink(7)): family, padding, port, groups. */
const nameLength = 12
/** Others may send to a netlink socket, too (netlink(7)). */
const kernelPort = 0
/** struct iovec: where, how much. */
const pieceLength = 16
/** struct mmsghdr on 64-bit machines: a struct msghdr, and the length that was received. */
const header = { length: 64, name: 0, nameLength: 8, pieces: 16, pieceCount: 24, flags: 48, received: 56 } as const
/** The datagram was longer than its room (recvmsg(2)). */
const MSG_TRUNC = 0x20

export interface ReceiveVector {
  readonly count: number
  /** To be called before each recvmmsg(2): the kernel overwrites some of it. */
  ready(): Buffer
  /** The first `received` datagrams, but for those that are not from the kernel. Null where one was cut off. */
  datagrams(received: number): readonly Uint8Array[] | null
  /** Forgets what was received: there are keys of security associations in it. */
  wipe(): void
}

export function createReceiveVector(c: Libc): ReceiveVector {
  // One block for all: the kernel follows addresses in it, and the garbage collector does not know of them.
  const namesAt = count * header.length
  const piecesAt = namesAt + count * nameLength
  const dataAt = piecesAt + count * pieceLength
  const memory = Buffer.alloc(dataAt + count * datagramLength)
  const start = c.address(memory)
  const places = Array.from({ length: count }, (_, i) => ({
    header: i * header.length,
    name: namesAt + i * nameLength,
    piece: piecesAt + i * pieceLength,
    data: dataAt + i * datagramLength,
    /** Bytes of `data` that something was received into. */
    used: 0,
  }))
  for (const { header: at, name, piece, data } of places) {
    memory.writeBigUInt64LE(start + BigInt(data), piece)
    memory.writeBigUInt64LE(BigInt(datagramLength), piece + 8)
    memory.writeBigUInt64LE(start + BigInt(name), at + header.name)
    memory.writeBigUInt64LE(start + BigInt(piece), at + header.pieces)
    memory.writeBigUInt64LE(1n, at + header.pieceCount)
  }
  return {
    count,
    ready() {
      for (const place of places) memory.writeUInt32LE(nameLength, place.header + header.nameLength)
      return memory
    },
    datagrams(received) {
      const filled = places.slice(0, received)
      for (const place of filled) place.used = Math.max(place.used, memory.readUInt32LE(place.header + header.received))
      if (filled.some((place) => (memory.readInt32LE(place.header + header.flags) & MSG_TRUNC) !== 0)) return null
      return filled
        .filter((place) => memory.readUInt32LE(place.name + 4) === kernelPort)
        .map((place) => memory.subarray(place.data, place.data + memory.readUInt32LE(place.header + header.received)))
    },
    wipe() {
      for (const place of places) {
        memory.fill(0, place.data, place.data + place.used)
        place.used = 0
      }
    },
  }
}
