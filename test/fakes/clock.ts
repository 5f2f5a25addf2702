/** This clock goes on only when it is told to. */
import type { Clock } from '../../helper/system/ports.ts'

/** All is at rest once nothing has happened so often in a row. */
const quietRounds = 4
/** A loop that turns so often without any time passing would never end. */
const hotRounds = 60

export class FakeClock implements Clock {
  #now = 1_000
  readonly #later = new Set<{ readonly at: number; readonly act: () => void }>()
  readonly #activity: () => number

  /** @param activity grows with everything that is done: it tells whether somebody is still at work */
  constructor(activity: () => number) {
    this.#activity = activity
  }

  now(): number {
    return this.#now
  }

  /** Counts what is still to happen. */
  get pending(): number {
    return this.#later.size
  }

  after(ms: number, act: () => void): () => void {
    const one = { at: this.#now + ms, act }
    this.#later.add(one)
    return () => void this.#later.delete(one)
  }

  /** Lets everything happen that is due within so many ms, one after another, with what follows from each before the next. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms
    await this.#settle()
    for (;;) {
      const next = [...this.#later].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      this.#later.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.act()
      await this.#settle()
    }
    this.#now = end
  }

  async #settle(): Promise<void> {
    let seen = this.#activity()
    for (let quiet = 0, rounds = 0; quiet < quietRounds; rounds++) {
      await new Promise(setImmediate)
      const now = this.#activity()
      quiet = now === seen ? quiet + 1 : 0
      seen = now
      if (rounds > hotRounds) throw new Error('it is at work without end, and no time passes')
    }
  }
}
