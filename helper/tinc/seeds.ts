/**
 * Keeps a tincd of ours from using the random numbers of the one before. tincd 1.0 seeds them by the second at which it starts (srand in net.c),
 * and numbers its messages by them. A node passes over a message that it has had within the last minute (seen_request in protocol.c): of
 * a second tincd of the same second it never learns the subnets, and sends nothing back for as long as the connection stands (measured).
 */
import type { Clock } from '../system/ports.ts'

const secondMs = 1_000

export interface TincSeeds {
  /** Resolves when a tincd that starts now has another seed than any that was connected. Rejects when aborted. */
  another(signal: AbortSignal): Promise<void>
  /** Notes that a tincd is connected now: from here on other nodes know its numbers. */
  told(): void
}

export function createTincSeeds(clock: Clock): TincSeeds {
  let freshAt = 0
  return {
    another: (signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted()
        const waitMs = freshAt - clock.now()
        if (waitMs <= 0) return resolve()
        const stopClock = clock.after(waitMs, resolve)
        signal.addEventListener(
          'abort',
          () => {
            stopClock()
            reject(signal.reason)
          },
          { once: true },
        )
      }),
    told() {
      freshAt = clock.now() + secondMs
    },
  }
}
