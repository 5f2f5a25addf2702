/** Runs one effect with a deadline, and keeps what became of it: the attempt that runs, and what is not tried again for now. */
import type { Change } from '../core/change/change.ts'
import { identityOf } from '../core/change/identity.ts'
import { noDifference } from '../core/change/reconcile.ts'
import { toProblem } from '../core/problem/wording.ts'
import type { Holds } from '../core/roaming/holds.ts'
import type { Effect } from '../core/roaming/next-effect.ts'
import { scopes } from '../journal/journal.ts'
import type { Ledger } from '../journal/ledger.ts'
import { EffectFailed } from '../system/effects.ts'
import type { Clock, Effects, Log } from '../system/ports.ts'
import type { CurrentWish } from './current-wish.ts'
import { findingOfError, TookTooLong } from './finding-of-error.ts'
import type { Read } from './read-facts.ts'
import { beginCarrier, type RunningCarrier, type RunningPorts } from './running-carrier.ts'

/** Each effect, as a person is told of one that takes too long. */
const doings: Readonly<Record<Effect['kind'], string>> = {
  reconcile: 'A change of links, addresses, routes or filters',
  sweep: 'Removing what an earlier helper left',
  begin: 'Beginning an attempt',
  resolve: 'Asking for the gateway’s address',
  connect: 'Beginning to connect',
  end: 'Ending the daemon',
  measure: 'Beginning to measure the path MTU',
  'ask-minimum': 'Asking whether 1280 bytes pass',
}

export interface PerformerPorts {
  readonly running: RunningPorts
  readonly ledger: Ledger
  readonly sweep: Effects['sweep']
  readonly clock: Clock
  readonly log: Log
}

export interface Performer {
  /** The attempt that runs; null where none does. */
  readonly running: RunningCarrier | null
  /** Whether the leftovers of an earlier helper were removed. */
  readonly swept: boolean
  /**
   * Runs the effect, and aborts it at its deadline or when the wish changes. Returns whether it was given up at its deadline. Never rejects: what
   * an effect throws is a finding among the holds.
   */
  perform(effect: Effect, read: Read, signal: AbortSignal, deadlineMs: number): Promise<boolean>
}

interface Handled {
  readonly handled: readonly Change[]
  /** Those of them that were still there after they were undone. */
  readonly left: readonly Change[]
}

/** @param changed called when a fact of the running attempt may be another one */
export function createPerformer(
  { running: ports, ledger, sweep, clock, log }: PerformerPorts,
  wish: CurrentWish,
  holds: Holds,
  changed: () => void,
): Performer {
  let running: RunningCarrier | null = null
  let swept = false
  /** A carrier makes its changes outside the loop's effects. What could not be undone after an earlier attempt is wanted again once it is made. */
  const { carrier } = ports
  const runningPorts: RunningPorts = {
    ...ports,
    carrier: {
      ...carrier,
      transaction: {
        async make(changes, signal) {
          await carrier.transaction.make(changes, signal)
          holds.made(changes)
        },
      },
    },
  }

  /** Returns the changes that the effect was about, and those of them that resisted being undone. */
  async function run(effect: Effect, { underlay, planned }: Read, signal: AbortSignal): Promise<Handled> {
    const plan = planned?.ok ? planned.value.plan : null
    switch (effect.kind) {
      case 'reconcile': {
        const { difference, scope } = effect
        const left = await ledger.reconcile(scope, difference, signal)
        if (difference.restored.length > 0) {
          log('helper', 'warn', `gone, and put back: ${difference.restored.map(identityOf).join(', ')}`)
          holds.restored(scope, difference.restored, clock.now())
        }
        return { handled: [...difference.clear, ...difference.make, ...difference.undo], left }
      }
      case 'sweep':
        await sweep(scopes.flatMap(ledger.made), signal)
        swept = true
        break
      case 'begin':
        if (!wish.wanted.profile) break
        holds.forgetTunnel()
        running = beginCarrier({ ...effect.carrier, profile: wish.wanted.profile }, runningPorts, changed)
        break
      case 'resolve':
        running?.resolve()
        break
      case 'connect':
        if (underlay) running?.connect(underlay)
        break
      case 'end': {
        const ending = running
        running = null
        await ending?.end()
        const undo: readonly Change[] = ledger.made('carrier')
        return { handled: undo, left: await ledger.reconcile('carrier', { ...noDifference, undo }, signal) }
      }
      case 'measure':
        if (plan) running?.measure(plan)
        break
      case 'ask-minimum':
        if (plan) running?.askMinimum(plan)
    }
    return { handled: [], left: [] }
  }

  return {
    get running() {
      return running
    },
    get swept() {
      return swept
    },
    async perform(effect, read, signal, deadlineMs) {
      const deadline = new AbortController()
      const cancelDeadline = clock.after(deadlineMs, () =>
        deadline.abort(new TookTooLong(doings[effect.kind], deadlineMs)),
      )
      try {
        const { handled, left } = await run(effect, read, AbortSignal.any([signal, deadline.signal]))
        holds.succeeded(effect, handled, left, clock.now())
      } catch (error) {
        // The wish has changed: nothing is noted, as the next turn compares anew and finds what was left half done.
        if (signal.aborted) return false
        const now = clock.now()
        const why = findingOfError(error)
        log('helper', 'error', `${effect.kind}: ${toProblem(why).message}: ${why.evidence.join(' | ')}`)
        if (error instanceof EffectFailed) holds.refused(effect, error.change, why, now)
        else holds.failed(effect, why, now)
      } finally {
        cancelDeadline()
      }
      return deadline.signal.aborted
    },
  }
}
