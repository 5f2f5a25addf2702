/**
 * Questions to the network that leave nothing behind: an interface, and its adapter for Linux. Lengths are of whole IP packets, in bytes; times
 * are milliseconds. What cannot even be sent (no route, no such interface) counts as unanswered, with its reason.
 */

export interface Where {
  /** Address; its family decides between ICMP and ICMPv6. */
  readonly target: string
  /** The packet leaves by this interface and no other (SO_BINDTODEVICE); the routing decides where absent. */
  readonly interface?: string | undefined
  /** SO_MARK: with our mark, a packet never goes into the tunnel. */
  readonly mark?: number | undefined
  /** Dies at the router after so many; the system's default (64) where absent. */
  readonly hops?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface EchoRequest extends Where {
  readonly count: number
  /** Returns as soon as so many are answered; all of them where absent. */
  readonly enough?: number | undefined
  /** From the first request on; all are sent at once. */
  readonly deadlineMs: number
}

export interface EchoAnswer {
  readonly sent: number
  readonly received: number
  /** Smallest of all; null when none came. */
  readonly rttMs: number | null
  /** "send: ENETUNREACH"; "host unreachable" */
  readonly errors: readonly string[]
}

export interface SizedEchoRequest extends Where {
  /** Length of each IP packet to send; the same length several times is several copies. Never fragmented here. */
  readonly lengths: readonly number[]
  /** For the first answer. */
  readonly deadlineMs: number
  /** Ends when nothing more came for so long after an answer; all answered: at once. */
  readonly quietMs: number
}

export interface SizedEchoAnswer {
  /** How many copies of each length came back. */
  readonly answered: ReadonlyMap<number, number>
  /** The sending system itself refused (EMSGSIZE): longer than the interface's own MTU. */
  readonly tooLong: ReadonlySet<number>
  /** Smallest of the MTUs that routers named (Packet Too Big, Fragmentation Needed); null where none did. */
  readonly named: number | null
  readonly rttMs: number | null
  readonly errors: readonly string[]
}

export interface UdpRequest extends Where {
  readonly port: number
  readonly payload: Uint8Array
  /** Sent three times within it, for packets get lost; returns with the first answer. */
  readonly deadlineMs: number
}

export interface UdpAnswer {
  /** `refused`: ICMP port unreachable came back, so the host is there. */
  readonly result: 'answered' | 'refused' | 'silent' | 'unsent'
  readonly rttMs: number | null
  /** The answer as it came; empty without one. */
  readonly payload: Uint8Array
  readonly errors: readonly string[]
}

export interface NeighbourRequest {
  readonly target: string
  readonly interface: string
  readonly deadlineMs: number
  readonly signal?: AbortSignal | undefined
}

export interface AdvertisementRequest {
  readonly interface: string
  readonly deadlineMs: number
  readonly signal?: AbortSignal | undefined
}

export interface Advertisement {
  /** ICMPv6, from its type on (RFC 4861, 4.2). */
  readonly packet: Uint8Array
  /** Of our end of the link: "52:54:00:12:34:56". */
  readonly mac: string
}

export interface Probes {
  echo(request: EchoRequest): Promise<EchoAnswer>
  sizedEchoes(request: SizedEchoRequest): Promise<SizedEchoAnswer>
  udp(request: UdpRequest): Promise<UdpAnswer>
  /** Whether somebody on the link answers ARP or neighbour discovery for this address; null: the link has neither. */
  neighbour(request: NeighbourRequest): Promise<boolean | null>
  /** What a router on this link advertises when it is asked; null where none does. */
  routerAdvertisement(request: AdvertisementRequest): Promise<Advertisement | null>
}
