/** Connecting to a daemon that has just been started. */
import { setTimeout as delay } from 'node:timers/promises'
import { fileAppears } from './file-appears.ts'

/** Of one of Node's errors, also where it is the cause of another one. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED' || isRefusal(error.cause))

/**
 * Connects as soon as somebody listens at this path. The socket is there from bind(2) on, and takes connections from
 * listen(2) on: no event tells of the second. Rejects with the signal's reason; the deadline is the signal's.
 */
export async function onceListening<T>(path: string, connect: () => Promise<T>, signal: AbortSignal): Promise<T> {
  await fileAppears(path, signal)
  for (;;) {
    try {
      return await connect()
    } catch (error) {
      if (!isRefusal(error)) throw error
    }
    await delay(10)
    signal.throwIfAborted()
  }
}
