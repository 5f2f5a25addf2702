/** What encrypts: a daemon of ours, or nothing but keys in the kernel. One file beside this one for each kind. */
import type { Finding } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import type { Underlay } from '../../contract/snapshot.ts'
import type { Established } from '../../core/layer/established.ts'
import type { TransportStrategy } from '../../core/layer/strategy.ts'
import type { RemoteOutcome } from '../../core/outcome.ts'
import type { Dhcpv6 } from '../../system/dhcpv6/dhcpv6.ts'
import type { Clock, CommandRunner, Log, Processes, Subscribe, Transaction } from '../../system/ports.ts'
import type { Probes } from '../../system/probes/probes.ts'

export interface Carrier {
  /** As it was when it connected. */
  readonly established: Established
  /** In words: who the gateway proved to be, and how packets go. */
  readonly found: string
  /** What it says now; null when the gateway is gone. */
  now(): Promise<Established | null>
  /** Something changed: look again. */
  readonly changed: Subscribe
  /** Resolves when it has ended by itself, with its last words; never, where there is no daemon. */
  readonly died: Promise<Finding>
  /** Stops listening. What was made is the ledger's to undo. */
  close(): void
}

export interface CarrierPorts {
  /** The helper's runtime folder: a daemon's own is below it. */
  readonly runtime: string
  readonly transaction: Transaction
  readonly processes: Processes
  readonly runner: CommandRunner
  readonly probes: Probes
  readonly dhcpv6: Dhcpv6
  readonly clock: Clock
  readonly log: Log
}

export interface Destination {
  /** Address. */
  readonly gateway: string
  readonly underlay: Underlay
  readonly strategy: TransportStrategy
}

/** A carrier on its way: what takes long begins before the gateway's address is known. */
export interface Departure {
  /** Rejects only when aborted, or when the system refuses. */
  connect(to: Destination): Promise<RemoteOutcome<Carrier>>
  /** It will not be connected. Never rejects. */
  abandon(): Promise<void>
}

export type PrepareCarrier = (profile: Profile, ports: CarrierPorts, signal: AbortSignal) => Departure
