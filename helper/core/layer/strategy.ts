/**
 * How a try goes about it: as usual, or as the network that we are on wants it. A try learns that only when it stands; then it
 * ends, and the next one goes about it otherwise.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import { familyOf } from '../ip.ts'
import { ipv6MinimumMtu } from '../mtu/ipv6-minimum.ts'
import { finding } from '../outcome.ts'
import type { Established } from './established.ts'

/**
 * Where there is no NAT, ESP goes as it is. Some networks drop IP protocol 50: in UDP it goes as IKE goes (RFC 3948). Some
 * gateways take whoever comes to port 4500, as MOBIKE does (RFC 4555, 3.3), for one behind NAT, as OpenIKED does, which on some
 * systems cannot have it in UDP over IPv6: without MOBIKE, IKE stays at port 500.
 */
const espStrategies = ['as it is', 'in UDP', 'as it is, without MOBIKE'] as const
export type EspStrategy = (typeof espStrategies)[number]

export interface TransportStrategy {
  readonly esp: EspStrategy
  /**
   * Most bytes that pass in one piece, where IPv6's minimum does not: the daemon's packets go without DF, and nothing can be
   * measured any more. null: with DF.
   */
  readonly whole: number | null
}

export const usualStrategy: TransportStrategy = { esp: 'as it is', whole: null }

const nextOf = (esp: EspStrategy): EspStrategy | undefined => espStrategies[espStrategies.indexOf(esp) + 1]

/** Seen of a tunnel that stands. */
export interface Standing {
  readonly profile: Profile
  readonly established: Established
  /** The path MTU; null where no echo came back. */
  readonly measured: number | null
  /** By the outermost link. */
  readonly bytesIn: number
}

/** What goes better otherwise: why this try ends. null: it is good as it is, or there is no better way. */
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

/** How the next try goes about it, after this end of one; null: no otherwise. */
export function nextStrategy(strategy: TransportStrategy, { code, args }: Finding): TransportStrategy | null {
  const esp = nextOf(strategy.esp)
  if (code === 'esp-silent' && esp) return { ...strategy, esp }
  if (code === 'mtu-below-1280' && strategy.whole === null) return { ...strategy, whole: args.measured }
  return null
}

/** Behind NAT it goes in UDP and no other way; GRE in transport mode has no NAT, no UDP and no MOBIKE. */
const hasOtherEsp = (established: Established): boolean =>
  established.kind === 'ike' && established.mode === 'tunnel' && !established.natBetween

/**
 * Who sends in pieces what is longer than passes whole: GRE and the daemons without DF, tincd by TCP; a daemon with DF would
 * with the next try; nobody where all is IPv6.
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
 * Whether it is the daemon's packets that must pass in one piece. Those of IPv6 are never fragmented on the way; GRE in IPv4
 * has a DF of its own, which ESP copies; tincd sends by TCP what does not pass.
 */
function setsDf({ layer: [, inside] }: Profile, established: Established): boolean {
  if (familyOf(established.remoteHost) === 6) return false
  if (established.kind === 'ike') return established.mode === 'tunnel' && inside?.kind !== 'gre'
  return established.kind === 'openvpn' && established.transport === 'udp'
}
