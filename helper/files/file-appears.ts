/** Waiting for a file to appear, by inotify. */
import { existsSync, watch } from 'node:fs'
import { basename, dirname } from 'node:path'

/** Rejects with the signal's reason; the deadline is the signal's (`AbortSignal.timeout`). */
export const fileAppears = (path: string, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const settle = (act: () => void) => {
      watcher.close()
      signal.removeEventListener('abort', onAbort)
      act()
    }
    const onAbort = () => settle(() => reject(signal.reason))
    const watcher = watch(dirname(path), (_, name) => {
      if (name === basename(path) && existsSync(path)) settle(resolve)
    })
    watcher.on('error', (error) => settle(() => reject(error)))
    signal.addEventListener('abort', onAbort, { once: true })
    // Watched first, looked second: what appears in between is not missed.
    if (existsSync(path)) settle(resolve)
  })
