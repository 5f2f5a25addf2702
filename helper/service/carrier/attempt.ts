/**
 * One attempt of a carrier, seen from outside: begun, asked what it is now, ended. Beginning never waits for the other side;
 * what becomes of it is a fact, and `changed` only says that there may be a new one.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import type { Established } from '../../core/layer/established.ts'
import { finding } from '../../core/outcome.ts'
import { findingOfError } from '../finding-of-error.ts'
import type { Carrier, CarrierPorts, Departure, Destination } from './carrier.ts'

export type AttemptNow =
  | { readonly is: 'starting' }
  | { readonly is: 'established'; readonly established: Established; readonly found: string }
  | { readonly is: 'ended'; readonly why: Finding; readonly authenticated: boolean }

export interface Attempt {
  now(): AttemptNow
  /** Whether `connect` was called: what it is given is used once. */
  readonly isConnecting: boolean
  connect(to: Destination): void
  /** Stops whatever is under way. Resolves when nothing of it acts any more; what it made is the ledger's to undo. Never rejects. */
  end(): Promise<void>
}

/** For what is under way to notice that it was aborted: it closes sockets, nothing else. */
const endMs = 1_000

type Begin = (profile: Profile, ports: CarrierPorts, signal: AbortSignal) => Departure

/** @param changed called after `now` has another answer */
export function beginAttempt(begin: Begin, profile: Profile, ports: CarrierPorts, changed: () => void): Attempt {
  const abort = new AbortController()
  let now: AttemptNow = { is: 'starting' }
  let carrier: Carrier | null = null
  let connecting: Promise<void> | null = null
  let unsubscribe = () => {}

  const become = (next: AttemptNow) => {
    if (now.is === 'ended' || abort.signal.aborted) return
    now = next
    changed()
  }
  const endBy = (why: Finding, authenticated = false) => become({ is: 'ended', why, authenticated })
  const endByError = (error: unknown) => {
    if (!abort.signal.aborted) endBy(findingOfError(error))
  }

  /** The daemon said that something changed: what it says now is asked for. */
  const ask = (asked: Carrier) => {
    asked.now().then(
      (established) => {
        if (!established) endBy(finding('carrier-gone', {}, ['The daemon has nothing established any more.']))
        else if (now.is === 'established') become({ ...now, established })
      },
      (error) => ports.log('helper', 'warn', `asking the carrier's daemon: ${String(error)}`),
    )
  }

  async function establish(to: Destination) {
    const outcome = await departure.connect(to)
    if (!outcome.ok) return endBy(outcome.finding, outcome.authenticated === true)
    carrier = outcome.value
    if (abort.signal.aborted) return carrier.close()
    const { established, found, died, changed: events } = carrier
    unsubscribe = events(() => carrier && ask(carrier))
    become({ is: 'established', established, found })
    died.then((why) => endBy(why), endByError)
  }

  const departure = begin(profile, ports, abort.signal)
  return {
    now: () => now,
    get isConnecting() {
      return connecting !== null
    },
    connect(to) {
      connecting ??= establish(to).catch(endByError)
    },
    async end() {
      abort.abort(new Error('the attempt was ended'))
      unsubscribe()
      // Its own promises are settled by the abort; a daemon that does not let go is killed by the ledger.
      await Promise.race([
        connecting ?? departure.abandon(),
        new Promise<void>((late) => ports.clock.after(endMs, late)),
      ])
      carrier?.close()
    },
  }
}
