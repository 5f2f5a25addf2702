/** What the checks may ask the system and the network, as an interface: `service/connectivity-run.ts` answers. */
import type { OwnCertificate } from '../certificate/own-certificate.ts'
import type { Outcome } from '../outcome.ts'

export interface EchoQuestion {
  readonly target: string
  /** The interface that the packet leaves by; where absent the routing chooses one, as for an application. */
  readonly interface?: string
  /** Whether the packet bears our mark, by which it goes round the tunnel. */
  readonly marked?: boolean
  /** The hop limit: the router at which the packet dies answers. */
  readonly hops?: number
  /**
   * The number of echoes, 3 where absent. The first answer is enough: the question is whether the target answers, not
   * how well.
   */
  readonly count?: number
}

export interface EchoResult {
  readonly sent: number
  readonly received: number
  readonly rttMs: number | null
  /** "host unreachable", "send: ENETUNREACH" */
  readonly errors: readonly string[]
}

/** `foreign`: something came back that is no answer to what was asked. */
export type UdpResult = 'answered' | 'foreign' | 'refused' | 'silent' | 'unsent'

export interface RouteChoice {
  readonly to: string
  /** null: the kernel refuses ("unreachable"), with its words in `words`. */
  readonly interface: string | null
  readonly source: string | null
  readonly table: string | null
  readonly words: string
}

export interface Questions {
  echo(question: EchoQuestion): Promise<EchoResult>
  /** Sends an IKE_SA_INIT to a UDP port of the gateway, round the tunnel. */
  ike(gateway: string, port: number): Promise<{ result: UdpResult; rttMs: number | null; errors: readonly string[] }>
  resolve(name: string): Promise<Outcome<string>>
  /** Our own certificate's facts; null where the profile names none. */
  ownCertificate(): OwnCertificate | null
  /** RFC 3339. */
  now(): string
  /** Whether a neighbour on the link answers ARP or neighbour discovery; null where the link has neither. */
  neighbour(address: string, device: string): Promise<boolean | null>
  /** Asks the kernel what it would do with packets to these addresses. */
  routes(to: readonly string[]): Promise<readonly RouteChoice[]>
  pathMtu(
    target: string,
    device: string,
    highest: number,
    marked?: boolean,
  ): Promise<{ readonly measured: number | null; readonly evidence: readonly string[] }>
  /** The bytes that passed an interface since it was made; null where there is no such interface. */
  traffic(device: string): { readonly bytesIn: number; readonly bytesOut: number } | null
}
