/** A carrier of a fake kind: what becomes of an attempt is what a story says, and when. */
import type { Finding } from '../../helper/contract/problem.ts'
import { ifId } from '../../helper/core/change/marks.ts'
import type { Established } from '../../helper/core/layer/established.ts'
import { done, type RemoteOutcome } from '../../helper/core/outcome.ts'
import type { Carrier, PrepareCarrier } from '../../helper/service/carrier/carrier.ts'
import type { Clock } from '../../helper/system/ports.ts'

/** ms: established after so long. "hang": nothing is ever said. A finding: refused. "throw": a fault of the code. */
export type Answer = number | 'hang' | 'throw' | { readonly refuses: Finding; readonly authenticated: boolean }

export class FakeCarriers {
  /** What the next attempts are answered. */
  answer: Answer = 50
  /** Attempts that are connecting or connected, and were not aborted. */
  readonly live = new Set<{ lose(): void; die(why: Finding): void }>()
  readonly #clock: Clock
  readonly #established: Established

  constructor(clock: Clock, established: Established) {
    this.#clock = clock
    this.#established = established
  }

  prepare: PrepareCarrier = (_profile, ports, signal) => {
    const listeners = new Set<() => void>()
    let now: Established | null = this.#established
    let die: (why: Finding) => void = () => {}
    const died = new Promise<Finding>((resolve) => {
      die = resolve
    })
    const own = {
      lose: () => {
        now = null
        for (const listener of listeners) listener()
      },
      die: (why: Finding) => die(why),
    }
    this.live.add(own)
    signal.addEventListener('abort', () => this.live.delete(own), { once: true })
    const carrier: Carrier = {
      established: this.#established,
      found: 'The gateway answered.',
      now: async () => now,
      changed(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      died,
      close: () => void this.live.delete(own),
    }
    const answered = (answer: Answer) =>
      new Promise<RemoteOutcome<Carrier>>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        if (answer === 'throw') reject(new Error('a fault'))
        else if (typeof answer === 'number') this.#clock.after(answer, () => resolve(done(carrier)))
        else if (answer !== 'hang') resolve({ ok: false, finding: answer.refuses, authenticated: answer.authenticated })
      })
    return {
      connect: async () => {
        const role = `${ports.runtime}/charon`
        const charon = { kind: 'process', role, program: '/usr/sbin/charon', arguments: [], environment: {} } as const
        await ports.transaction.make([{ kind: 'xfrm-owner', ifId }, charon], signal)
        return answered(this.answer)
      },
      abandon: async () => undefined,
    }
  }
}
