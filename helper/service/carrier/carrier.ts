/** Defines a carrier: it makes the encrypted layer of a stack work, by a daemon of ours or by keys in the kernel alone. */
import type { Profile } from '../../contract/profile.ts'
import type { Underlay } from '../../contract/snapshot.ts'
import type { Established } from '../../core/layer/established.ts'
import type { TransportStrategy } from '../../core/layer/strategy.ts'
import type { RemoteOutcome } from '../../core/outcome.ts'
import type { DaemonPorts } from '../../daemon/daemon.ts'
import type { Programs } from '../../daemon/program.ts'
import type { Dhcpv6 } from '../../system/dhcpv6/dhcpv6.ts'
import type { Log } from '../../system/ports.ts'
import type { Probes } from '../../system/probes/probes.ts'
import type { TincSeeds } from '../../tinc/seeds.ts'

export interface CarrierPorts extends DaemonPorts {
  readonly programs: Programs
  readonly probes: Probes
  readonly dhcpv6: Dhcpv6
  readonly tincSeeds: TincSeeds
  readonly log: Log
}

export interface Destination {
  /** An address; names are resolved before. */
  readonly gateway: string
  readonly underlay: Underlay
  readonly strategy: TransportStrategy
}

export interface Carrying {
  readonly profile: Profile
  readonly ports: CarrierPorts
  /** Aborted when the attempt is ended: everything under way stops at once. The ledger undoes what was made. */
  readonly signal: AbortSignal
  /** Resolves when the gateway's address is known and the devices are there; what takes long begins before. Rejects when aborted. */
  readonly destination: Promise<Destination>
  /**
   * Tells what the daemon says is established, each time it is another thing.
   * @param found says who the gateway proved to be, and how packets go
   */
  established(now: Established, found: string): void
}

/** The reason why nothing is established any more, or never was. */
export type CarrierEnd = Extract<RemoteOutcome<never>, { ok: false }>

/** Carries until it ends by itself, and resolves with the reason. Rejects when aborted, and when the system refuses. One file for each kind. */
export type Carry = (carrying: Carrying) => Promise<CarrierEnd>
