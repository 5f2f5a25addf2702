/**
 * Gives the deadlines of what the loop does. While leaving, a person waits, and `down` is answered within 2 s in every state: what is not
 * undone by then is told, and tried again. Times are in ms.
 */

/** An effect has twice as long as one request may take (`requestMs` in `system/requests.ts`). */
const effectMs = 10_000
/** An effect while leaving. A daemon may take 1.2 s of it to say goodbye to its gateway (`graceMs` in `system/own-processes.ts`). */
const leavingMs = 1_700
/** The least that a later effect of the same wish has: ten times what undoing takes in the lab. */
const leastMs = 400
/** The answer to `down` is due by then. What is tried after it keeps nobody waiting. */
const answeredMs = 2_000
/** The look after an effect that was given up while leaving: the answer waits for it, and the kernel may be what hangs. */
export const hurriedLookMs = 150

/** @param sinceWishMs the time since home was wanted, or no longer wanted */
export function effectDeadlineMs(want: 'up' | 'down', sinceWishMs: number): number {
  if (want === 'up') return effectMs
  return sinceWishMs < answeredMs ? Math.max(leavingMs - sinceWishMs, leastMs) : leavingMs
}
