import type { Clock } from './ports.ts'

/** The machine's own clock. It stands still while the laptop sleeps (clock_gettime(2), CLOCK_MONOTONIC). */
export const clock: Clock = {
  now: () => performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
}
