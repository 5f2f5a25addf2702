/**
 * Every way in which an ordinary user's program can choose how a packet leaves: by the routes, by a device in four manners, by a
 * source address, past the routers. A table: a new way is a new row.
 */
import ipaddr from 'ipaddr.js'
import { bindTo, closeSocket, connectTo, inet, openSocket, type Refusal, send, setOption } from './libc.ts'

/** The link that the host's packets are to be lured onto. */
export interface Device {
  readonly name: string
  readonly index: number
  /** The host's own addresses there; null where it has none of that family. */
  readonly v4: string | null
  readonly v6: string | null
}

interface Packet {
  readonly to: string
  readonly port: number
  readonly device: Device
}

export interface WayOut {
  readonly name: string
  /** Of the destination; `mapped` is IPv4 by a socket of IPv6 (RFC 4291, 2.5.5.2). */
  readonly family: 4 | 6
  readonly mapped?: true
  /** Sends one packet. Returns how the kernel refused to, or null. */
  readonly go: (packet: Packet) => Refusal
}

/** <asm-generic/socket.h>, <linux/in.h>, <linux/in6.h>, <linux/socket.h> */
const level = { socket: 1, ip: 0, ipv6: 41 } as const
const option = { bindToDevice: 25, unicastIf4: 50, unicastIf6: 76, pktinfo4: 8, pktinfo6: 50 } as const
const dontRoute = 4

const payload = Buffer.from('for home')
const none = Buffer.alloc(0)

const int32 = (value: number, order: 'host' | 'network' = 'host') => {
  const bytes = Buffer.alloc(4)
  if (order === 'host') bytes.writeInt32LE(value)
  else bytes.writeInt32BE(value)
  return bytes
}

const bytesOf = (address: string) => Buffer.from(ipaddr.parse(address).toByteArray())
const mappedBytes = (address: string) => Buffer.from(ipaddr.IPv4.parse(address).toIPv4MappedAddress().toByteArray())

/** struct sockaddr_in and sockaddr_in6 */
function socketAddress(family: 4 | 6, address: Buffer, at: number): Buffer {
  const bytes = Buffer.alloc(family === 4 ? 16 : 28)
  bytes.writeUInt16LE(inet[family], 0)
  bytes.writeUInt16BE(at, 2)
  address.copy(bytes, family === 4 ? 4 : 8)
  return bytes
}

/** cmsg(3) on a machine of 64 bits. */
function ancillary(ofLevel: number, type: number, data: Buffer): Buffer {
  const header = Buffer.alloc(16)
  header.writeBigUInt64LE(BigInt(header.length + data.length), 0)
  header.writeInt32LE(ofLevel, 8)
  header.writeInt32LE(type, 12)
  return Buffer.concat([header, data, Buffer.alloc((8 - (data.length % 8)) % 8)])
}
/** struct in_pktinfo (ip(7)) and in6_pktinfo (RFC 3542, 6.2): by this interface, from whichever address. */
const pktinfo4 = (index: number) => ancillary(level.ip, option.pktinfo4, Buffer.concat([int32(index), Buffer.alloc(8)]))
const pktinfo6 = (index: number, source = Buffer.alloc(16)) =>
  ancillary(level.ipv6, option.pktinfo6, Buffer.concat([source, int32(index)]))

interface Manner {
  readonly name: string
  /** Asked of the socket before anything is sent. */
  readonly prepare?: (fd: number, device: Device) => Refusal
  readonly control?: (device: Device) => Buffer
  readonly flags?: number
}

const byDevice: NonNullable<Manner['prepare']> = (fd, { name }) =>
  setOption(fd, level.socket, option.bindToDevice, Buffer.from(`${name}\0`))
const byUnicastIf4: NonNullable<Manner['prepare']> = (fd, { index }) =>
  setOption(fd, level.ip, option.unicastIf4, int32(index, 'network'))
const byUnicastIf6: NonNullable<Manner['prepare']> = (fd, { index }) =>
  setOption(fd, level.ipv6, option.unicastIf6, int32(index, 'network'))

