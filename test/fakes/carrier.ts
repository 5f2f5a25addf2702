/** This fake stands for a carrier: a story says what becomes of an attempt, and when. */
import type { Finding } from '../../helper/contract/problem.ts'
import { ifId } from '../../helper/core/change/marks.ts'
import type { Established } from '../../helper/core/layer/established.ts'
import { failed, finding } from '../../helper/core/outcome.ts'
import type { CarrierEnd, Carry } from '../../helper/service/carrier/carrier.ts'
import type { Clock } from '../../helper/system/ports.ts'

/** ms: established after so long. "hang": nothing is ever said. A finding: refused. "throw": a fault of the code. */
export type Answer = number | 'hang' | 'throw' | { readonly refuses: Finding; readonly authenticated: boolean }

export class FakeCarriers {
  /** The next attempts are answered with these. */
  answer: Answer = 50
  /** Lists the attempts that are connecting or connected, and were not aborted. */
  readonly live = new Set<{ lose(): void; die(why: Finding): void }>()
  readonly #clock: Clock
  readonly #established: Established

  constructor(clock: Clock, established: Established) {
    this.#clock = clock
    this.#established = established
  }

  carry: Carry = ({ ports, signal, destination, established }) =>
    new Promise<CarrierEnd>((resolve, reject) => {
      const die = (why: Finding) => {
        this.live.delete(own)
        resolve(failed(why))
      }
      const own = { die, lose: () => die(finding('carrier-gone')) }
      this.live.add(own)
      const onAbort = () => {
        this.live.delete(own)
        reject(signal.reason)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      const connect = async () => {
        await destination
        const role = `${ports.runtime}/charon`
        const charon = { kind: 'process', role, program: '/usr/sbin/charon', arguments: [], environment: {} } as const
        await ports.transaction.make([{ kind: 'xfrm-owner', ifId }, charon], signal)
        const { answer } = this
        if (answer === 'throw') throw new Error('a fault')
        if (typeof answer === 'number')
          this.#clock.after(answer, () => established(this.#established, 'The gateway answered.'))
        else if (answer !== 'hang') resolve({ ok: false, finding: answer.refuses, authenticated: answer.authenticated })
      }
      connect().catch(reject)
    })
}
