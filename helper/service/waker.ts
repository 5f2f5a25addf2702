/** Puts the loop to sleep and wakes it, and keeps the verbs that wait for one of its turns. */
import type { Clock } from '../system/ports.ts'

export interface Waker {
  /** Ends the loop's sleep, or keeps it from falling asleep after this turn. */
  wake(): void
  /** Whether the loop was woken since the turn began. */
  readonly isWoken: boolean
  /** How many turns have begun. */
  readonly turn: number
  /** Begins a turn: whatever wakes the loop from now on makes it take another turn. Returns the number of this turn. */
  begin(): number
  /** Resolves at the first of these times (monotonic, ms), or when woken; at once when it was woken since the turn began. */
  sleep(times: readonly number[]): Promise<void>
}

export function createWaker(clock: Clock): Waker {
  let woken = false
  let turns = 0
  let goOn = () => {}
  return {
    wake() {
      woken = true
      goOn()
    },
    get isWoken() {
      return woken
    },
    get turn() {
      return turns
    },
    begin() {
      woken = false
      turns += 1
      return turns
    },
    sleep: (times) =>
      new Promise((resolve) => {
        if (woken) return resolve()
        const late =
          times.length > 0 ? clock.after(Math.max(0, Math.min(...times) - clock.now()), () => goOn()) : () => {}
        goOn = () => {
          late()
          goOn = () => {}
          resolve()
        }
      }),
  }
}

export interface Waiters {
  /** Resolves when `reached` was called with this number or a later one, or after `withinMs`. Rejects only when aborted. */
  wait(number: number, withinMs: number, signal?: AbortSignal): Promise<void>
  reached(number: number): void
}

export function createWaiters(clock: Clock): Waiters {
  const waiting = new Set<{ readonly number: number; readonly done: () => void }>()
  return {
    wait: (number, withinMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const end = (settle: () => void) => {
          late()
          waiting.delete(one)
          signal?.removeEventListener('abort', onAbort)
          settle()
        }
        const done = () => end(resolve)
        const onAbort = () => end(() => reject(signal?.reason))
        const late = clock.after(withinMs, done)
        const one = { number, done }
        signal?.addEventListener('abort', onAbort, { once: true })
        waiting.add(one)
      }),
    reached(number) {
      for (const one of [...waiting]) if (one.number <= number) one.done()
    },
  }
}
