/** Holds the memory for several datagrams at once, laid out as recvmmsg(2) wants it. */
import type { Libc } from '../probes/libc.ts'

/** No datagram of a dump is longer than this (net/netlink/af_netlink.c, netlink_dump). */
const datagramLength = 32 * 1024
/** The number of datagrams that one call takes. An ordinary laptop's list with the end of the dump comes in two, thousands of routes in dozens. */
const count = 4

/** struct sockaddr_nl (netlink(7)): family, padding, port, groups. */
const nameLength = 12
/** The port of the kernel. Other programs may send to a netlink socket, too (netlink(7)). */
const kernelPort = 0
/** struct iovec: address and length. */
const pieceLength = 16
/** struct mmsghdr on 64-bit machines: a struct msghdr, and the length that was received. */
const header = { length: 64, name: 0, nameLength: 8, pieces: 16, pieceCount: 24, flags: 48, received: 56 } as const
/** The flag of a datagram that was longer than the memory for it (recvmsg(2)). */
const MSG_TRUNC = 0x20

export interface ReceiveVector {
  readonly count: number
  /** Makes the vector ready for a call of recvmmsg(2), which overwrites parts of it. To be called before each. */
  ready(): Buffer
  /** Gives the first `received` datagrams without those that are not from the kernel. Null where one was cut off. */
  datagrams(received: number): readonly Uint8Array[] | null
  /** Overwrites what was received, which may hold keys of security associations. */
  wipe(): void
}

export function createReceiveVector(c: Libc): ReceiveVector {
  // All of it is one block, as the kernel follows addresses that point into it, of which the garbage collector does not know.
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
    /** The bytes of `data` that were received into. */
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
