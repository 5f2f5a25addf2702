/** Opens non-blocking sockets by libc with the options that probes need, and waits for them without holding up Node. */
import ipaddr from 'ipaddr.js'
import { familyOf } from '../../core/ip.ts'
import { errorName, type Libc, libc } from './libc.ts'
import { createPoller, type Poller } from './poller.ts'
import type { Where } from './probes.ts'

/** linux/socket.h, asm-generic/socket.h, linux/in.h, linux/in6.h, linux/icmp.h, linux/icmpv6.h */
const AF_INET = 2
const AF_INET6 = 10
const AF_PACKET = 17
const SOCK_DGRAM = 2
const SOCK_RAW = 3
const SOCK_NONBLOCK = 0o4000
const SOCK_CLOEXEC = 0o2000000
const IPPROTO_IP = 0
const IPPROTO_ICMP = 1
const IPPROTO_IPV6 = 41
const IPPROTO_ICMPV6 = 58
const SOL_SOCKET = 1
const SOL_RAW = 255
const SO_RCVBUF = 8
const SO_BINDTODEVICE = 25
const SO_MARK = 36
const IP_TTL = 2
const IP_MTU_DISCOVER = 10
const IPV6_UNICAST_HOPS = 16
const IPV6_MULTICAST_HOPS = 18
const IPV6_MTU_DISCOVER = 23
const IPV6_MULTICAST_LOOP = 19
/** The value that sets DF whatever path MTU this host has cached (ip(7), IP_PMTUDISC_PROBE): a packet is sent whole or refused (EMSGSIZE). */
const PMTUDISC_PROBE = 3
const ICMP_FILTER = 1
const ICMPV6_FILTER = 1

/** The size of the receive buffer: room for 30 answers of full length at once, with what the kernel accounts for each. */
const receiveBuffer = 512 * 1024
/** The room for one packet, longer than any. */
const longest = 65_536

export type SocketKind = 'icmp' | 'udp'

/** EtherType of ARP (IEEE 802). */
export const etherTypeArp = 0x0806

/** The filters of ICMP and ICMPv6 have a bit for each type; the kernel drops the types whose bit is set. */
const icmp4Filter = (passed: readonly number[]) => {
  const filter = Buffer.alloc(4)
  filter.writeUInt32LE(passed.reduce((bits, type) => bits & ~(1 << type), 0xffffffff) >>> 0)
  return filter
}
const icmp6Filter = (passed: readonly number[]) => {
  const filter = Buffer.alloc(32, 0xff) // linux/icmpv6.h: a set bit blocks
  for (const type of passed) {
    const at = (type >> 5) * 4
    filter.writeUInt32LE((filter.readUInt32LE(at) & ~(1 << (type & 31))) >>> 0, at)
  }
  return filter
}

export interface RawSocket {
  /** Sends a packet. Returns null, or why it could not be sent. */
  send(packet: Buffer): string | null
  /** Returns copies of all packets that are there now, and the error that came after them: on a UDP socket an ICMP error. */
  receive(): { readonly packets: readonly Buffer[]; readonly error: string | null }
  /** Resolves true when there is something to receive (or an error), false at the time-out or when aborted. */
  readable(timeoutMs: number): Promise<boolean>
  close(): void
}

const numberOption = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function socketAddress(target: string, port: number): Buffer {
  const bytes = Buffer.from(ipaddr.parse(target).toByteArray())
  const address = Buffer.alloc(bytes.length === 4 ? 16 : 28)
  address.writeUInt16LE(bytes.length === 4 ? AF_INET : AF_INET6, 0)
  address.writeUInt16BE(port, 2)
  bytes.copy(address, bytes.length === 4 ? 4 : 8)
  return address
}

type OptionLine = readonly [level: number, name: number, value: Buffer]

