import type { Clock } from '../system/ports.ts'

/** Waits until the promise is settled, or so long at most. */
export async function within(clock: Clock, ms: number, promise: Promise<unknown>): Promise<void> {
  await new Promise<void>((resolve) => {
    const stopClock = clock.after(ms, resolve)
    const end = () => {
      stopClock()
      resolve()
    }
    promise.then(end, end)
  })
}
