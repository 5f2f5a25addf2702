/** Follows what a daemon has established, until nothing is any more. */
import type { Finding } from '../contract/problem.ts'
import { finding } from '../core/outcome.ts'
import type { Subscribe } from '../system/ports.ts'
import type { Daemon } from './daemon.ts'

export interface Followed<Established> {
  readonly daemon: Daemon
  /** Asks the daemon; null where nothing is established. Rejects with a `DaemonUnheard` where the daemon does not say. */
  now(signal: AbortSignal): Promise<Established | null>
  /** Something may have changed: `now` is asked again. */
  readonly changed: Subscribe
}

/**
 * Tells what was established, and asks again after each change: one question at a time, so that an older answer never comes after a
 * newer one, and at once, as an event may have come before anybody listened. Resolves with the reason when the daemon ends, or has
 * nothing established any more. Rejects when aborted.
 * @param tell called with each answer that differs from the one before
 */
export async function follow<Established>(
  { daemon, now, changed }: Followed<Established>,
  first: Established,
  tell: (established: Established) => void,
): Promise<Finding> {
  let isStale = true
  let wake = () => {}
  const stop = changed(() => {
    isStale = true
    wake()
  })
  const news = () =>
    new Promise<void>((resolve) => {
      wake = resolve
      if (isStale) resolve()
    })
  try {
    tell(first)
    for (let told = JSON.stringify(first); ; ) {
      const answer = await daemon.until(async (signal) => {
        await news()
        isStale = false
        return now(signal)
      })
      if (!answer.ok) return answer.finding
      if (answer.value === null) return finding('carrier-gone', {}, ['The daemon has nothing established any more.'])
      const text = JSON.stringify(answer.value)
      if (text !== told) tell(answer.value)
      told = text
    }
  } finally {
    stop()
  }
}
