import { retryAfterMs } from '../core/roaming/backoff.ts'
import type { SnapshotStore } from './snapshot-store.ts'

/** Resolves when it is worth trying again: another network, or patience; at once when aborted. */
export function retryTime(store: SnapshotStore, failures: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const underlay = JSON.stringify(store.snapshot().underlay)
    const finish = () => {
      clearTimeout(timer)
      unsubscribe()
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, retryAfterMs(failures))
    const unsubscribe = store.subscribe((snapshot) => {
      if (snapshot.underlay && JSON.stringify(snapshot.underlay) !== underlay) finish()
    })
    signal.addEventListener('abort', finish, { once: true })
    if (signal.aborted) finish()
  })
}
