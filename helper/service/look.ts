import type { Observed } from '../core/change/observed.ts'
import type { Log, Observer } from '../system/ports.ts'

/**
 * Looks at the system. Returns null where the kernel does not tell within the observer's own deadline, and null at once where the signal
 * is aborted: another wish waits for no look that began before it, and an answer that is due for none at all.
 */
export async function look(observer: Observer, signal: AbortSignal, log: Log): Promise<Observed | null> {
  const looking = observer.observe().catch((error: unknown) => {
    log('helper', 'error', `looking at the system: ${String(error)}`)
    return null
  })
  let stop = () => {}
  const aborted = new Promise<null>((resolve) => {
    stop = () => resolve(null)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([looking, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