const manners4: readonly Manner[] = [
  { name: 'plain' },
  { name: 'bound to the device', prepare: byDevice },
  { name: 'by PKTINFO', control: ({ index }) => pktinfo4(index) },
  { name: 'by UNICAST_IF', prepare: byUnicastIf4 },
]
const manners6: readonly Manner[] = [
  { name: 'plain' },
  { name: 'bound to the device', prepare: byDevice },
  { name: 'by PKTINFO', control: ({ index }) => pktinfo6(index) },
  { name: 'by UNICAST_IF', prepare: byUnicastIf6 },
]
/** IPv4's own interface option holds for a socket of IPv6, too (udp.c, `uc_index`); PKTINFO wants a source of that kind (ip_cmsg_send). */
const mannersMapped: readonly Manner[] = [
  { name: 'plain' },
  { name: 'bound to the device', prepare: byDevice },
  { name: 'by PKTINFO', control: ({ index }) => pktinfo6(index, mappedBytes('0.0.0.0')) },
  { name: 'by UNICAST_IF', prepare: byUnicastIf4 },
]
const onlyIPv4: readonly Manner[] = [
  { name: 'past the routers', flags: dontRoute },
  { name: 'past the routers, bound to the device', prepare: byDevice, flags: dontRoute },
]
const fromItsAddress = (family: 4 | 6): Manner => ({
  name: 'from its address',
  prepare: (fd, { v4, v6 }) => {
    const own = family === 4 ? v4 : v6
    return own === null ? null : bindTo(fd, socketAddress(family, bytesOf(own), 0))
  },
})

type Destination = Pick<WayOut, 'family' | 'mapped'>
const socketFamily = ({ family, mapped }: Destination) => (mapped ? 6 : family)
const addressOf = (destination: Destination, { to, port }: Packet) => {
  const bytes = destination.mapped ? mappedBytes(to) : bytesOf(to)
  return socketAddress(socketFamily(destination), bytes, port)
}
const words = ({ family, mapped }: Destination, protocol: string, { name }: Manner) =>
  `IPv${family}${mapped ? ' as IPv6' : ''}, ${protocol} ${name}`

/** A socket of its own for each packet: nothing that one has learned serves another. */
const way = (destination: Destination, protocol: 'udp' | 'tcp', manner: Manner): WayOut => ({
  ...destination,
  name: words(destination, protocol.toUpperCase(), manner),
  go(packet) {
    const { device } = packet
    const fd = openSocket(socketFamily(destination), protocol)
    try {
      const unprepared = manner.prepare?.(fd, device) ?? null
      if (unprepared !== null) return unprepared
      const address = addressOf(destination, packet)
      if (protocol === 'udp') return send(fd, address, payload, manner.control?.(device) ?? none, manner.flags ?? 0)
      // Its SYN has been sent when this says that it is under way.
      const refusal = connectTo(fd, address)
      return refusal === 'EINPROGRESS' ? null : refusal
    } finally {
      closeSocket(fd)
    }
  },
})

const four = { family: 4 } as const
const six = { family: 6 } as const
const mapped = { family: 4, mapped: true } as const
/** What a stream can be asked for: it has no ancillary data. */
const streams = (manners: readonly Manner[]) => manners.filter(({ control, flags }) => !control && !flags)

export const waysOut: readonly WayOut[] = [
  ...[...manners4, ...onlyIPv4, fromItsAddress(4)].map((manner) => way(four, 'udp', manner)),
  ...streams(manners4).map((manner) => way(four, 'tcp', manner)),
  ...mannersMapped.map((manner) => way(mapped, 'udp', manner)),
  ...streams(mannersMapped).map((manner) => way(mapped, 'tcp', manner)),
  ...[...manners6, fromItsAddress(6)].map((manner) => way(six, 'udp', manner)),
  ...streams(manners6).map((manner) => way(six, 'tcp', manner)),
]
