/**
 * An attempt sends its packets by a strategy: the usual one, or the one that the current network needs. An attempt
 * learns what the network needs only once its tunnel stands; then that attempt ends, and the next one uses the other
 * strategy.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import { familyOf } from '../ip.ts'
import { ipv6MinimumMtu } from '../mtu/ipv6-minimum.ts'
import { finding } from '../outcome.ts'
import type { Established } from './established.ts'

/**
 * The ways in which an attempt may send ESP, in the order in which they are tried. Without NAT, ESP is sent as IP
 * protocol 50. Some networks drop that protocol: then ESP is sent in UDP, as IKE is (RFC 3948). Some gateways
 * (OpenIKED) take a laptop that sends to port 4500, which MOBIKE does (RFC 4555, 3.3), for one behind NAT, and on some
 * systems they cannot send ESP in UDP over IPv6: the last way leaves MOBIKE out, so that IKE stays at port 500.
 */
const espStrategies = ['as it is', 'in UDP', 'as it is, without MOBIKE'] as const
export type EspStrategy = (typeof espStrategies)[number]

export interface TransportStrategy {
  readonly esp: EspStrategy
  /**
   * The size in bytes of the largest packet that passes in one piece, set where IPv6's minimum does not pass: the
   * daemon's packets are sent without DF then, and the path MTU cannot be measured any more. null: packets are sent
   * with DF.
   */
  readonly whole: number | null
}

export const usualStrategy: TransportStrategy = { esp: 'as it is', whole: null }

const nextOf = (esp: EspStrategy): EspStrategy | undefined => espStrategies[espStrategies.indexOf(esp) + 1]

/** Observations of a tunnel that stands. */
export interface Standing {
  readonly profile: Profile
  readonly established: Established
  /** The path MTU; null where no echo came back. */
  readonly measured: number | null
  /** Bytes that the outermost link has received. */
  readonly bytesIn: number
}

/**
 * Finds the reason to end this attempt for one with another strategy. null: this strategy is good, or there is no
 * better one.
 */
export function reasonToChange(
  strategy: TransportStrategy,
  { profile, established, measured, bytesIn }: Standing,
): Finding | null {
  const silent = measured === null && bytesIn === 0
  if (silent && nextOf(strategy.esp) && hasOtherEsp(established))
    return finding('esp-silent', {}, [`ESP went ${strategy.esp}, and nothing at all came in`])
  if (measured !== null && measured < ipv6MinimumMtu && strategy.whole === null && setsDf(profile, established))
    return finding('mtu-below-1280', { measured }, [`${measured} bytes pass in one piece`])
  return null
}

/**
 * Chooses the strategy of the next attempt from the finding that ended this one. null: the finding calls for no other
 * strategy.
 */
export function nextStrategy(strategy: TransportStrategy, { code, args }: Finding): TransportStrategy | null {
  const esp = nextOf(strategy.esp)
  if (code === 'esp-silent' && esp) return { ...strategy, esp }
  if (code === 'mtu-below-1280' && strategy.whole === null) return { ...strategy, whole: args.measured }
  return null
}

/**
 * Tells whether ESP could be sent in another way. With NAT between, ESP can only be sent in UDP; GRE in transport mode
 * knows neither NAT nor UDP nor MOBIKE.
 */
const hasOtherEsp = (established: Established): boolean =>
  established.kind === 'ike' && established.mode === 'tunnel' && !established.natBetween

/**
 * The part that fragments packets which are longer than what passes in one piece: GRE or a daemon without DF fragments,
 * tincd sends such packets by TCP, a daemon with DF would fragment with the next attempt, and nothing fragments where
 * all outer packets are IPv6.
 */
export type Splitter = 'gre' | 'ike' | 'openvpn' | 'tinc' | 'next try' | 'nobody'

export function splitterOf(strategy: TransportStrategy, profile: Profile, established: Established): Splitter {
  const { kind, remoteHost } = established
  if (kind === 'tinc') return 'tinc'
  if (strategy.whole !== null && kind !== 'static') return kind
  if (setsDf(profile, established)) return 'next try'
  return profile.layer[1]?.kind === 'gre' && familyOf(remoteHost) === 4 ? 'gre' : 'nobody'
}

/**
 * Tells whether the daemon sets DF on its packets, so that they must pass in one piece. IPv6 packets are never
 * fragmented on the way; GRE in IPv4 has a DF of its own, which ESP copies; tincd sends by TCP what does not pass.
 */
function setsDf({ layer: [, inside] }: Profile, established: Established): boolean {
  if (familyOf(established.remoteHost) === 6) return false
  if (established.kind === 'ike') return established.mode === 'tunnel' && inside?.kind !== 'gre'
  return established.kind === 'openvpn' && established.transport === 'udp'
}