function optionsFor(kind: SocketKind, where: Where, icmpTypes: readonly number[]): readonly OptionLine[] {
  const six = familyOf(where.target) === 6
  const lines: OptionLine[] = [[SOL_SOCKET, SO_RCVBUF, numberOption(receiveBuffer)]]
  if (where.mark !== undefined) lines.push([SOL_SOCKET, SO_MARK, numberOption(where.mark)])
  if (where.interface !== undefined)
    lines.push([SOL_SOCKET, SO_BINDTODEVICE, Buffer.from(`${where.interface}\0`, 'latin1')])
  if (where.hops !== undefined)
    lines.push(
      six
        ? [IPPROTO_IPV6, IPV6_UNICAST_HOPS, numberOption(where.hops)]
        : [IPPROTO_IP, IP_TTL, numberOption(where.hops)],
    )
  if (kind === 'icmp') {
    lines.push(
      six
        ? [IPPROTO_IPV6, IPV6_MTU_DISCOVER, numberOption(PMTUDISC_PROBE)]
        : [IPPROTO_IP, IP_MTU_DISCOVER, numberOption(PMTUDISC_PROBE)],
      six ? [IPPROTO_ICMPV6, ICMPV6_FILTER, icmp6Filter(icmpTypes)] : [SOL_RAW, ICMP_FILTER, icmp4Filter(icmpTypes)],
    )
    // Without this option the laptop would answer its own questions to all nodes.
    if (six) lines.push([IPPROTO_IPV6, IPV6_MULTICAST_LOOP, numberOption(0)])
    // Neighbour discovery is believed only from the link itself (RFC 4861, 7.1).
    if (six && where.hops !== undefined) lines.push([IPPROTO_IPV6, IPV6_MULTICAST_HOPS, numberOption(where.hops)])
  }
  return lines
}

/** Opens a socket, or says in words what went wrong. */
export async function openSocket(
  kind: SocketKind,
  where: Where,
  { port = 0, icmpTypes = [] }: { port?: number; icmpTypes?: readonly number[] },
): Promise<RawSocket | string> {
  const c = await libc()
  const six = familyOf(where.target) === 6
  const type = (kind === 'icmp' ? SOCK_RAW : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC
  const protocol = kind === 'udp' ? 0 : six ? IPPROTO_ICMPV6 : IPPROTO_ICMP
  const fd = c.socket(six ? AF_INET6 : AF_INET, type, protocol)
  if (fd < 0) return `socket: ${errorName(c.errno())}`
  const fail = (what: string) => {
    const why = `${what}: ${errorName(c.errno())}`
    c.close(fd)
    return why
  }
  for (const [level, name, value] of optionsFor(kind, where, icmpTypes)) {
    if (c.setsockopt(fd, level, name, value, value.length) !== 0)
      return fail(name === SO_BINDTODEVICE ? `interface ${where.interface}` : `setsockopt ${level}/${name}`)
  }
  const address = socketAddress(where.target, port)
  // A connected UDP socket is told of ICMP errors; a raw one must not be, or it would hear its peer only.
  if (kind === 'udp' && c.connect(fd, address, address.length) !== 0) return fail('connect')
  return rawSocket(c, fd, kind === 'udp' ? null : address, where.signal)
}

/** ARP frames without their Ethernet header, to everybody on this link (packet(7)). */
export async function openArpSocket(index: number, signal: AbortSignal | undefined): Promise<RawSocket | string> {
  const c = await libc()
  const protocol = ((etherTypeArp & 0xff) << 8) | (etherTypeArp >> 8) // in network order
  const fd = c.socket(AF_PACKET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol)
  if (fd < 0) return `socket: ${errorName(c.errno())}`
  const everybody = Buffer.alloc(20) // struct sockaddr_ll
  everybody.writeUInt16LE(AF_PACKET, 0)
  everybody.writeUInt16BE(etherTypeArp, 2)
  everybody.writeInt32LE(index, 4)
  everybody.writeUInt8(6, 11)
  everybody.fill(0xff, 12, 18)
  return rawSocket(c, fd, everybody, signal)
}

let poller: Poller | undefined

function rawSocket(c: Libc, fd: number, address: Buffer | null, signal: AbortSignal | undefined): RawSocket {
  poller ??= createPoller(c)
  const { readable } = poller
  const buffer = Buffer.alloc(longest)
  return {
    send(packet) {
      const sent = c.sendto(fd, packet, packet.length, 0, address, address?.length ?? 0)
      return sent < 0 ? errorName(c.errno()) : null
    },
    receive() {
      const packets: Buffer[] = []
      for (;;) {
        const length = c.recvfrom(fd, buffer, buffer.length, 0, null, null)
        if (length < 0) {
          const error = errorName(c.errno())
          return { packets, error: error === 'EAGAIN' ? null : error }
        }
        packets.push(Buffer.from(buffer.subarray(0, length)))
      }
    },
    readable: (timeoutMs) => readable(fd, timeoutMs, signal),
    close: () => void c.close(fd),
  }
}
