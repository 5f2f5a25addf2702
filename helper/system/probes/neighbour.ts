/**
 * Asks a neighbour on the link itself, by ARP (RFC 826) or neighbour discovery (RFC 4861). The kernel's own table is no
 * help: it believes in a neighbour that just died for up to half a minute.
 */
import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'
import { familyOf } from '../../core/ip.ts'
import type { NeighbourRequest } from './probes.ts'
import { openArpSocket, openSocket, type RawSocket } from './raw-socket.ts'

const neighbourSolicitation = 135
const neighbourAdvertisement = 136
const tries = 2

interface Own {
  readonly index: number
  readonly mac: readonly number[]
  readonly address: readonly number[]
}

/** Reads the link's Ethernet address; null on links that have none, as PPP and some modems. */
function ownOn(device: string, family: 4 | 6): Own | null {
  const address = networkInterfaces()[device]?.find((entry) => entry.family === `IPv${family}`)
  if (!address || address.mac === '00:00:00:00:00:00') return null
  return {
    index: Number(readFileSync(`/sys/class/net/${device}/ifindex`, 'utf8')),
    mac: address.mac.split(':').map((byte) => Number.parseInt(byte, 16)),
    address: ipaddr.parse(address.address).toByteArray(),
  }
}

/** The beginning of an ARP request: hardware type Ethernet, protocol IPv4, lengths 6 and 4, operation request. */
const arpRequest = ({ mac, address }: Own, target: readonly number[]) =>
  Buffer.from([0, 1, 0x08, 0, 6, 4, 0, 1, ...mac, ...address, 0, 0, 0, 0, 0, 0, ...target])
const isArpReply = (frame: Buffer, target: readonly number[]) =>
  frame.length >= 28 && frame.readUInt16BE(6) === 2 && frame.subarray(14, 18).equals(Buffer.from(target))

/** Makes a neighbour solicitation, with our link-layer address as option 1 (RFC 4861, 4.3). */
const solicitation = ({ mac }: Own, target: readonly number[]) =>
  Buffer.from([neighbourSolicitation, 0, 0, 0, 0, 0, 0, 0, ...target, 1, 1, ...mac])
const isAdvertisement = (packet: Buffer, target: readonly number[]) =>
  packet.length >= 24 &&
  packet.readUInt8(0) === neighbourAdvertisement &&
  packet.subarray(8, 24).equals(Buffer.from(target))

/** Gives the solicited-node multicast address (RFC 4291, 2.7.1). */
const solicitedNode = (target: readonly number[]) =>
  ipaddr.fromByteArray([0xff, 2, ...new Array<number>(9).fill(0), 1, 0xff, ...target.slice(13)]).toString()

export async function neighbour(request: NeighbourRequest): Promise<boolean | null> {
  const family = familyOf(request.target)
  const own = ownOn(request.interface, family)
  if (!own) return null
  const target = ipaddr.parse(request.target).toByteArray()
  if (family === 4) {
    const socket = await openArpSocket(own.index, request.signal)
    return askOver(socket, arpRequest(own, target), (frame) => isArpReply(frame, target), request)
  }
  const where = { ...request, target: solicitedNode(target), hops: 255 }
  const socket = await openSocket('icmp', where, { icmpTypes: [neighbourAdvertisement] })
  return askOver(socket, solicitation(own, target), (packet) => isAdvertisement(packet, target), request)
}

async function askOver(
  socket: RawSocket | string,
  question: Buffer,
  isAnswer: (packet: Buffer) => boolean,
  { deadlineMs, signal }: NeighbourRequest,
): Promise<boolean | null> {
  if (typeof socket === 'string') return null
  try {
    for (let attempt = 0; attempt < tries; attempt++) {
      // A link that is down refuses to send at once.
      if (socket.send(question) !== null) return false
      const until = performance.now() + deadlineMs / tries
      while (performance.now() < until && (await socket.readable(until - performance.now())))
        if (socket.receive().packets.some(isAnswer)) return true
      signal?.throwIfAborted()
    }
    return false
  } finally {
    socket.close()
  }
}
