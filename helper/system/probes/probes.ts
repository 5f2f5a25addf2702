/**
 * Probes are questions to the network that change nothing; this is their interface. Lengths are of whole IP packets, in bytes; times are
 * in milliseconds. A question that cannot even be sent (no route, no such interface) counts as unanswered, with its reason.
 */

export interface Where {
  /** The address to ask. Its family decides between ICMP and ICMPv6. */
  readonly target: string
  /** The packet leaves by this interface and no other (SO_BINDTODEVICE); the routing decides where absent. */
  readonly interface?: string | undefined
  /** SO_MARK: with our mark, a packet never goes into the tunnel. */
  readonly mark?: number | undefined
  /** The hop limit (TTL) of the packet; the system's default (64) where absent. */
  readonly hops?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface EchoRequest extends Where {
  readonly count: number
  /** The probe ends as soon as so many requests are answered; absent: when all are. */
  readonly enough?: number | undefined
  /** The time from the first request on; the requests are sent half a second apart. */
  readonly deadlineMs: number
}

export interface EchoAnswer {
  /** Less than was asked for where the probe ended before. */
  readonly sent: number
  readonly received: number
  /** The shortest round trip; null when no answer came. */
  readonly rttMs: number | null
  /** "send: ENETUNREACH"; "host unreachable" */
  readonly errors: readonly string[]
}

export interface SizedEchoRequest extends Where {
  /** The length of each IP packet to send; a length that is named twice is sent twice. This side never fragments them. */
  readonly lengths: readonly number[]
  /** The first answer is waited for this long. */
  readonly deadlineMs: number
  /** The probe ends when no answer followed the last one for this long, and at once when all are answered. */
  readonly quietMs: number
}

export interface SizedEchoAnswer {
  /** How many copies of each length came back. */
  readonly answered: ReadonlyMap<number, number>
  /** The lengths that this system refused to send (EMSGSIZE), as they are longer than the interface's own MTU. */
  readonly tooLong: ReadonlySet<number>
  /** The smallest MTU that a router named (Packet Too Big, Fragmentation Needed); null where none did. */
  readonly named: number | null
  readonly rttMs: number | null
  readonly errors: readonly string[]
}

export interface UdpRequest extends Where {
  readonly port: number
  readonly payload: Uint8Array
  /** The question is sent three times within this time, as packets get lost. The probe ends with the first answer. */
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
  /** The advertisement as ICMPv6, from its type on (RFC 4861, 4.2). */
  readonly packet: Uint8Array
  /** The Ethernet address of our end of the link: "52:54:00:12:34:56". */
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
