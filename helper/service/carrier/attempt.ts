/**
 * Runs one attempt of a carrier, which is begun, asked for its state, and ended. Nothing here waits for the other side: the state is
 * a fact, and `changed` only says that there may be a new one.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import type { Established } from '../../core/layer/established.ts'
import { within } from '../../daemon/within.ts'
import { findingOfError } from '../finding-of-error.ts'
import type { CarrierPorts, Carry, Destination } from './carrier.ts'

export type AttemptNow =
  | { readonly is: 'starting' }
  | { readonly is: 'established'; readonly established: Established; readonly found: string }
  | { readonly is: 'ended'; readonly why: Finding; readonly authenticated: boolean }

export interface Attempt {
  now(): AttemptNow
  /** Whether `connect` was called. Further calls change nothing. */
  readonly isConnecting: boolean
  connect(to: Destination): void
  /** Stops everything under way. Resolves when nothing of it acts any more; the ledger undoes what was made. Never rejects. */
  end(): Promise<void>
}

/** An aborted carrier has this long (ms) to stop, for which it only closes sockets. `down` waits for it. */
const endMs = 250

/** @param changed called after `now` has another answer */
export function beginAttempt(carry: Carry, profile: Profile, ports: CarrierPorts, changed: () => void): Attempt {
  const abort = new AbortController()
  const { signal } = abort
  let now: AttemptNow = { is: 'starting' }
  let isConnecting = false
  let go: (to: Destination) => void = () => {}
  const destination = new Promise<Destination>((resolve, reject) => {
    go = resolve
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  // A carrier that fails early never waits for its destination, so nobody else would catch this rejection.
  destination.catch(() => {})

  const become = (next: AttemptNow) => {
    if (now.is === 'ended' || signal.aborted) return
    now = next
    changed()
  }
  const carrying = carry({
    profile,
    ports,
    signal,
    destination,
    established: (established, found) => become({ is: 'established', established, found }),
  }).then(
    ({ finding: why, authenticated = false }) => become({ is: 'ended', why, authenticated }),
    (error: unknown) => become({ is: 'ended', why: findingOfError(error), authenticated: false }),
  )

  return {
    now: () => now,
    get isConnecting() {
      return isConnecting
    },
    connect(to) {
      isConnecting = true
      go(to)
    },
    async end() {
      abort.abort(new Error('the attempt was ended'))
      await within(ports.clock, endMs, carrying)
    },
  }
}
