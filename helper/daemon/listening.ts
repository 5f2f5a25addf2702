/** Connects to the UNIX socket of a daemon that has just been started. */
import { setTimeout as delay } from 'node:timers/promises'
import { fileAppears } from '../files/file-appears.ts'

/** The socket is there from bind(2) on, and takes connections from listen(2) on; no event tells of the second (unix(7)). */
const notYet: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOENT'])
const againMs = 10

const isNotYet = (error: unknown): boolean =>
  error instanceof Error && (notYet.has((error as NodeJS.ErrnoException).code ?? '') || isNotYet(error.cause))

/** Waits until the socket takes connections, and resolves with the connection. Rejects with the signal's reason, which is also its deadline. */
export async function onceListening<Connection>(
  path: string,
  connect: () => Promise<Connection>,
  signal: AbortSignal,
): Promise<Connection> {
  await fileAppears(path, signal)
  for (;;) {
    try {
      return await connect()
    } catch (error) {
      signal.throwIfAborted()
      if (!isNotYet(error)) throw error
    }
    await delay(againMs)
    signal.throwIfAborted()
  }
}
